"""What the add box does with what was given to it, on a thread of its own; no widgets."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from readinglist.errors import ReadingListError
from readinglist.intake import Intake, TakenIn
from readinglist.library.records import Failure, Status

_BEGINS = re.compile(r"\s*(?:@\s*\w+\s*[{(]|TY\s{1,2}-)", re.IGNORECASE)
"""The first line of an entry of BibTeX or a reference of RIS."""
_MACRO = re.compile(r"\s*@\s*string\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in the box; `text_counts` is whether its text was understood as papers, `title` as what else."""

    text: str
    html: str | None
    paths: tuple[Path, ...]
    text_counts: bool
    title: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came in, and what is left to do: the text and the files that could not be used."""

    taken: TakenIn
    text: str
    paths: tuple[Path, ...]


def take_in(
    intake: Intake,
    given: Given,
    *,
    tags: Sequence[str],
    status: Status | None,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Outcome:
    """Take in what can be used. ReadingListError, with the library as it was, if nothing could."""
    if given.title:
        return Outcome(intake.title(given.title, tags=tags, status=status), "", ())
    parts: list[TakenIn] = []
    left = given.text if given.text.strip() else ""
    if given.text_counts:
        parts.append(intake.text(given.text, html=given.html, tags=tags, status=status))
        left = what_failed(given.text, parts[0].failures)
    failing: tuple[Path, ...] = ()
    if given.paths:
        try:
            files = intake.paths(given.paths, tags=tags, status=status, progress=progress, cancelled=cancelled)
            failing = given.paths if cancelled() else _failing(given.paths, files.failures)
        except ReadingListError as error:
            if not parts:
                raise
            # The text is in the library by now: what became of the files is told beside it.
            files, failing = TakenIn(failures=(Failure("", str(error)),)), given.paths
        parts.append(files)
    return Outcome(_together(parts), left, failing)


def what_failed(text: str, failures: Sequence[Failure]) -> str:
    """The entries of a text that could not be used, with the macros they may need; all of it if that is not certain."""
    if not failures:
        return ""
    wanted = [failure.line for failure in failures if failure.line]
    if len(wanted) < len(failures):
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begins = [place for place, line in enumerate(lines) if _BEGINS.match(line)]
    starts = sorted({0, *begins, *(line - 1 for line in wanted)})
    kept: list[str] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if start + 1 in wanted or _MACRO.match(lines[start]):
            kept.append("\n".join(lines[start:end]).strip("\n"))
    left = "\n\n".join(kept)
    return left if _fails_as_often(left, len(failures)) else text


def _fails_as_often(text: str, times: int) -> bool:
    from readinglist.exchange import read_any  # parsers are not needed to open the window

    parsed = read_any(text, today=datetime.date.today())
    return parsed is not None and len(parsed.failures) >= times


def _failing(paths: Sequence[Path], failures: Sequence[Failure]) -> tuple[Path, ...]:
    """Files and folders that were named in a failure; of a folder only what failed in it."""
    named = dict.fromkeys(Path(failure.source) for failure in failures if failure.source)
    return tuple(path for path in named if path in paths or any(folder in path.parents for folder in paths))


def _together(parts: Sequence[TakenIn]) -> TakenIn:
    return TakenIn(
        tuple(paper for part in parts for paper in part.added),
        tuple(paper for part in parts for paper in part.merged),
        tuple(failure for part in parts for failure in part.failures),
        sum(part.passed_over for part in parts),
        tuple(paper for part in parts for paper in part.from_trash),
        tuple(paper for part in parts for paper in part.from_dismissed),
    )
