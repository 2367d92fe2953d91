"""Names of files: readable, allowed everywhere, never taken twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.documents.names import LONGEST_BYTES, FreeNames, name_for, safe_name
from readinglist.library import Library
from readinglist.library.records import Paper, PaperRecord, Person


@pytest.fixture
def paper(library: Library) -> Paper:
    record = PaperRecord(title="Finding Again: Memory Aids?", authors=(Person("van den Berg", "Lu"),), year=2021)
    return library.papers.get(library.papers.add([record], source="test").added[0])


def test_family_name_year_and_title_make_the_name(paper: Paper) -> None:
    assert name_for(paper, "x.pdf") == "van den Berg 2021 - Finding Again - Memory Aids.pdf"
    assert name_for(None, "folder/1706.03762v5.pdf") == "1706.03762v5.pdf"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("paper.pdf", "paper.pdf"),
        ("paper.PDF", "paper.pdf"),
        ("paper", "paper.pdf"),
        ("a/b\\c:d.pdf", "a - b - c - d.pdf"),
        ('what? "this" <is> |it|*.pdf', "what this is it.pdf"),
        ("...hidden.pdf", "hidden.pdf"),
        ("ends with dots...pdf", "ends with dots.pdf"),
        ("con.pdf", "_con.pdf"),
        ("COM1.notes.pdf", "_COM1.notes.pdf"),
        ("control\x00\x1f\n.pdf", "control.pdf"),
        ("hi\u202efdp.exe", "hi fdp.exe.pdf"),
        ("Pru\u0308fung.pdf", "Prüfung.pdf"),
        ("论文.pdf", "论文.pdf"),
        (".pdf", "document.pdf"),
        ("", "document.pdf"),
        ("a\udc80b.pdf", "a b.pdf"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_any_name_becomes_a_safe_one(name: str) -> None:
    safe = safe_name(name)
    assert safe.endswith(".pdf")
    assert len(safe.encode()) <= LONGEST_BYTES + 1  # a reserved name gets an underscore
    assert not set(safe) & set('<>:"/\\|?*\x00\n')
    assert not safe.startswith((".", " ", "-"))
    assert safe[:-4] == safe[:-4].rstrip(" .")
    assert safe_name(safe) == safe


@given(st.lists(st.text("aAäÄßS\u0308 ", max_size=4)))
def test_no_two_names_are_the_same_on_any_disk(names: list[str]) -> None:
    free = FreeNames(["a.pdf"])
    given_out = [free.take(safe_name(name)) for name in names]
    assert len({name.casefold() for name in ["a.pdf", *given_out]}) == len(names) + 1


def test_a_taken_name_gets_a_number() -> None:
    free = FreeNames(["Paper.pdf"])
    assert [free.take("paper.pdf") for _ in range(3)] == ["paper (2).pdf", "paper (3).pdf", "paper (4).pdf"]
