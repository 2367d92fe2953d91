"""Search and related over one real page of Daily Papers, as its reader would try them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from readinglist.exchange import read_daily_page
from readinglist.library import Library
from readinglist.library.records import Hit
from readinglist.search import Embedder, Searcher, index_papers

pytestmark = pytest.mark.shared

UNLEARNING = ("unlearning", "forgetting")


@pytest.fixture(scope="module")
def page(shared: Path, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    text = (shared / "data/daily-papers-listing.txt").read_text(encoding="utf-8")
    with Library.open(tmp_path_factory.mktemp("page")) as library:
        records = read_daily_page(text, today=datetime.date(2025, 9, 4)).records
        added = library.papers.add(records, source="daily-papers").added
        assert len(added) == 87
        index_papers(library, embedder, added)
        yield library


@pytest.fixture
def searcher(page: Library, embedder: Embedder) -> Searcher:
    return Searcher(page, embedder)


def titles(page: Library, hits: list[Hit]) -> list[str]:
    return [row.title for row in page.papers.rows([hit.paper for hit in hits])]


def test_related_to_muvera_are_the_retrieval_papers(page: Library, searcher: Searcher) -> None:
    hits = searcher.related([page.papers.find("MUVERA")], limit=8)
    for title in titles(page, hits):
        assert any(word in title.lower() for word in ("retriev", "embedding", "nearest neighbor", "search")), title
    assert all(hit.reasons for hit in hits)


def test_related_to_unlearning_is_unlearning(page: Library, searcher: Searcher) -> None:
    hits = searcher.related([page.papers.find("Fast Machine Unlearning")], limit=6)
    for title in titles(page, hits):
        assert any(word in title.lower() for word in UNLEARNING), title


def test_related_ends_where_nothing_is_alike(page: Library, searcher: Searcher) -> None:
    captioning = searcher.related([page.papers.find("Guiding Image")], limit=12)
    assert len(captioning) < 9  # no other paper of the page is about captions
    lengths = [len(searcher.related([paper], limit=12)) for paper in range(1, 88)]
    assert min(lengths) >= 3 and sum(lengths) / 87 < 10


def test_reasons_tell_subjects(page: Library, searcher: Searcher) -> None:
    told = [reason.text for paper in range(1, 88) for hit in searcher.related([paper]) for reason in hit.reasons]
    for manner in ("zero-shot", "few-shot", "training-free", "memory-efficient", "machine learning", "high-quality"):
        assert not any(f"*{manner}*" in text for text in told), manner
    assert any("*information retrieval*" in text for text in told)


def test_an_idea_without_its_words(page: Library, searcher: Searcher) -> None:
    assert titles(page, searcher.both("write better descriptions of photos"))[0].startswith("Guiding Image Captioning")
    erased = titles(page, searcher.both("users who want their data erased", limit=5))
    assert sum(any(word in title.lower() for word in UNLEARNING) for title in erased) >= 3
    assert titles(page, searcher.both("spotting essays written by chatbots"))[0].startswith("DeTeCtive")


def test_an_everyday_word_does_not_outvote_what_is_near(page: Library, searcher: Searcher) -> None:
    erased = titles(page, searcher.both("users who want their data erased", limit=3))
    assert not any(title.startswith("RazorAttention") for title in erased)  # it erases a cache
    assert titles(page, searcher.both("optimizer found by evolution"))[0].startswith("Symbolic Discovery")
    longer = titles(page, searcher.both("make transformers read longer documents without slowing down", limit=10))
    assert not any("Neural Architecture Search" in title for title in longer)
    classes = "teaching a classifier new categories without keeping old examples"
    assert titles(page, searcher.both(classes))[0].startswith("G-ACIL")


def test_the_word_as_it_was_asked_for_comes_before_its_relatives(page: Library, searcher: Searcher) -> None:
    erased = titles(page, searcher.both("erased"))
    holding = [title for title in erased if title.startswith(("RazorAttention", "Intrinsic Evaluation"))]
    assert holding[0] == erased[0] and holding[0].startswith("Intrinsic")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("SPLADE", "Mistral-SPLADE"),
        ("what is NadamW used for", "How far away"),
        ("Feynman-Kac", "Feynman-Kac"),
        ("the MUVERA paper", "MUVERA"),
    ],
)
def test_a_rare_name(page: Library, searcher: Searcher, name: str, title: str) -> None:
    assert titles(page, searcher.both(name))[0].startswith(title)


@pytest.mark.parametrize("name", ["SPLADE", "MUVERA", "RazorAttention", "what is the ColBERT", "BEIR"])
def test_a_lone_name_finds_what_holds_it_and_nothing_by_its_letters(
    page: Library, searcher: Searcher, name: str
) -> None:
    word = name.split()[-1].lower()
    hits = searcher.both(name)
    assert hits
    for paper in page.papers.get_many([hit.paper for hit in hits]):
        assert word in f"{paper.title} {paper.abstract}".lower(), paper.title


@pytest.mark.parametrize("nonsense", ["xqzzv flurble", "qwertyuiop asdfghjkl", "lorem ipsum dolor sit amet"])
def test_nothing_is_near_to_nonsense(searcher: Searcher, nonsense: str) -> None:
    assert searcher.both(nonsense) == searcher.meaning(nonsense) == []


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("how to catch companies that trained on my book", "Copyright Traps"),
        ("fewer bits per weight", "Compressing LLMs"),
        ("sampling that obeys grammar rules", "Fast Controlled Generation"),
        ("hackers and attack reports", "TechniqueRAG"),
        ("programs that write source code", "CodeGen2"),
        ("understanding follow-up questions in a dialogue", "Adaptive Query Rewriting"),
        ("less GPU memory for the output layer", "Cut Your Losses"),
    ],
)
def test_a_question_in_plain_language(page: Library, searcher: Searcher, question: str, best: str) -> None:
    assert titles(page, searcher.both(question, limit=1))[0].startswith(best)
