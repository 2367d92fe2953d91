"""Text of records without the HTML, JATS and MathML that services leave in it, however often it was escaped."""

from __future__ import annotations

import html
import re

_INLINE_NAMES = (
    r"i|b|u|em|strong|sub|sup|sc|scp|tt|span|font|small|a|italic|bold|monospace|roman|underline|sans-serif|inline-formula"
    r"|disp-formula|named-content|styled-content|ext-link|xref"
)
_BLOCK_NAMES = (
    r"p|br|div|ul|ol|li|sec|list|list-item|(?:jats|ovid):(?:p|sec|list|list-item|break|br|abstract|disp-quote)"
)
# What looks like an attribute has a `=`: <u, v> and <u v> are no tags.
_ATTRIBUTES = r"(?:\s(?=[^<>=]*=)[^<>]*+|\s?/?)"
_BLOCK = re.compile(rf"</?(?:{_BLOCK_NAMES}){_ATTRIBUTES}>", re.IGNORECASE)
_INLINE = re.compile(rf"</?(?:{_INLINE_NAMES}|(?:jats|mml):[a-z-]++){_ATTRIBUTES}>", re.IGNORECASE)
_HEADING_NAMES = r"(?:jats:|)title|h[1-6]"
_HEADING = re.compile(
    rf"<(?:{_HEADING_NAMES}){_ATTRIBUTES}>(?P<words>[^<]*+)</(?:{_HEADING_NAMES})>(?P<more>\s*+)", re.IGNORECASE
)
_HEADING_TAG = re.compile(r"</?jats:title>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(?P<jats>jats:|)(?P<kind>su[bp])>(?P<text>[^<>]{1,20})</(?P=jats)(?P=kind)>", re.IGNORECASE)
_SCRIPTS = {
    "sub": str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
    "sup": str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"),
}
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
# One formula in two languages: the MathML is kept, and of a TeX document only what it is about.
_TEX = re.compile(r"<(?:jats:|)tex-math[^<>]*+>(?P<tex>[^<]*+)</(?:jats:|)tex-math>", re.IGNORECASE)
_TEX_DOCUMENT = re.compile(r"\\begin\{document\}(?P<body>.*)\\end\{document\}", re.DOTALL)
_ANNOTATION = re.compile(r"<mml:annotation[^<>]*+>[^<]*+</mml:annotation>", re.IGNORECASE)
_BETWEEN_MATHS = re.compile(r">\s++(?=</?mml:)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]{1,30}|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)
_ESCAPED_AT_MOST = 3
"""How often somebody escaped what was escaped already; seen are two."""


def plain_words(text: str) -> str:
    """One line: tags out, entities read, blanks single."""
    return " ".join(_undone(text).split())


def plain_paragraphs(text: str) -> str:
    """Paragraphs with blank lines between them, each one line; a heading begins its paragraph (`Methods: we ...`)."""
    paragraphs = re.split(r"\n\s*\n", _undone(text))
    return "\n\n".join(filter(None, (" ".join(paragraph.split()) for paragraph in paragraphs)))


def _undone(text: str) -> str:
    for _ in range(_ESCAPED_AT_MOST):
        before, text = text, _entities(_without_tags(text))
        if text == before:
            break
    return _without_tags(text)


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    text = _CDATA.sub("", text)
    if "<mml:" in text:
        text = _BETWEEN_MATHS.sub(">", _TEX.sub("", _ANNOTATION.sub("", text)))
    text = _TEX.sub(_formula, text)
    text = _BLOCK.sub("\n\n", _SCRIPT.sub(_script, text))
    text = _INLINE.sub(lambda found: found[0] if _HEADING_TAG.fullmatch(found[0]) else "", text)
    return _HEADING_TAG.sub("", _HEADING.sub(_heading, text))


def _heading(found: re.Match[str]) -> str:
    words = " ".join(found["words"].split())
    if words.casefold().rstrip(":.") in {"", "abstract", "summary"}:
        return "\n\n"
    return f"\n\n{words} " if words[-1] in ".:?!" else f"\n\n{words}: "


def _formula(found: re.Match[str]) -> str:
    document = _TEX_DOCUMENT.search(found["tex"])
    return (document["body"] if document else found["tex"]).strip()


def _script(found: re.Match[str]) -> str:
    """Raised or lowered characters where Unicode has all of them."""
    table = _SCRIPTS[found["kind"].lower()]
    return found["text"].translate(table) if all(ord(character) in table for character in found["text"]) else found[0]


def _entities(text: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)
