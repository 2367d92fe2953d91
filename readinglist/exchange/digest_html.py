"""A digest as a page: in dark and light, on a phone, without anything that is loaded from elsewhere."""

from __future__ import annotations

from html import escape

from readinglist.exchange.digest import (
    MODEL_WROTE,
    Digest,
    Item,
    Section,
    about,
    clean,
    gist,
    heading,
    library_link,
    opening,
    title,
    web_link,
    why,
)

# One column, as wide as can be read; the colours of the reader's program. Mail programs that know no style sheets
# show it in their own, for the order and the headings are in the page itself.
STYLE = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 24px 16px 40px; background: #FFFFFF; color: #1A1B1F;
  font: 16px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Inter, Roboto, Helvetica, Arial, sans-serif;
  -webkit-text-size-adjust: 100%; overflow-wrap: anywhere; }
.digest { max-width: 640px; margin: 0 auto; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 13px; letter-spacing: 0; text-transform: uppercase; color: #5E616B; margin: 32px 0 0;
  padding-bottom: 8px; border-bottom: 1px solid #E7E7EB; }
h3 { font-size: 17px; line-height: 1.35; font-weight: 600; margin: 0 0 2px; }
p { margin: 4px 0; }
a { color: #4F5BD5; text-decoration: none; }
.note, .about, .links { color: #5E616B; font-size: 14px; }
.paper { padding: 14px 0; border-bottom: 1px solid #EFEFF2; }
.why { font-size: 14px; font-style: italic; }
.links a { margin-right: 16px; white-space: nowrap; }
@media (prefers-color-scheme: dark) {
  body { background: #1C1D21; color: #ECEDF0; }
  h2, .note, .about, .links { color: #A6A9B4; }
  h2 { border-color: #2E3036; }
  .paper { border-color: #26282D; }
  a { color: #8A96FF; }
}
"""


def digest_html(digest: Digest) -> str:
    """The whole page; all that it needs is in it, and nothing in it runs."""
    name = escape(heading(digest))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{name}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{digest_body(digest)}</body>\n</html>\n"
    )


def digest_body(digest: Digest, *, inside: bool = False) -> str:
    """What is in the page, without its style: headings, paragraphs and links, each with a class.

    `inside` the program a title leads to the paper there, and the link below it to the web; elsewhere the other way.
    """
    parts = [
        f'<div class="digest">\n<h1>{escape(heading(digest))}</h1>\n<p class="note">{escape(opening(digest))}</p>\n',
        *(_section(section, inside) for section in digest.sections if section.items or section.note),
        "</div>\n",
    ]
    return "".join(parts)


def _section(section: Section, inside: bool) -> str:
    note = f'<p class="note">{escape(clean(section.note))}</p>\n' if section.note else ""
    return f"<h2>{escape(clean(section.title))}</h2>\n{note}" + "".join(_item(item, inside) for item in section.items)


def _item(item: Item, inside: bool) -> str:
    web, own = web_link(item.paper), library_link(item.paper)
    first, second, name = (own, web, "Web page") if inside else (web or own, own, "Open in Reading List")
    words, by_model = gist(item)
    lines = [
        f'<h3><a href="{escape(first)}">{escape(title(item))}</a></h3>',
        _paragraph("about", " · ".join(about(item))),
        _paragraph("why", why(item)),
        _paragraph("gist", f"{MODEL_WROTE}: {words}" if by_model else words),
        f'<p class="links"><a href="{escape(second)}">{name}</a></p>' if second else "",
    ]
    return '<div class="paper">\n' + "".join(f"{line}\n" for line in lines if line) + "</div>\n"


def _paragraph(kind: str, text: str) -> str:
    return f'<p class="{kind}">{escape(text)}</p>' if text else ""
