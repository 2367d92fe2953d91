"""Make the sample library's guide: python packaging/guide.py writes resources/sample/reading-list-guide.pdf.

The text is guide.html beside this file; run it again after changing that, and look at the pages.
"""

from __future__ import annotations

import io
from pathlib import Path

import pymupdf

ROOT = Path(__file__).resolve().parent.parent
FONTS = str(ROOT / "resources" / "fonts")
TITLE = "A Short Guide to Reading List"
PAPER = pymupdf.paper_rect("a4")
MARGIN, BAND, FOOT = 62, 118, 54
ACCENT, TEXT, QUIET, BORDER = "#4F5BD5", "#1A1B1F", "#5E616B", "#E7E7EB"

CSS = f"""
@font-face {{ font-family: inter; src: url(Inter-Regular.otf); }}
@font-face {{ font-family: inter; src: url(Inter-Italic.otf); font-style: italic; }}
@font-face {{ font-family: inter; src: url(Inter-SemiBold.otf); font-weight: bold; }}
body {{ font-family: inter; font-size: 9.5pt; line-height: 1.5; color: {TEXT}; margin: 0; }}
p {{ margin: 0 0 7pt 0; }}
p.lead {{ font-size: 11pt; color: {QUIET}; margin-bottom: 10pt; }}
h2 {{ font-size: 13pt; color: {ACCENT}; margin: 11pt 0 4pt 0; }}
table {{ margin: 0 0 8pt 0; }}
td {{ padding: 2.5pt 10pt 2.5pt 0; }}
td.k {{ font-weight: bold; width: 104pt; }}
table.keys td {{ width: 104pt; }}
.mono {{ color: #3B3F8F; }}
pre {{ font-family: monospace; font-size: 9pt; background-color: #F6F6F7; padding: 8pt 10pt; margin: 2pt 0 10pt 0; }}
"""


def guide() -> pymupdf.Document:
    """The guide with its text laid out, and a band, page numbers and metadata around it."""
    text = (ROOT / "packaging" / "guide.html").read_text(encoding="utf-8")
    pdf = io.BytesIO()
    writer = pymupdf.DocumentWriter(pdf)
    top = BAND + 26  # below the first page's band
    for part in text.split("<!-- new page -->"):
        story = pymupdf.Story(part, user_css=CSS, archive=pymupdf.Archive(FONTS))
        more = True
        while more:
            device = writer.begin_page(PAPER)
            more, _ = story.place(pymupdf.Rect(MARGIN, top, PAPER.width - MARGIN, PAPER.height - FOOT - 10))
            story.draw(device)
            writer.end_page()
            top = MARGIN
    writer.close()
    document = pymupdf.open("pdf", pdf.getvalue())
    for page in document.pages():
        decorate(page, document.page_count)
    document.set_metadata({"title": TITLE, "subject": "What the program does and how", "producer": "", "creator": ""})
    document.subset_fonts()
    return document


def decorate(page: pymupdf.Page, pages: int) -> None:
    """The title's band on the first page, a hairline and the page number on each."""
    if page.number == 0:
        page.draw_rect((0, 0, PAPER.width, BAND), color=None, fill=rgb(ACCENT))
        page.insert_htmlbox(
            (MARGIN, 36, PAPER.width - MARGIN, BAND),
            f'<p class="t">{TITLE}</p><p class="s">Papers, notes and PDFs in one place, and found again</p>',
            css=CSS
            + "p { color: #FFFFFF; margin: 0; } .t { font-size: 23pt; font-weight: bold; } .s { font-size: 11pt; }",
            archive=pymupdf.Archive(FONTS),
        )
    bottom = PAPER.height - FOOT
    page.draw_line((MARGIN, bottom), (PAPER.width - MARGIN, bottom), color=rgb(BORDER), width=0.7)
    page.insert_htmlbox(
        (MARGIN, bottom + 6, PAPER.width - MARGIN, bottom + 24),
        f'<p style="text-align: right">{page.number + 1} of {pages}</p>',
        css=CSS + f"p {{ font-size: 8pt; color: {QUIET}; }}",
        archive=pymupdf.Archive(FONTS),
    )


def rgb(colour: str) -> tuple[float, float, float]:
    """`#4F5BD5` as PyMuPDF wants it."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


if __name__ == "__main__":
    target = ROOT / "resources" / "sample" / "reading-list-guide.pdf"
    guide().save(target, garbage=4, deflate=True, no_new_id=True)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} KB")
