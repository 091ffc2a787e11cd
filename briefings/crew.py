"""Who does the work: this process, several, or an executor that one is handed.

`Crew(4).each(function, tasks)` gives the number and result of each task as it is done. Any executor with the interface
of `concurrent.futures` can take the place of processes on this machine; functions, tasks and results can be pickled.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

FORK = sys.platform == "linux"  # elsewhere a copy of a process with threads or frameworks may not run


@dataclass(frozen=True)
class Crew:
    """So many processes at most, or an executor of somebody else's."""

    count: int = 1
    executor: Executor | None = None

    def each(self, do: Callable[[Task], Result], tasks: Sequence[Task], prepare: Callable[[], None] = lambda: None) -> Iterator[tuple[int, Result]]:
        """What `do` makes of each task, with the task's number, as it is done; tasks are begun in their order.

        `prepare` is called once before work is shared out to copies of this process, which then need not do it themselves.
        """
        many = min(self.count, len(tasks))
        if self.executor is not None:
            yield from _shared(self.executor, do, tasks)
        elif many < 2:
            for number, task in enumerate(tasks):
                yield number, do(task)
        else:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            if FORK:
                prepare()
            with ProcessPoolExecutor(many, mp_context=multiprocessing.get_context("fork" if FORK else "spawn")) as pool:
                try:
                    yield from _shared(pool, do, tasks)
                except BaseException:
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise


def _shared(executor: Executor, do: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[int, Result]]:
    numbers: dict[Future[Result], int] = {executor.submit(do, task): number for number, task in enumerate(tasks)}
    for future in as_completed(numbers):
        yield numbers[future], future.result()
