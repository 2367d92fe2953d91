"""Questions of the list and their answers, without a window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from readinglist.errors import QueryError
from readinglist.gui.answers import Question, first_answer, has_words, whole_text
from readinglist.gui.places import LIBRARY, TRASH, Filter, Kind, Place
from readinglist.library.records import PaperRecord, Sort
from readinglist.program import Program
from readinglist.search import parse
from tests.gui.conftest import TITLES


@pytest.fixture
def program(folder: Path) -> Iterator[Program]:
    with Program(folder) as program:
        yield program


def titles(program: Program, question: Question) -> list[str]:
    answer = first_answer(program, question)
    assert answer.error is None
    return [row.title for row in program.library.papers.rows(answer.ids)]


def test_a_place_is_listed_in_its_order(program: Program) -> None:
    assert titles(program, Question(Place(Kind.READ), sort=Sort.TITLE)) == sorted(TITLES[2:4])
    assert titles(program, Question(LIBRARY, Filter.NOTES)) == [TITLES[0]]


def test_conditions_alone_need_no_ranking(program: Program) -> None:
    answer = first_answer(program, Question(text="year:2012..2013", sort=None))
    assert answer.complete
    assert not answer.hits
    assert len(answer.ids) == 2


def test_a_search_in_the_library_goes_to_the_inbox_too(program: Program) -> None:
    assert titles(program, Question(text="tag:plants OR status:inbox", sort=Sort.TITLE)) == sorted(
        [*TITLES[:3], TITLES[4]]
    )


def test_a_search_elsewhere_stays_there_until_told_otherwise(program: Program) -> None:
    within = Question(Place(Kind.TAG, "water"), text="year:>2010", sort=Sort.TITLE)
    assert titles(program, within) == sorted(TITLES[6:9])
    everywhere = titles(program, replace(within, everywhere=True))
    assert len(everywhere) == 11


def test_the_trash_is_searched_only_there(program: Program) -> None:
    program.library.papers.trash([program.library.papers.find(TITLES[0])])
    assert titles(program, Question(text="title:mosses", sort=Sort.TITLE)) == []
    assert titles(program, Question(TRASH, text="title:mosses", sort=Sort.TITLE)) == [TITLES[0]]


def test_a_mistake_is_an_answer_that_points_at_it(program: Program) -> None:
    text = "snow year:soon ice"
    answer = first_answer(program, Question(text=text, sort=None))
    assert isinstance(answer.error, QueryError)
    assert text[answer.error.position :][: answer.error.length] in ("soon", "year:soon")


def test_a_smart_list_that_is_gone_is_an_answer_too(program: Program) -> None:
    answer = first_answer(program, Question(Place(Kind.LIST, "No such list")))
    assert answer.error is not None
    assert "No such list" in str(answer.error)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (Question(text="snow"), "snow"),
        (Question(Place(Kind.INBOX), text="snow OR ice"), "(snow OR ice) status:inbox"),
        (Question(Place(Kind.LIST, "Cold"), text="snow"), "(snow) (snow OR ice)"),
        (Question(Place(Kind.TAG, "water/ice"), Filter.UNREAD, text="snow"), '(snow) is:unread tag:"water/ice"'),
        (Question(Place(Kind.INBOX), text="snow", everywhere=True), "snow"),
    ],
)
def test_the_whole_question_as_text(program: Program, question: Question, text: str) -> None:
    assert whole_text(program, question) == text
    parse(text)


@pytest.mark.parametrize(
    ("text", "ranks", "asks"),
    [
        ("snow", True, True),
        ("year:2020", False, False),
        ("-snow", False, True),
        ("year:2020 (snow OR tag:x)", True, True),
        ('is:starred -"river ice"', False, True),
    ],
)
def test_which_queries_speak_of_words(text: str, ranks: bool, asks: bool) -> None:
    assert has_words(parse(text)) == ranks
    assert has_words(parse(text), excluded=True) == asks


def test_an_empty_library_says_how_many_wait_in_the_inbox(tmp_path: Path) -> None:
    with Program(tmp_path / "library") as program:
        assert first_answer(program, Question(LIBRARY)).inbox == 0
        records = [PaperRecord(title="One that a page showed"), PaperRecord(title="And another of that page")]
        program.library.papers.add(records, source="daily-papers", by_feed=True)
        assert first_answer(program, Question(LIBRARY)).inbox == 2
