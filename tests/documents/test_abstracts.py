"""Abstracts from the text of first pages."""

from __future__ import annotations

import pytest

from readinglist.documents.abstracts import find_abstract

BODY = (
    "We look at shelves that hold more papers than anybody reads, and at what their owners do about it."
    " Over three winters we counted what was opened, what was annotated and what was only moved about."
)


@pytest.mark.parametrize(
    "page",
    [
        f"A Title\nAda Example\nAbstract\n{BODY}\n1 Introduction\nMuch has been said.",
        f"A Title\nAbstract: {BODY}\nKeywords: shelves, papers",
        f"A Title\nABSTRACT — {BODY}\nI. INTRODUCTION\nMuch.",
        f"Un titre\nRésumé. {BODY}\n1 Introduction",
        f"A Title\nA B S T R A C T\n{BODY}\nK E Y W O R D S shelves",
        f"A Title\nAbstract\n{BODY} © 2020 The Authors. This is an open access article.\nSome Street",
        f"A Title\nAbstract\n{BODY}1\nShort heading\nWhat follows is the body of the paper and no abstract.",
    ],
)
def test_the_abstract_ends_where_the_paper_begins(page: str) -> None:
    assert find_abstract([page]) == BODY


def test_paragraphs_stay_apart() -> None:
    assert find_abstract([f"Abstract\n{BODY}\n{BODY}\nIntroduction"]) == f"{BODY}\n\n{BODY}"


@pytest.mark.parametrize(
    "page",
    [
        "",
        "A Title\nNo heading here.",
        "Abstract\nToo short.\nIntroduction",
        f"Abstract algebra is fun.\n{BODY}",
        "Abstract\n" + "endless words " * 600,
        "Summary of results\n" + "1 2 3 4 5 6\n" * 50,
    ],
)
def test_nothing_is_better_than_a_guess(page: str) -> None:
    assert find_abstract([page]) == ""
