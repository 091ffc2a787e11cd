"""HTML becomes PDF: `typeset(html, css, ...)`. The only user of weasyprint, which is imported when first needed.

No page reaches a file or the network: fonts and patterns come from a closed table of assets, anything else stops
the run. `tags` completes the engine's tags, `finish` mends what it writes, `merge` binds finished documents into one
file, `said` reads back everything that a finished file says, `pictures` draws its pages for the screen. Every warning of the
engine comes back with the sheet, for the recipe to report. Same input, same bytes.
"""

import ctypes.util
import hashlib
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

__all__ = ["ASSET", "OutsideRequest", "Press", "Sheets", "load_engine", "sheet_code"]

ASSET = "packet-asset:"


@dataclass(frozen=True)
class Sheets:
    """A set document: its PDF, how many pages it has, the code printed on each, and what the engine complained of."""

    pdf: bytes
    pages: int
    code: str
    warnings: tuple[str, ...]


class Press:
    """A typesetting engine with its fonts loaded once. Keep one for many documents."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        load_engine()
        from weasyprint.text.fonts import FontConfiguration

        self._assets = assets
        self._fonts = FontConfiguration()
        self._parsed = lru_cache(maxsize=64)(self._parse)

    def typeset(self, html: str, *css: str) -> Sheets:
        """Sets one HTML page with style sheets, the later over the earlier. The sheet's code is made from all and printed in the foot.

        Raises `OutsideRequest` where the page asks for anything that is not among the assets.
        """
        from briefings.press.finish import finish
        from briefings.press.tags import complete_tags

        code = sheet_code(html, *css)
        fetch, styles = _fetcher(self._assets), self._styles(*css, f'html {{ string-set: sheet "{code}" }}')
        with _Listening() as heard, _refusing(fetch):
            document = self._lay_out(html, styles, fetch)
            with complete_tags():
                pdf = finish(document.write_pdf(pdf_variant="pdf/ua-1", pdf_forms=True))
        return Sheets(pdf, len(document.pages), code, (*(warning for style in styles for warning in style.warnings), *heard, *fetch.refused))

    def draw(self, html: str, *css: str) -> bytes:
        """Sets a page that is never read as it is, only taken apart: without tags. Raises `OutsideRequest`."""
        from weasyprint import HTML

        fetch, styles = _fetcher(self._assets), self._styles(*css)
        with _Listening(), _refusing(fetch):
            page = HTML(string=html, base_url=None, url_fetcher=fetch)
            return bytes(page.write_pdf(stylesheets=[style.sheet for style in styles], font_config=self._fonts))

    def measure(self, html: str, *css: str) -> frozenset[str]:
        """The names (`data-fit="..."`) of the boxes whose contents do not fit in them. Raises `OutsideRequest`."""
        from briefings.press.measure import overfull

        # On pages without end: at the foot of a page the engine would drop what runs out of a box.
        fetch, styles = _fetcher(self._assets), self._styles(*css, "@page { size: 1000mm 4000mm !important }")
        with _Listening(), _refusing(fetch):  # what the engine complains of is heard when the page is set
            return overfull(page._page_box for page in self._lay_out(html, styles, fetch).pages)

    def _lay_out(self, html: str, styles: Sequence["_Style"], fetch: Any) -> Any:
        from weasyprint import HTML

        page = HTML(string=html, base_url=None, url_fetcher=fetch)
        return page.render(stylesheets=[style.sheet for style in styles], font_config=self._fonts, pdf_variant="pdf/ua-1", pdf_forms=True)

    def _styles(self, *css: str) -> tuple["_Style", ...]:
        return tuple(map(self._parsed, css))

    def _parse(self, css: str) -> "_Style":
        """A style sheet as the engine reads it. Most are shared by many documents, and reading one takes a fifth of setting a page."""
        from weasyprint import CSS

        fetch = _fetcher(self._assets)
        with _Listening() as heard, _refusing(fetch):
            sheet = CSS(string=css, url_fetcher=fetch, font_config=self._fonts)
        return _Style(sheet, tuple(heard))


@dataclass(frozen=True)
class _Style:
    """A style sheet as the engine reads it, and what it complained of; it does so once, but each page set with it has the fault."""

    sheet: Any
    warnings: tuple[str, ...]


@contextmanager
def _refusing(fetch: Any) -> Iterator[None]:
    """A refused request stops the run: it is not an Exception for Python, so that nothing in the engine swallows it."""
    from weasyprint.urls import FatalURLFetchingError

    try:
        yield
    except FatalURLFetchingError:
        raise OutsideRequest(fetch.refused[-1]) from None


class OutsideRequest(Exception):
    """A page asked for something that is not among the assets; the message says for what."""


def load_engine() -> None:
    """Imports the engine, faster than it would be.

    Its libraries are asked for by several names; for each that fails Python starts a program to look the name up. On Linux
    the last name is the file's own and needs no look-up.
    """
    if "weasyprint" in sys.modules or sys.platform != "linux":
        return
    looked_up = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        import weasyprint  # noqa: F401
    finally:
        ctypes.util.find_library = looked_up


def sheet_code(html: str, *css: str) -> str:
    """Six characters that change when anything on the sheet changes."""
    return hashlib.sha256("\0".join((html, *css)).encode()).hexdigest()[:6]


def _fetcher(assets: Mapping[str, bytes]) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Closed(URLFetcher):  # type: ignore[misc]  # the engine has no types
        """Serves the closed table of assets and refuses everything else."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(ASSET.rstrip(":"),))
            # Errors inside SVG are swallowed by the engine; what was refused is kept here so that it is heard.
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(ASSET)
            if name == url or name not in assets:
                self.refused.append(f"refused to fetch {url}")
                raise FatalURLFetchingError(url)
            kind = "image/svg+xml" if name.endswith(".svg") else "font/ttf"
            return URLFetcherResponse(url, body=assets[name], headers={"Content-Type": kind})

    return Closed()


class _Listening(logging.Handler):
    """Collects what the engine logs as warnings or worse while it works."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._heard: list[str] = []

    def __enter__(self) -> list[str]:
        logger = logging.getLogger("weasyprint")
        self._before = (logger.propagate, list(logger.handlers), logger.level)
        logger.handlers[:], logger.propagate = [self], False
        return self._heard

    def __exit__(self, *_: object) -> None:
        logger = logging.getLogger("weasyprint")
        logger.propagate, logger.handlers[:], logger.level = self._before

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record.getMessage())
