"""Rows are drawn as the design has them: heights, dates, chips, marks."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from readinglist.gui.marked import fitted, pieces
from readinglist.gui.paper_delegate import PaperDelegate, shown_date
from readinglist.gui.paper_model import PaperModel
from readinglist.gui.paper_view import PaperView
from readinglist.gui.theme import Theme
from readinglist.library.records import MARK_END, MARK_START, Hit, Progress, Reason, Row, Status

TODAY = datetime.date(2024, 6, 1)
PLAIN = Row(1, "Mosses", "Alder, Birch", "arXiv 2405.1", "2024-05", Status.TO_READ, False, False, (), False, False, "")


def drawn(theme: Theme, qtbot: QtBot, row: Row, hit: Hit | None = None, density: str = "comfortable") -> QImage:
    """One row of 700 pixels as the list draws it."""

    def rows(ids: Sequence[int]) -> list[Row]:
        return [row]

    model, delegate = PaperModel(rows), PaperDelegate(theme)
    delegate.set_density(density)
    delegate.set_snippets(hit is not None)
    view = PaperView(model, delegate)
    qtbot.addWidget(view)
    view.resize(700, delegate.row_height)
    model.set_papers([row.id], {row.id: hit} if hit else None)
    view.show()
    return view.viewport().grab().toImage()


def holds(image: QImage, colour: QColor) -> bool:
    return any(
        image.pixelColor(x, y).rgb() == colour.rgb() for y in range(image.height()) for x in range(image.width())
    )


@pytest.mark.parametrize(
    ("density", "snippets", "height"),
    [("comfortable", False, 62), ("compact", False, 44), ("comfortable", True, 84), ("compact", True, 62)],
)
def test_rows_have_the_heights_of_the_design(theme: Theme, density: str, snippets: bool, height: int) -> None:
    delegate = PaperDelegate(theme)
    delegate.set_density(density)
    delegate.set_snippets(snippets)
    assert delegate.row_height == height


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        ("2024-05-24", "24 May"),
        ("2023-05-24", "May 2023"),
        ("2023-12", "Dec 2023"),
        ("2024-05", "May 2024"),
        ("1998", "1998"),
        ("", ""),
        ("2024-99-99", "2024-99-99"),
        ("soon", "soon"),
    ],
)
def test_dates_are_as_short_as_can_be(when: str, shown: str) -> None:
    assert shown_date(when, TODAY) == shown


def test_unread_and_starred_can_be_seen(theme: Theme, qtbot: QtBot) -> None:
    assert not holds(drawn(theme, qtbot, PLAIN), theme.accent)
    assert holds(drawn(theme, qtbot, replace(PLAIN, unread=True)), theme.accent)
    assert not holds(drawn(theme, qtbot, PLAIN), theme.star)
    assert holds(drawn(theme, qtbot, replace(PLAIN, starred=True)), theme.star)


@pytest.mark.parametrize("count", [1, 3, 12])
def test_tags_have_their_colours_and_leave_room_for_people(theme: Theme, qtbot: QtBot, count: int) -> None:
    tags = tuple((f"a tag of some length {number}", "rose") for number in range(count))
    image = drawn(theme, qtbot, replace(PLAIN, tags=tags))
    ground, _ = theme.tag_colours("rose")
    assert holds(image, ground)
    left_third = image.copy(0, 0, 200, image.height())
    assert not holds(left_third, ground)


def test_what_a_search_found_is_marked(theme: Theme, qtbot: QtBot) -> None:
    hit = Hit(1, 1.0, snippet=f"all about {MARK_START}mosses{MARK_END} and more")
    assert holds(drawn(theme, qtbot, PLAIN, hit), theme.mark)
    assert not holds(drawn(theme, qtbot, PLAIN, Hit(1, 1.0, (Reason("meaning", "close in meaning"),))), theme.mark)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("density", ["comfortable", "compact"])
def test_odd_rows_are_drawn_too(qtbot: QtBot, mode: str, density: str) -> None:
    theme = Theme(mode)
    empty = replace(PLAIN, title="", people="", source="", when="", status=Status.DISMISSED, unread=True, waits="waits")
    full = replace(
        empty,
        title="长标题 " * 40,
        people="Ж" * 200,
        source="x" * 300,
        when="2024-05-24",
        tags=(("t", "?"),),
        starred=True,
    )
    for row in (empty, full):
        assert holds(drawn(theme, qtbot, row, density=density), theme.accent)


text = st.text(alphabet=f"ab {MARK_START}{MARK_END}", max_size=30)


@given(st.lists(st.text(alphabet="abcde", min_size=1, max_size=12), min_size=1, max_size=60), st.data())
def test_what_is_marked_is_not_cut_off(qapp: QApplication, words: list[str], data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(words) - 1))
    marked = f"{MARK_START}{words[which]}{MARK_END}"
    whole = " ".join([*words[:which], marked, *words[which + 1 :]])
    metrics = QFontMetricsF(Theme("light").font(12))
    shown = fitted(whole, metrics, 300)
    assert marked in shown
    assert whole.endswith(shown.removeprefix("… "))
    assert shown.startswith("… ") or shown == whole
    assert metrics.horizontalAdvance(shown[: shown.index(MARK_END)]) <= max(
        200, metrics.horizontalAdvance("… " + marked)
    )


@given(text)
def test_marks_cut_a_text_into_its_pieces(marked: str) -> None:
    found = pieces(marked)
    assert "".join(piece for piece, _ in found) == marked.replace(MARK_START, "").replace(MARK_END, "")
    assert all(piece for piece, _ in found)
    assert not any(mark in piece for piece, _ in found for mark in (MARK_START, MARK_END))


def test_where_a_paper_stands_is_never_cut(theme: Theme, qtbot: QtBot) -> None:
    crowded = replace(
        PLAIN,
        people="Alder, Birch, Cedar, Dogwood " * 8,
        source="Annals of the Outdoors " * 5,
        tags=tuple((f"a-tag-of-some-length-{number}", "blue") for number in range(8)),
    )
    words = "which paper is it?"
    width = QFontMetricsF(theme.font(12)).horizontalAdvance(words)
    for stuck, colour in (("", theme.accent), ("look-up", theme.warn)):
        image = drawn(theme, qtbot, replace(crowded, waits=words, stuck=stuck))
        columns = [
            x
            for x in range(image.width())
            if any(image.pixelColor(x, y).rgb() == colour.rgb() for y in range(image.height()))
        ]
        assert columns, "it is there"
        assert columns[-1] - columns[0] > width - 6, "from its first letter to its last"


def test_what_nobody_can_do_anything_about_is_quiet(theme: Theme, qtbot: QtBot) -> None:
    image = drawn(theme, qtbot, replace(PLAIN, people="", source="", waits="no PDF found", stuck="download"))
    assert not holds(image, theme.warn)
    assert not holds(image, theme.accent)
    assert holds(image, theme.text_second)


def test_a_paper_that_is_being_read_shows_how_far(theme: Theme, qtbot: QtBot) -> None:
    def filled(progress: Progress | None, status: Status = Status.READING) -> int:
        image = drawn(theme, qtbot, replace(PLAIN, status=status, progress=progress))
        accent = theme.accent.rgb()
        return max(
            sum(image.pixelColor(x, y).rgb() == accent for x in range(image.width())) for y in range(image.height())
        )

    few, many = filled(Progress(3, 12, 60.0)), filled(Progress(11, 12, 60.0))
    assert 0 < few < many
    assert filled(None) == 0 and filled(Progress(11, 12, 60.0), Status.READ) == 0
