"""Lines of a text as they were meant: paragraphs that a mail program broke at a width are one line again."""

from __future__ import annotations

import itertools
import re

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")

_MARKDOWN = re.compile(r"^#{1,6}\s+(?=\S)|^\*\*(?=[^*]+\*\*$)|(?<=[^*])\*\*$")
_NUMBERED = re.compile(r"^(\d{1,3})[.)]\s+(?=\S)")


def unwrapped_lines(text: str) -> list[str]:
    """The lines of a text that are not empty, blanks at their ends left out, broken paragraphs put together."""
    lines = [_INVISIBLE.sub("", line).replace("\u00a0", " ").strip() for line in text.splitlines()]
    lines = _without_numbers([_MARKDOWN.sub("", line) for line in lines])
    width = _wrap_width(lines)
    joined: list[str] = []
    former = ""  # the last line as it stood, or empty where a paragraph ends
    for line in lines:
        if line and _broken(former, line, width):
            joined[-1] += f" {line}"
        elif line:
            joined.append(line)
        former = line
    return joined


def _without_numbers(lines: list[str]) -> list[str]:
    """The numbers of a list (`1. First title`) go where they count up from line to line."""
    numbers = [int(found[1]) for line in lines if (found := _NUMBERED.match(line))]
    counts_up = len(numbers) >= 2 and all(b == a + 1 for a, b in itertools.pairwise(numbers))
    return [_NUMBERED.sub("", line) for line in lines] if counts_up else lines


def _broken(former: str, line: str, width: int) -> bool:
    """Whether the next word would not have fitted behind the former line."""
    return bool(width and former) and len(former) + 1 + len(line.split(maxsplit=1)[0]) > width


def _wrap_width(lines: list[str]) -> int:
    """The width at which the text was broken, 0 if it was not.

    No line is longer than the width (but for a long link), and most lines behind a break go on in lower case.
    """
    width = max((len(line) for line in lines if line.count(" ") >= 2), default=0)
    if not 40 <= width <= 130:
        return 0
    behind = [line for former, line in itertools.pairwise(lines) if line and _broken(former, line, width)]
    lower = sum(line[0].islower() for line in behind)
    return width if len(behind) >= 2 and lower * 2 >= len(behind) else 0
