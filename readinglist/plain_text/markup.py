"""Text of records without the HTML that services leave in it."""

from __future__ import annotations

import html
import re

_TAG = re.compile(
    r"</?(?:i|b|u|em|strong|sub|sup|sc|scp|tt|span|p|br|italic|bold|jats:[a-z-]+|mml:[a-z]+)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"</(?:p|jats:p)>|<br ?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)


def plain_words(text: str) -> str:
    """One line: tags out, entities read, blanks single."""
    return " ".join(_entities(_TAG.sub("", text)).split())


def plain_paragraphs(text: str) -> str:
    """Paragraphs with blank lines between them, each one line."""
    paragraphs = re.split(r"\n\s*\n", _PARAGRAPH.sub("\n\n", text))
    return "\n\n".join(filter(None, map(plain_words, paragraphs)))


def _entities(text: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)
