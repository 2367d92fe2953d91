"""One spelling for each identifier: arXiv id, DOI, ISBN; None where a text is none of them."""

from __future__ import annotations

import re
from urllib.parse import unquote

ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga"
    " funct-an gr-qc hep-ex hep-lat hep-ph hep-th math-ph math mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph"
    " q-alg q-bio quant-ph solv-int supr-con"
).split()
"""The archives of arXiv's old ids (`hep-th/9901001`), which ended in March 2007."""

NEW_ARXIV = r"\d{4}\.\d{4,5}"
OLD_ARXIV = rf"(?:{'|'.join(ARCHIVES)})(?:\.[a-z]{{2}}(?:-[a-z]{{2,4}})?)?/\d{{7}}"
ARXIV = rf"(?P<id>{NEW_ARXIV}|{OLD_ARXIV})(?:v(?P<version>[1-9]\d?))?(?![A-Za-z0-9_])(?!/\w)"

# ASCII only, so that a Chinese sentence around a DOI is not taken for a part of it, and no `?` or `#`, which belong to
# the link around it. Old Wiley DOIs hold `<693::AID-X>3`.
_DOI_SUFFIX = r"(?:(?![,;](?:10\.\d{4}|https?:))(?:[!$-;=@-\[\]_a-z~]|<(?=\d+:)|>(?=\d\.)))+"
DOI = rf"10\.\d{{4,9}}(?:\.\d+)*(?:/|%2f){_DOI_SUFFIX}"

# Thirteen digits, else ten, with the hyphens or blanks of a printed one.
ISBN_13 = r"97[89](?:[ ‐‑–-]?\d){10}(?!\w)"
ISBN = rf"(?:{ISBN_13}|\d(?:[ ‐‑–-]?\d){{8}}[ ‐‑–-]?[\dX](?!\w))"

_DOI_START = re.compile(r"^\s*(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/)?(?:doi\s*[:：=]?\s*)?(?=10\.)", re.IGNORECASE)
_DOI_WHOLE = re.compile(DOI, re.IGNORECASE | re.ASCII)
_ARXIV_WHOLE = re.compile(
    r"(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|(?:huggingface\.co|hf\.co)"
    rf"/papers/)?(?:10\.48550/)?(?:arxiv\s*[:：./]?\s*)?{ARXIV}(?:\.pdf)?\s*(?:\[[\w.-]+\])?",
    re.IGNORECASE | re.ASCII,
)
_ISBN_START = re.compile(rf"\s*(?:isbn(?:-?1[03])?\s*[:：]?\s*)?({ISBN})", re.IGNORECASE | re.ASCII)
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}


def normalise_doi(text: str) -> str | None:
    """The DOI that a text is (bare, `doi:...` or a doi.org link), in lower case; None where it is none."""
    start = _DOI_START.match(text)
    if start is None:
        return None
    found = _DOI_WHOLE.match(unquote(text[start.end() :].strip()))
    return clean_doi(found[0]) if found else None


def clean_doi(text: str) -> str | None:
    """A DOI as it was found, without what belongs to the sentence around it; None where nothing of it is left."""
    doi = trim(unquote(text)).lower()
    prefix, _, suffix = doi.partition("/")
    return doi if prefix and any(character.isalnum() for character in suffix) else None


def parse_arxiv_id(text: str) -> tuple[str, int | None] | None:
    """(id without version, version) of a text that is an arXiv id: bare, `arXiv:...`, a link, or arXiv's DOI."""
    found = _ARXIV_WHOLE.fullmatch(text.strip())
    return arxiv_parts(found) if found else None


def arxiv_parts(found: re.Match[str]) -> tuple[str, int | None] | None:
    """(id, version) of a match of ARXIV, None where arXiv cannot have given out such an id."""
    identifier = found["id"].lower()
    number = identifier.rpartition("/")[2]
    year, month = int(number[:2]), int(number[2:4])
    if not 1 <= month <= 12:
        return None
    if "/" in identifier:
        if 7 < year < 91:
            return None
        # The subject class is decoration: math.GT/0309136 and math/0309136 are one paper.
        identifier = f"{identifier.partition('/')[0].partition('.')[0]}/{number}"
    elif not (704 <= year * 100 + month < 5000) or len(number) != (9 if year < 15 else 10):
        return None
    return identifier, int(found["version"]) if found["version"] else None


def normalise_isbn(text: str) -> str | None:
    """The ISBN that a text begins with, as 13 digits; None where the check digit is wrong."""
    found = _ISBN_START.match(text)
    if not found:
        return None
    compact = re.sub(r"[^\dX]", "", found[1].upper())
    if len(compact) == 10:
        values = [10 if digit == "X" else int(digit) for digit in compact]
        if sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11:
            return None
        body = "978" + compact[:9]
        return body + str(-_weighted(body) % 10)
    return compact if _weighted(compact) % 10 == 0 else None


def _weighted(digits: str) -> int:
    return sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(digits))


def trim(text: str) -> str:
    """A link or DOI without the full stop, quote or closing bracket of the sentence that it stands in."""
    while text:
        last = text[-1]
        if last in ".,;:!?'\"*_~…’”" or (last in _PAIRS and text.count(last) > text.count(_PAIRS[last])):
            text = text[:-1]
        else:
            break
    return text
