"""Work is shared out: every task once, by this process, by several, or by somebody else's executor."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from briefings.crew import Crew


def square(number: int) -> int:
    return number * number


def whose(_: int) -> int:
    return os.getpid()


def refuse(number: int) -> int:
    if number == 2:
        raise ValueError("two")
    return number


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_task_is_done_once_whoever_does_it(count: int):
    assert dict(Crew(count).each(square, range(7))) == {n: n * n for n in range(7)}
    assert list(Crew(count).each(square, [])) == []


def test_one_task_is_done_here_and_several_elsewhere():
    assert dict(Crew(4).each(whose, [0])) == {0: os.getpid()}
    assert os.getpid() not in dict(Crew(2).each(whose, range(4))).values()


def test_somebody_elses_executor_takes_the_place():
    with ThreadPoolExecutor(2) as executor:
        assert dict(Crew(executor=executor).each(square, range(5))) == {n: n * n for n in range(5)}
        assert executor.submit(square, 3).result() == 9  # it was handed over, not closed


@pytest.mark.parametrize("count", [1, 2])
def test_a_task_that_fails_fails_here(count: int):
    with pytest.raises(ValueError, match="two"):
        list(Crew(count).each(refuse, range(4)))
