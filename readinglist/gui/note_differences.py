"""What changed between two texts of a note, line by line; no Qt."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

CONTEXT = 1
"""Unchanged lines shown around a change."""
MOST_LINES = 400
"""Changed lines shown at the most."""


@dataclass(frozen=True, slots=True)
class Line:
    """`kind` is same, gone, new or gap (lines left out)."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Line]:
    """The lines that differ, with a little of what stands around them; empty if nothing does."""
    before, after = old.split("\n"), new.split("\n")
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=len(before) + len(after) > 2000)
    lines: list[Line] = []
    for group in matcher.get_grouped_opcodes(CONTEXT):
        if lines:
            lines.append(Line("gap", "…"))
        for tag, a, b, c, d in group:
            if tag == "equal":
                lines.extend(Line("same", text) for text in before[a:b])
                continue
            lines.extend(Line("gone", text) for text in before[a:b])
            lines.extend(Line("new", text) for text in after[c:d])
        if len(lines) > MOST_LINES:
            return [*lines[:MOST_LINES], Line("gap", "… and more")]
    return lines
