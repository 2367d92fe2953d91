from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from readinglist.gui.details import DetailsPane
from readinglist.gui.details_layout import wrap
from readinglist.gui.related import relate
from readinglist.gui.related_card import Card, PaperCard
from readinglist.gui.theme import Theme
from readinglist.library import Library
from readinglist.library.records import PaperRecord, Reason
from readinglist.program import Program
from readinglist.search import Embedder, index_papers
from tests.gui_details.conftest import Settle
from tests.gui_details.hands import click, press
from tests.gui_details.test_details import add, show

SPARSE = (
    PaperRecord(
        title="Inference-free sparse retrieval with learned weights",
        abstract="We learn sparse term weights so that no model is needed at query time. Inverted indexes serve them.",
    ),
    PaperRecord(
        title="Term expansion for inference-free sparse retrieval",
        abstract="Expanding documents with learned terms makes inverted indexes find more. No model runs for a query.",
    ),
    PaperRecord(
        title="Caring for orchids on the windowsill",
        abstract="Orchids want light without sun, little water, and a cool night now and then.",
    ),
)


def embed(books: Library, embedder: Embedder, ids: list[int]) -> None:
    """What the background work does."""
    jobs = books.jobs.claim(["embed"], limit=100)
    index_papers(books, embedder, ids)
    with books.write() as tx:
        for job in jobs:
            books.jobs.finish(tx, job)


def test_cards_come_best_first_with_reasons_in_words(
    qtbot: QtBot, pane: DetailsPane, books: Library, embedder: Embedder, settle: Settle
) -> None:
    ids = add(books, *SPARSE)
    embed(books, embedder, ids)
    show(qtbot, pane, ids[0])
    pane.show_tab("related")
    with qtbot.waitSignal(pane.one.related.found, timeout=20_000):
        pass
    cards = pane.one.related.cards()
    assert cards[0].card.paper == ids[1]
    assert "sparse retrieval" in cards[0].accessibleDescription()
    assert "%" not in cards[0].accessibleDescription()
    assert not pane.one.related.waiting
    assert pane.one.overview.cards.cards()[0].card.paper == ids[1]
    with qtbot.waitSignal(pane.paper_chosen) as chosen:
        press(cards[0], Qt.Key.Key_Return)
    assert chosen.args == [ids[1]]
    with qtbot.waitSignal(pane.paper_chosen):
        click(cards[0])


def test_what_is_not_embedded_yet_says_so_until_it_is(
    qtbot: QtBot, pane: DetailsPane, books: Library, embedder: Embedder
) -> None:
    ids = add(books, *SPARSE)
    show(qtbot, pane, ids[0])
    pane.show_tab("related")
    related = pane.one.related
    with qtbot.waitSignal(related.found, timeout=20_000):
        pass
    assert related.waiting
    assert related.words().startswith("Not embedded yet: its meaning is being worked out, with 2 papers in the queue.")
    embed(books, embedder, ids)
    qtbot.waitUntil(lambda: not related.waiting and related.words() == "", timeout=10_000)
    assert related.cards()[0].card.paper == ids[1]


def test_a_model_that_cannot_be_used_is_told(program: Program, books: Library) -> None:
    ids = add(books, *SPARSE)
    for job in books.jobs.claim(["embed"], limit=10):
        books.jobs.fail(job, "The model's files are missing.")
    answer = relate(books, lambda: program.searcher, [ids[0]])
    assert (answer.waiting, answer.failed, answer.left) == (False, "The model's files are missing.", 0)


def test_nothing_like_it_says_so(qtbot: QtBot, pane: DetailsPane, books: Library, embedder: Embedder) -> None:
    ids = add(books, SPARSE[0])
    embed(books, embedder, ids)
    show(qtbot, pane, ids[0])
    with qtbot.waitSignal(pane.one.related.found, timeout=20_000):
        pass
    assert pane.one.related.words().startswith("Nothing here is like it yet.")


def test_related_to_several_at_once(qtbot: QtBot, pane: DetailsPane, books: Library, embedder: Embedder) -> None:
    ids = add(books, *SPARSE)
    embed(books, embedder, ids)
    show(qtbot, pane, ids[0], ids[2])
    with qtbot.waitSignal(pane.several.related.found, timeout=20_000):
        pass
    assert [card.card.paper for card in pane.several.related.cards()] == [ids[1]]


def test_running_through_the_list_asks_only_for_where_one_stays(
    qtbot: QtBot, pane: DetailsPane, books: Library, embedder: Embedder, settle: Settle
) -> None:
    ids = add(books, *SPARSE)
    embed(books, embedder, ids)
    answers: list[object] = []
    pane.one.related.found.connect(answers.append)
    for paper in ids:
        show(qtbot, pane, paper)
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    settle()
    assert [answer.papers for answer in answers] == [(ids[-1],)]  # type: ignore[attr-defined]


# ------------------------------------------------------------------------------------------------------------ cards


def test_a_card_is_as_tall_as_its_words(qtbot: QtBot, theme: Theme) -> None:
    reasons = (Reason("phrase", "both about *sparse retrieval*"), Reason("tag", "you tagged both `nlp`"))
    short = PaperCard(theme, Card(1, "A title", "Lovelace · 2024", reasons[:1]))
    tall = PaperCard(theme, Card(2, "A title that goes on " * 12, "Lovelace · 2024", reasons * 3))
    for card in (short, tall):
        qtbot.addWidget(card)
    assert tall.heightForWidth(300) > short.heightForWidth(300) > 40
    assert tall.heightForWidth(200) >= tall.heightForWidth(600)
    assert tall.accessibleDescription() == "Lovelace · 2024. " + "; ".join(
        ["both about sparse retrieval", "you tagged both nlp"] * 3
    )


@pytest.mark.parametrize(
    "text", ["", "word", "word " * 100, "x" * 500, "多" * 200, "🙂 " * 80, "*all of it is marked*"]
)
@pytest.mark.parametrize("most", [1, 3])
def test_wrapping_keeps_to_its_lines(qapp: QApplication, theme: Theme, text: str, most: int) -> None:
    wrapped = wrap(text, theme.font(12), QColor("black"), 180, most=most)
    assert wrapped.layout.lineCount() <= most
    assert all(wrapped.layout.lineAt(n).naturalTextWidth() <= 181 for n in range(wrapped.layout.lineCount()))
    if len(text) > 100:
        assert wrapped.layout.text().endswith("…")
    assert "*" not in wrapped.layout.text()
