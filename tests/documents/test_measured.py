"""How many titles and ids of real papers are right, wrong, not found. A wrong id is worse than none: not one may be."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from readinglist.documents import Extraction, Reader
from readinglist.identifiers import name_key, title_key

pytestmark = pytest.mark.shared


def verdict(found: object, right: set[Any]) -> str:
    return "not found" if not found else "right" if found in right else "WRONG"


def ids_of(paper: dict[str, Any]) -> set[str]:
    """All that are the paper's own; arXiv ids and DOIs do not look alike."""
    own = [paper["doi"], paper["arxiv_id"], *paper.get("other_own_ids", ())]
    return {identifier.removeprefix("arXiv:").lower() for identifier in own if identifier}


def test_papers_are_known(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared / "data" / "pdfs" / "papers"
    counts: dict[str, Counter[str]] = {field: Counter() for field in ("title", "authors", "year", "id")}
    printed = found_printed = 0
    reader = Reader()
    talk: list[str] = []
    for text in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        paper = json.loads(text)
        verdicts = judge(reader.extract(folder / paper["file"]), paper)
        for field, word in verdicts.items():
            counts[field][word] += 1
            if word != "right":
                talk.append(f"{paper['file']}: {field} {word}")
        if paper["id_printed"]:
            printed += 1
            found_printed += verdicts["id"] == "right"
    reader.close()
    with capsys.disabled():
        print("\n" + "\n".join(f"{field:8} {dict(count)}" for field, count in counts.items()))
        print(f"ids printed {printed}, found {found_printed}\n" + "\n".join(talk))
    assert counts["id"]["WRONG"] == 0
    assert found_printed >= 0.8 * printed
    assert counts["title"]["WRONG"] == 0
    assert counts["title"]["right"] >= 0.9 * sum(counts["title"].values())
    assert counts["authors"]["WRONG"] <= 2
    assert counts["year"]["WRONG"] <= 1


def judge(extraction: Extraction, paper: dict[str, Any]) -> dict[str, str]:
    identity = extraction.identity
    titles = {title_key(title) for title in (paper["title"], *paper.get("other_titles", ()))}
    people = {tuple(name_key(name.split()[0 if ord(name[0]) > 0x3000 else -1]) for name in paper["authors"])}
    found = tuple(name_key(person.family.split()[-1]) for person in identity.authors)
    ids = [identifier for identifier in (identity.doi, identity.arxiv_id) if identifier]
    words = {verdict(identifier, ids_of(paper)) for identifier in ids}
    return {
        "title": verdict(title_key(identity.title), titles),
        "authors": verdict(found, people),
        "year": verdict(identity.year, {paper["year"]}),
        "id": "WRONG" if "WRONG" in words else "right" if words else "not found",
    }
