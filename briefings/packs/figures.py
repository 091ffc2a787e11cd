"""What the figures of a document show, as data. How they are drawn is for `pages`."""

from dataclasses import dataclass

from briefings.packs.parts import Badge
from briefings.sections import DEAL, Words


@dataclass(frozen=True)
class ScaleEntry:
    """A date of the timeline, year-month-day as far as known, and whether its account is disputed."""

    date: str
    disputed: bool


@dataclass(frozen=True)
class Scale:
    """The timeline as a scale true to time."""

    entries: tuple[ScaleEntry, ...]


@dataclass(frozen=True)
class Spot:
    """A named point of a map, in degrees."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Way:
    """A road, drawn schematically through points (latitude, longitude): `old`, `new`, or just a `road`."""

    name: str
    kind: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Locator:
    """A map: the area whose outlines are used, what stands on it, and the places of the scenario that do not."""

    area: str
    spots: tuple[Spot, ...]
    ways: tuple[Way, ...]
    left_out: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class TablePlan:
    """Who sits at the table, in the printed order, and who does not."""

    seats: tuple[Badge, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True)
class DealDot:
    """Deals at one place of the deal map: all points together, the smallest gain of any role; whether red lines are kept,
    whether they pass, whether one of them is on the frontier."""

    joint: int
    least: int
    keeps: bool
    passes: bool
    best: bool


@dataclass(frozen=True)
class DealPlot:
    """The deal map: dots, and labels with the place they belong to. `everybody` says whether all roles must accept; `example`
    reads one dot in words."""

    dots: tuple[DealDot, ...]
    labels: tuple[tuple[str, int, int], ...]
    everybody: bool
    example: str = ""
    words: Words = DEAL
