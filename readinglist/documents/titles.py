"""The title of a paper, from how its first page looks and from what the file's metadata say.

Either alone may be rubbish (a journal's name in large letters, `Microsoft Word - final2.doc`); a wrong title is
worse than none, so each is held against the other and against what is printed.
"""

from __future__ import annotations

import difflib
import functools
import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from readinglist.documents.layout import MARK, Line, Page, body_size
from readinglist.documents.page_text import looks_like_words
from readinglist.documents.wordings import ABSTRACT, DATE, FURNITURE, HEADING, INSTITUTION, NO_TITLE
from readinglist.identifiers import title_key as uncached_title_key

LONGEST = 350
title_key = functools.lru_cache(maxsize=2000)(uncached_title_key)

_MARKS = "∗*†‡§¶⋆✩☆★♣♠♦♥#⁎✉"
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Title:
    """A title, and where it ends on its page (what follows are authors); `page` is an index, None if not printed."""

    text: str = ""
    page: int | None = None
    last_line: int | None = None


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines of one size that follow each other."""

    lines: tuple[tuple[int, Line], ...]

    @property
    def text(self) -> str:
        return join_title([line for _, line in self.lines])

    @property
    def size(self) -> float:
        return max(line.size for _, line in self.lines)

    @property
    def stands_out(self) -> bool:
        return all(line.bold for _, line in self.lines) or self.text.isupper()

    @property
    def top(self) -> float:
        return self.lines[0][1].top


def find_title(pages: Sequence[Page], metadata: dict[str, str], xmp: str, title_page: int) -> Title:
    """The title; empty where nothing printed looks like one and the metadata are no help."""
    stated = stated_title(metadata, xmp)
    printed = _printed_titles(pages, title_page)
    if not stated:
        return printed[0] if printed else Title()
    key = title_key(stated)
    for candidate in printed:
        if agreed := _agreed(stated, key, candidate):
            return agreed
    for index in range(min(len(pages), title_page + 2)):
        if len(key.split()) >= 4 and f" {key} " in f" {title_key(_head(pages[index]))} ":
            return Title(stated, index, _last_line_of(key, pages[index]))
    if not (pages and any(page.lines for page in pages)) and len(stated.split()) >= 4 and metadata.get("author"):
        return Title(stated)  # a scan, or letters without names: nothing printed speaks against it
    return printed[0] if printed else Title()


def _head(page: Page) -> str:
    """What stands above the abstract, no smaller than the text."""
    body = body_size(page)
    floor = min((line.top for line in page.lines if ABSTRACT.match(line.text)), default=0.5 * page.height)
    return "\n".join(line.text for line in page.lines if line.top < floor and line.size > 0.97 * body)


def _printed_titles(pages: Sequence[Page], title_page: int) -> list[Title]:
    """What looks like a title on the first pages, the most likely first."""
    body = _body_size(pages, title_page)
    own = _printed_title(pages[title_page], title_page, body) if title_page < len(pages) else None
    if title_page == 0:
        return [own] if own else []
    cover = _printed_title(pages[0], 0, body)
    if own and (cover is None or _words(own.text) >= 3):
        on_both = f" {title_key(own.text)} " in f" {title_key(pages[0].text)} "
        longer = cover is not None and title_key(own.text).startswith(title_key(cover.text))
        if on_both or longer or cover is None:
            return [own]
    return [cover] if cover else []


def _agreed(stated: str, key: str, printed: Title) -> Title | None:
    """The better spelling of a title that is printed and stated; None if they are two titles."""
    printed_key = title_key(printed.text)
    if key == printed_key:
        shouted = printed.text.isupper() or "\ufffd" in printed.text
        return Title(stated if shouted and not stated.isupper() else printed.text, printed.page, printed.last_line)
    if min(len(key.split()), len(printed_key.split())) >= 2 and printed_key.startswith(key + " "):
        return printed
    if len(printed_key.split()) >= 3 and key.startswith(printed_key + " "):
        return Title(stated, printed.page, printed.last_line)
    if difflib.SequenceMatcher(None, key, printed_key, autojunk=False).ratio() > 0.85:
        return printed
    return None


def stated_title(metadata: dict[str, str], xmp: str) -> str:
    """The title that the metadata give, if it can be one; empty for a file name, a template or a journal."""
    found = re.search(r"<dc:title>\s*<rdf:Alt>\s*<rdf:li[^>]*>([^<]+)<", xmp)
    for text in (metadata.get("title", ""), html.unescape(found.group(1)) if found else ""):
        text = " ".join(re.sub(r"</?\w+/?>", "", html.unescape(text)).split()).strip(_MARKS + " ")
        if len(text) > LONGEST or "\ufffd" in text or NO_TITLE.fullmatch(text) or FURNITURE.fullmatch(text):
            continue
        if len(title_key(text).split()) >= 2:
            return text
    return ""


def _body_size(pages: Sequence[Page], title_page: int) -> float:
    """The size of running text, taken from a later page where the first has none."""
    for index in range(title_page, len(pages)):
        if len(pages[index].text) > (1500 if index == title_page else 400):
            return body_size(pages[index])
    return min((body_size(page) for page in pages if page.lines), default=10.0)


def _printed_title(page: Page, index: int, body: float) -> Title | None:
    abstract = min((line.top for line in page.lines if ABSTRACT.match(line.text)), default=None)
    floor = 0.72 * page.height if abstract is None else abstract
    groups = [group for group in _groups(page) if group.top < floor and _may_be_title(group, page)]
    large = [group for group in groups if group.size > 1.08 * body]
    if not large and abstract is not None:  # as the AMS sets it: no larger, but bold or in capitals
        large = [group for group in groups if group.stands_out and group.size > 0.97 * body][:1]
    if not large:
        return None
    chosen = max(large, key=lambda group: (round(group.size / (0.05 * body)), -group.top))
    if _words(chosen.text) < 4 and chosen.top < 0.14 * page.height:  # perhaps a journal's name above the title
        for other in sorted(large, key=lambda group: -group.size):
            if _words(other.text) >= 4 and other.size > max(1.15 * body, 0.7 * chosen.size) and other.top > chosen.top:
                chosen = other
                break
    return Title(chosen.text, index, chosen.lines[-1][0])


def _may_be_title(group: _Group, page: Page) -> bool:
    text = group.text
    if not 6 <= len(text) <= LONGEST or _words(text) < 2:
        return False
    if sum(map(str.isalpha, text)) < 6 or (_words(text) == 2 and any(map(str.isdigit, text)) and not _CJK.search(text)):
        return False
    if FURNITURE.fullmatch(_closed_up(text)) or HEADING.fullmatch(_closed_up(text)) or DATE.fullmatch(text):
        return False
    if "@" in text or (INSTITUTION.search(text) and _words(text) <= 9):
        return False
    return looks_like_words(text) and _scripts(text) <= 2 and not _is_running_head(text, page)


def _scripts(text: str) -> int:
    """How many scripts a text mixes; more than two come from fonts that name their letters wrongly."""
    names = {unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha() and not letter.isascii()}
    return len(names - {"CJK", "HIRAGANA", "KATAKANA", "MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "FULLWIDTH"})


def _is_running_head(text: str, page: Page) -> bool:
    """Whether it is the journal's name, which stands elsewhere on the page as well with a year or a volume."""
    key = title_key(text)
    if len(key.split()) > 5:
        return False
    first = key.split()[0]
    for line in page.lines:
        if len(line.text) < 120 and re.search(r"\d", line.text) and first in line.text.lower():
            other = title_key(line.text)
            if other != key and f" {key} " in f" {other} ":
                return True
    return False


def _groups(page: Page) -> list[_Group]:
    """Lines that belong together, from top to bottom."""
    lines = sorted(
        ((number, line) for number, line in enumerate(page.lines) if line.upright and any(map(str.isalnum, line.text))),
        key=lambda item: (round(item[1].top), item[1].left),
    )
    groups: list[list[tuple[int, Line]]] = []
    for item in lines:
        line = item[1]
        for group in reversed(groups[-3:]):
            if _belongs([member for _, member in group], line):
                group.append(item)
                break
        else:
            groups.append([item])
    return [_Group(tuple(group)) for group in groups]


def _belongs(group: Sequence[Line], line: Line) -> bool:
    last = group[-1]
    size = max(last.size, line.size)
    if abs(last.size - line.size) > 0.07 * size or last.bold != line.bold:
        return False
    if any(FURNITURE.fullmatch(_closed_up(each.text)) for each in (last, line)):
        return False
    if abs(line.top - last.top) < 0.3 * size:
        return 0 <= line.left - last.right < 1.5 * size
    gap = line.top - last.bottom
    widest = 1.3 * size if len(group) == 1 else max(0.3 * size, 1.4 * (last.top - group[-2].bottom))
    return -0.4 * size < gap < widest and line.left < last.right and last.left < line.right


def join_title(lines: Sequence[Line]) -> str:
    """The lines of a title as one; a hyphen at a line's end stays, for titles are hardly ever hyphenated."""
    text = ""
    for line in lines:
        part = line.text.strip()
        if text and not text.endswith(("-", "\u2010", "/")) and not (_CJK.match(text[-1]) and _CJK.match(part)):
            text += " "
        text += part
    if lines and lines[-1].marked.rstrip().endswith(MARK):
        text = re.sub(rf"[\s\d,{re.escape(_MARKS)}]{{1,4}}$", "", text)
    return text.strip().strip(_MARKS + " ")


def _words(text: str) -> int:
    return len(title_key(text).split()) + len(_CJK.findall(text)) // 3


def _closed_up(text: str) -> str:
    """`R E S E A R C H  A R T I C L E` as two words."""
    words = text.split(" ")
    if len(words) > 5 and sum(len(word) == 1 for word in words) > 0.8 * len(words):
        return "".join(words).lower().replace("researcharticle", "research article")
    return text


def _last_line_of(key: str, page: Page) -> int | None:
    """The line with which a title of that key ends."""
    so_far = ""
    for number, line in enumerate(page.lines[:60]):
        so_far = f"{so_far} {title_key(line.text)}"
        if f" {key} " in f"{so_far} ":
            return number
    return None
