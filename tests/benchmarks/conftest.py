"""What the benchmarks stand on: a library of 100,000 papers made by varying real ones, and one way to report."""

from __future__ import annotations

import gzip
import itertools
import json
import shutil
import statistics
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from readinglist.library import Library
from readinglist.library.records import PaperRecord, Person, Status

MANY = 100_000
TAGS = ("retrieval", "retrieval/sparse", "vision", "agents", "to cite", "survey", "theory", "speech")


@pytest.fixture(scope="session")
def report(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Print a line of results even where pytest captures output."""
    capture = request.config.pluginmanager.getplugin("capturemanager")

    def say(line: str) -> None:
        with capture.global_and_fixture_disabled():
            print(f"\n{line}", end="", flush=True)

    return say


def quantile(times: Sequence[float], share: float) -> float:
    """The value below which that share of the times lies."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def versus(name: str, ours: Sequence[float], yardstick: str, theirs: Sequence[float]) -> tuple[str, float]:
    """A line with both medians in milliseconds, n and the ratio; and the ratio."""
    mine, other = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    line = (
        f"{name}: ours {mine:.1f} ms, {yardstick} {other:.1f} ms,"
        f" ratio {mine / other:.2f} (medians, n = {len(ours)}/{len(theirs)})"
    )
    return line, mine / other


@pytest.fixture(scope="session")
def real_papers(shared: Path) -> list[PaperRecord]:
    """Some six thousand real papers with abstracts."""
    with gzip.open(shared / "data/corpora/daily-papers-before-2026.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        PaperRecord(
            title=row["title"],
            abstract=row.get("abstract") or "",
            authors=tuple(Person.from_name(name) for name in row.get("authors") or ()),
            year=int(str(row["date"])[:4]) if row.get("date") else None,
        )
        for row in rows
        if row.get("title")
    ]


def varied(papers: Sequence[PaperRecord], count: int) -> Iterator[PaperRecord]:
    """`count` papers, each made of the halves of two real ones."""
    for n in range(count):
        one, other = papers[n % len(papers)], papers[(n * 7919 + n // len(papers)) % len(papers)]
        words, more = one.title.split(), other.title.split()
        sentences, rest = one.abstract.split(". "), other.abstract.split(". ")
        yield PaperRecord(
            title=" ".join((*words[: len(words) // 2 + 1], *more[len(more) // 2 :])) + f" {n}",
            abstract=". ".join((*sentences[: len(sentences) // 2], *rest[len(rest) // 2 :])),
            authors=one.authors[:3] + other.authors[:3],
            year=1990 + n % 36,
            arxiv_id=f"{1500 + n // 20000:04d}.{n % 20000:05d}" if n % 3 else None,
            keywords=(TAGS[n % len(TAGS)],) if n % 4 == 0 else (),
        )


@pytest.fixture(scope="session")
def many_papers(real_papers: list[PaperRecord], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder of a library with 100,000 papers, words indexed. Do not change it: open a copy."""
    folder = tmp_path_factory.mktemp("many") / "library"
    with Library.open(folder) as library:
        papers = varied(real_papers, MANY)
        while records := list(itertools.islice(papers, 10_000)):
            library.papers.add(records, source="benchmark")
        library.papers.set_status(list(range(1, 2000)), Status.READ)
        library.index.catch_up()
    yield folder
    shutil.rmtree(folder)
