"""Fixtures that several modules share."""

from pathlib import Path

import pytest
from hypothesis import settings

from briefings.build import Built, Order, build
from briefings.imposition import Printing
from briefings.project import Project
from tests.worlds import world

# A slow machine is no failure; timings belong in the benchmark.
settings.register_profile("briefings", deadline=None, max_examples=60)
settings.load_profile("briefings")

ROOT = Path(__file__).parent.parent


@pytest.fixture
def river(tmp_path: Path) -> Project:
    """The small world on disk."""
    return world(tmp_path / "river")


@pytest.fixture(scope="session")
def lachin(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The shipped scenario, built once on both papers."""
    project = Project(ROOT, tmp_path_factory.mktemp("build"))
    return build(project, "lachin-2022", Order((Printing("a4"), Printing("letter"))))
