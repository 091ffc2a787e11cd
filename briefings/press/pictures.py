"""Pages of a finished PDF as pictures, for the screen: `sizes(pdf)`, `picture(pdf, page, width)`."""

from functools import lru_cache
from io import BytesIO

from briefings.press.said import opened


def sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page, in points."""
    with opened(pdf) as document:
        return tuple(document.get_page_size(number) for number in range(len(document)))


@lru_cache(maxsize=96)
def picture(pdf: bytes, page: int, width: int) -> bytes:
    """One page, counted from 1, as a PNG of so many pixels across, as it prints, with its form fields.

    Raises `IndexError` for a page that is not there.
    """
    with opened(pdf) as document:
        if not 1 <= page <= len(document):
            raise IndexError(page)
        document.init_forms()
        drawn = document[page - 1]
        bitmap = drawn.render(scale=width / drawn.get_width(), rev_byteorder=True)
    out = BytesIO()
    bitmap.to_pil().convert("RGB").save(out, "png", compress_level=1)  # it travels no further than this machine
    return out.getvalue()
