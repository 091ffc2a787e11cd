"""What fits: the boxes of a laid-out page that carry a name, compared with what stands in them."""

from collections.abc import Iterable, Iterator
from typing import Any

SLACK = 0.5  # CSS px, for rounding


def overfull(pages: Iterable[Any]) -> frozenset[str]:
    """The names (`data-fit`) of boxes out of which text runs, upwards, downwards or sideways.

    `pages` are the page boxes of WeasyPrint 70, an inner matter of that version, which is why it is pinned.
    """
    named = ((box.element.get("data-fit"), box) for page in pages for box in _inside(page) if _is_named(box))
    return frozenset(str(name) for name, box in named if _runs_out(box))


def _is_named(box: Any) -> bool:
    element = getattr(box, "element", None)
    return element is not None and not isinstance(element, str) and element.get("data-fit") is not None and box.element_tag == element.tag


def _inside(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        yield child
        yield from _inside(child)


def _runs_out(box: Any) -> bool:
    left, top = box.content_box_x() - SLACK, box.content_box_y() - SLACK
    right, bottom = left + box.width + 2 * SLACK, top + box.height + 2 * SLACK
    own = {id(child) for child in box.children if type(child).__name__ == "LineBox"}  # only carry the blocks that stand in them
    return any(
        line.position_x < left or line.position_y < top or line.position_x + line.width > right or line.position_y + line.height > bottom
        for line in _inside(box)
        if type(line).__name__ == "LineBox" and id(line) not in own
    )
