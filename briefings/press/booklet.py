"""A finished PDF becomes a booklet: two pages on each side of a sheet, to be folded and stapled."""

from io import BytesIO

from briefings.imposition import PAPERS, PaperName, booklet_order

POINT = 72 / 25.4  # points in a mm


def booklet(pdf: bytes, paper: PaperName) -> bytes:
    """The pages of a PDF side by side on sheets of `paper` laid across, in the order of a folded booklet.

    Pages are made smaller to fit half a sheet and stand in its middle. Print on both sides, turning about the short
    edge. The booklet is not tagged: it is for paper, and the tagged original is for reading aloud.
    """
    from pikepdf import Dictionary, Name, Page, Pdf, Rectangle

    height, width = (side * POINT for side in PAPERS[paper])
    with Pdf.open(BytesIO(pdf)) as source, Pdf.new() as made:
        pages = [made.copy_foreign(page.as_form_xobject()) for page in source.pages]
        for form in pages:
            # What points into the structure of the original would point to nothing here.
            for key in (Name.StructParents, Name.StructParent):
                if key in form:
                    del form[key]
        for pair in booklet_order(len(pages)):
            made.add_blank_page(page_size=(width, height))
            sheet = Page(made.pages[-1])
            for side, number in enumerate(pair):
                if number:
                    name = sheet.add_resource(pages[number - 1], Name.XObject, Name(f"/Page{number}"))
                    half = Rectangle(side * width / 2, 0, (side + 1) * width / 2, height)
                    drawn = sheet.calc_form_xobject_placement(pages[number - 1], name, half, invert_transformations=True, allow_shrink=True, allow_expand=False)
                    sheet.contents_add(drawn)
        title = source.docinfo.get("/Title")
        if title is not None:
            made.docinfo["/Title"] = f"{title} (booklet)"
        made.Root.Lang = source.Root.get("/Lang", "en")
        made.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, Duplex=Name.DuplexFlipShortEdge)
        out = BytesIO()
        made.save(out, deterministic_id=True)
    return out.getvalue()
