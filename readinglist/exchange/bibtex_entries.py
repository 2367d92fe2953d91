"""BibTeX text as entries with their fields, macros put in; what is broken is told with its line."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from readinglist.library.records import Failure


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands in the file: `fields` have lower-case names and values of LaTeX without outer braces."""

    type: str
    key: str
    fields: Mapping[str, str]
    line: int
    """Counted from 1."""


def read_entries(text: str, source: str) -> tuple[list[Entry], list[Failure]]:
    """Entries in their order, and a failure for each that is broken; comments, macros and preambles are neither."""
    # Here, for it takes a while to load and most starts of the program read no BibTeX.
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ParsingFailedBlock
    from bibtexparser.model import Entry as Block

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # the user hears of it from us
    library = parse_string(_mended(text).replace("\\\\", _LINE_BREAK), parse_stack=[])
    macros = _macros({name.lower(): string.value for name, string in library.strings_dict.items()})
    entries: list[Entry] = []
    failures: list[Failure] = []
    for found in library.blocks:
        line = (found.start_line or 0) + 1
        # Two entries of one key are two papers to us, and of two fields the first counts.
        same_key = (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)
        block = found.ignore_error_block if isinstance(found, same_key) else found
        if isinstance(block, Block):
            result = _entry(block.entry_type, block.key, [(f.key, f.value) for f in block.fields], macros, line)
            if isinstance(result, Entry):
                entries.append(result)
            else:
                failures.append(Failure(source, result, line))
        elif isinstance(block, ParsingFailedBlock) and _is_entry(block.raw or ""):
            failures.append(
                Failure(source, _reason(block.raw or "", str(getattr(block.error, "abort_reason", ""))), line)
            )
    return entries, failures


# bibtexparser takes the second backslash of `\\\\` for the escape of a brace behind it: stand in for both.
_LINE_BREAK = "\ue010"
_NO_KEY = re.compile(
    r"^([ \t]*@(?!string\b|comment\b|preamble\b)\w+[ \t]*[{(])(\s*)(?=\w[\w-]*\s*=)", re.MULTILINE | re.IGNORECASE
)
_IS_ENTRY = re.compile(r"@\s*(?!comment\b|string\b|preamble\b)[A-Za-z]\w*\s*[{(]", re.IGNORECASE)


def _mended(text: str) -> str:
    """An entry without key gets an empty one, so that its first field is not taken for it."""
    return _NO_KEY.sub(r"\1,\2", text)


def _is_entry(raw: str) -> bool:
    """Whether a block that failed was meant as an entry and not, say, a mail address in a remark."""
    return _IS_ENTRY.match(raw.lstrip()) is not None and ("=" in raw or "," in raw)


def _reason(raw: str, why: str) -> str:
    found = re.match(r"@\s*\w+\s*[{(]\s*([^\s,={}]*)", raw)
    name = f"The entry “{found[1]}”" if found and found[1] else "This entry"
    if "end of file" in why or "block start" in why:
        return f"{name} has no end: a closing brace or quote is missing. Mend it in the file and add it again."
    if "comma after entry key" in why:
        return f"{name} has no comma after its key. Mend it in the file and add it again."
    return f"{name} cannot be read: a comma, brace or equals sign is missing. Mend it in the file and add it again."


def _entry(kind: str, key: str, fields: list[tuple[str, str]], macros: Mapping[str, str], line: int) -> Entry | str:
    values: dict[str, str] = {}
    for raw_name, raw_value in fields:
        name = _field_name(raw_name)
        if not name:
            continue
        value = _value(raw_value, macros)
        if value is None:
            named = f"The entry “{key}”" if key else "This entry"
            return f"{named} cannot be read: a comma or brace is missing in or behind its field “{name}”."
        if value.strip():
            values.setdefault(name, value.replace(_LINE_BREAK, "\\\\").strip())
    return Entry(kind.lower(), key.strip(), values, line)


def _field_name(raw: str) -> str:
    """The name of a field, without remarks that stand before it; empty where the field itself is a remark."""
    last = raw.rsplit("\n", 1)[-1].strip()
    return "" if last.startswith("%") else last.lower()


# ------------------------------------------------------------------------------------------------ values

_TOKEN = re.compile(r"\s*(?:#\s*)?")
_BARE = re.compile(r"[^\s#{}\",]+")


def _value(raw: str, macros: Mapping[str, str]) -> str | None:
    """The text of a value: pieces in braces or quotes, numbers, macros, joined by `#`; None where it is malformed."""
    parts: list[str] = []
    at, joined = 0, True
    raw = raw.strip()
    while at < len(raw):
        if not joined:
            return None  # two pieces with nothing between them: a comma was forgotten
        if raw[at] == "{":
            end = _closing(raw, at)
        elif raw[at] == '"':
            end = _closing_quote(raw, at)
        else:
            bare = _BARE.match(raw, at)
            end = bare.end() - 1 if bare else -1
        if end < 0:
            return None
        piece = raw[at : end + 1]
        parts.append(piece[1:-1] if piece[0] in '{"' else macros.get(piece.lower(), piece))
        behind = _TOKEN.match(raw, end + 1)
        assert behind
        joined = "#" in behind[0]
        at = behind.end()
    return "".join(parts)


def _closing(text: str, at: int) -> int:
    """Where the brace that opens at `at` closes, -1 if it does not."""
    depth = 0
    for found in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, at):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth == 0:
                return found.start()
    return -1


def _closing_quote(text: str, at: int) -> int:
    """Where the quote that opens at `at` closes; a quote in braces, as in `{\\"o}`, does not close it."""
    depth = 0
    for position in range(at + 1, len(text)):
        if text[position] == "{":
            depth += 1
        elif text[position] == "}":
            depth -= 1
        elif text[position] == '"' and depth == 0:
            return position
    return -1


MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def _macros(defined: Mapping[str, str]) -> dict[str, str]:
    """What each macro stands for; one may be built from those before it. The months are known to all styles."""
    macros = dict(zip(MONTHS, MONTHS, strict=True))
    for name, value in defined.items():
        macros[name] = _value(value, macros) or ""
    return macros
