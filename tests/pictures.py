"""The pictures in the README, made anew from real pages of the first scenario: `make pictures`.

You get one PNG for each of `PAGES` in `templates/pictures/`: a page of A4, 840 dots wide, in few enough tints that it stays small.
"""

from pathlib import Path

from briefings.build import check_scenario
from briefings.cache import Cache
from briefings.casting import seat_each_role
from briefings.imposition import Printing
from briefings.packs import plan
from briefings.project import Project
from briefings.setting import Job, set_one

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "templates" / "pictures"
WIDTH = 840  # twice what two of them side by side get on a common screen
TINTS = 24  # a page has ink, paper, one accent, and the steps between them at the edges of letters
PAGES = {
    "common-brief": ("common-brief", 3),
    "role-brief": ("role-brief-eu", 1),
    "role-cards": ("role-cards", 1),
    "deal-map": ("deal-map", 1),
}  # name: document, page


def main(scenario: str = "lachin-2022") -> None:
    """Sets the documents, and writes the pictures."""
    project = Project(ROOT, ROOT / "build")
    checked = check_scenario(project, scenario)
    assert checked.ok, checked.findings
    assert checked.scenario
    pack = plan(checked.scenario, checked.library, seat_each_role(checked.scenario))
    PICTURES.mkdir(exist_ok=True)
    for name, (id, page) in PAGES.items():
        document = next(d for d in pack.documents if d.id == id)
        sheets = set_one(Job(project, checked.scenario, checked.marked, document, Printing("a4", "standard")), Cache(None)).sheets
        assert sheets, id
        path = PICTURES / f"{name}.png"
        path.write_bytes(picture(sheets.pdf, page))
        print(f"{path.relative_to(ROOT)}  ({path.stat().st_size // 1000} kB)")


def picture(pdf: bytes, page: int) -> bytes:
    """A page, counted from 1, as a PNG with a palette and a thin grey edge, so that paper is told from the screen."""
    from io import BytesIO

    import pypdfium2
    from PIL import ImageOps

    sheet = pypdfium2.PdfDocument(pdf)[page - 1]
    image = sheet.render(scale=(WIDTH - 2) / sheet.get_width()).to_pil().convert("RGB")
    edged = ImageOps.expand(image, border=1, fill="#999999").quantize(TINTS)
    out = BytesIO()
    edged.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
