"""Who does the work: this process, several, or an executor that one is handed.

`Crew(4).each(function, tasks)` gives the number and result of each task as it is done. Any executor with the interface
of `concurrent.futures` can take the place of processes on this machine; functions, tasks and results can be pickled.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

FORK = sys.platform == "linux"  # elsewhere a copy of a process with threads or frameworks may not run


@dataclass(frozen=True)
class Crew:
    """So many processes at most, or an executor of somebody else's."""

    count: int = 1
    executor: Executor | None = None

    @contextmanager
    def at_work(self, prepare: Callable[[], None]) -> Iterator["Crew"]:
        """The same crew with its processes started, for many calls of `each`. They `prepare` at once, beside this process."""
        if self.executor is not None or self.count < 2:
            yield self
            return
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        context = multiprocessing.get_context("fork" if FORK else "spawn")
        with ProcessPoolExecutor(self.count, mp_context=context, initializer=_begin, initargs=(prepare,)) as pool:
            pool.submit(os.getpid)  # the first task starts them all
            try:
                yield replace(self, executor=pool)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def each(self, do: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[int, Result]]:
        """What `do` makes of each task, with the task's number, as it is done; tasks are begun in their order. A crew that
        is not at work does a single task here."""
        if self.executor is not None:
            yield from _shared(self.executor, do, tasks)
        elif min(self.count, len(tasks)) < 2:
            for number, task in enumerate(tasks):
                yield number, do(task)
        else:
            with self.at_work(_nothing) as crew:
                yield from crew.each(do, tasks)


def _nothing() -> None:
    """What most crews need to prepare."""


def _begin(prepare: Callable[[], None]) -> None:
    """The first thing a process of a crew does. An interruption is for the process that started it, which stops the others; what
    cannot be prepared fails again in the first task, which can tell."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BaseException):
        prepare()


def _shared(executor: Executor, do: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[int, Result]]:
    numbers: dict[Future[Result], int] = {executor.submit(do, task): number for number, task in enumerate(tasks)}
    for future in as_completed(numbers):
        yield numbers[future], future.result()
