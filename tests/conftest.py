"""Fixtures that several modules share."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from briefings.build import Built, Order, build
from briefings.crew import Crew
from briefings.imposition import Printing
from briefings.project import Project
from tests.worlds import LEAN, world

# `EXAMPLES=20 pytest` tries twenty times as many examples of every property as a run of the suite does.
TIMES = int(os.environ.get("EXAMPLES", "1"))


def examples(count: int) -> settings:
    """So many examples of a property, times `EXAMPLES`. A slow machine is no failure; timings belong in the benchmark."""
    return settings(deadline=None, max_examples=count * TIMES)


settings.register_profile("briefings", examples(30))
settings.load_profile("briefings")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session", autouse=True)
def one_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """All tests of a run share what is set once, on all cores; those about the cache have their own."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "sheets"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFINGS_CACHE", str(shared))
        yield


@pytest.fixture
def river(tmp_path: Path) -> Project:
    """The small world on disk."""
    return world(tmp_path / "river")


@pytest.fixture
def lean(tmp_path: Path) -> Project:
    """The small world with as few documents as a pack can have."""
    return world(tmp_path / "lean", LEAN)


@pytest.fixture(scope="session")
def lachin(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The shipped scenario, built once on both papers: by one process of a run, while the others wait and then take what it kept."""
    project = Project(ROOT, tmp_path_factory.mktemp("build"))
    with (Path(os.environ["BRIEFINGS_CACHE"]).parent / "lachin.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return build(project, "lachin-2022", Order((Printing("a4"), Printing("letter")), crew=Crew(2)))
