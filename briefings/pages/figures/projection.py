"""Lambert's conformal conic projection of a sphere: degrees to kilometres on paper. North is up at the middle meridian."""

from dataclasses import dataclass
from math import cos, log, pi, radians, sin, tan

EARTH = 6371.0  # km, the mean radius


@dataclass(frozen=True)
class Lambert:
    """A conic with two true parallels, in degrees; x grows eastward and y northward from the origin, in km."""

    south: float
    north: float
    lat: float
    lon: float

    def __call__(self, lat: float, lon: float) -> tuple[float, float]:
        one, two = radians(self.south), radians(self.north)
        n = log(cos(one) / cos(two)) / log(_stretch(two) / _stretch(one))
        scale = EARTH * cos(one) * _stretch(one) ** n / n
        rho, rho0 = (scale / _stretch(radians(phi)) ** n for phi in (lat, self.lat))
        theta = n * radians(lon - self.lon)
        return rho * sin(theta), rho0 - rho * cos(theta)


def _stretch(phi: float) -> float:
    return tan(pi / 4 + phi / 2)
