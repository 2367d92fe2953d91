"""Lists of people's names, as pages print them under a title."""

from __future__ import annotations

import re

_NAME = re.compile(r"(?:[^\W\d_][\w'’.-]*)(?: [^\W\d_][\w'’.-]*){0,3}")
_SMALL_WORDS = frozenset("von van de der den del della di da do dos du la le ter bin ibn al el and".split())


def names_in(text: str, *, single: bool = False) -> list[str]:
    """The people that a line lists (`Ada Lovelace, Charles Babbage and Mary Somerville`), empty if it is no list.

    One-word names among them count only in long lists, or where `single` says that such lists are to be expected.
    """
    text = re.sub(r"^(?:by|authors?\s*[:：])\s+", "", text, flags=re.IGNORECASE)
    parts = [part.strip() for part in re.split(r"[,;，、]|\s(?:and|&)\s", text) if part.strip() not in {"", "et al."}]
    full = sum(" " in part or any("\u4e00" <= c <= "\u9fff" for c in part) for part in parts)
    alone = max(len(parts) // 5, len(parts) // 2 if single and "," in text else 0)
    if len(parts) < 2 or full < len(parts) - alone:
        return []
    if not all(_NAME.fullmatch(part) and _is_capitalised(part) for part in parts):
        return []
    return parts


def _is_capitalised(name: str) -> bool:
    return all(word in _SMALL_WORDS or not word[0].islower() for word in name.split())
