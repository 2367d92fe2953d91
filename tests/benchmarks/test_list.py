"""The list at 100,000 papers: query, reset and first paint against the bare query of the ids; scrolling."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from readinglist.library import Library
from readinglist.library.query import Everything
from readinglist.library.records import Sort
from tests.benchmarks.conftest import quantile, versus

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.benchmark

ROUNDS = 15
BARE = {
    Sort.ADDED: "added_at DESC, id",
    Sort.TITLE: "title COLLATE NOCASE, id",
    Sort.YEAR: "year DESC, date DESC, id",
}


@pytest.mark.parametrize("sort", list(BARE))
def test_query_reset_and_first_paint(
    many_papers: Path, sort: Sort, qtbot: QtBot, report: Callable[[str], None]
) -> None:
    from readinglist.gui.paper_delegate import PaperDelegate
    from readinglist.gui.paper_model import PaperModel
    from readinglist.gui.paper_view import PaperView
    from readinglist.gui.theme import Theme

    with Library.open(many_papers) as library:
        model = PaperModel(library.papers.rows)
        view = PaperView(model, PaperDelegate(Theme()))
        qtbot.addWidget(view)
        view.resize(1440, 900)
        with qtbot.waitExposed(view):
            view.show()
        bare = sqlite3.connect(library.folder / "library.db")
        ours, theirs = [], []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            ids = [
                row[0]
                for row in bare.execute(
                    "SELECT id FROM papers WHERE present = 1 AND trashed_at IS NULL AND status <> 'dismissed'"
                    f" ORDER BY {BARE[sort]}"
                )
            ]
            theirs.append(time.perf_counter() - start)
            start = time.perf_counter()
            model.set_papers(library.papers.select(Everything(), sort))
            view.viewport().repaint()
            ours.append(time.perf_counter() - start)
            assert list(model.ids) == ids
        bare.close()
        line, ratio = versus(f"list by {sort}, {len(ids):,} papers", ours, "bare query", theirs)
        report(line)
        assert ratio <= 3


def test_scrolling(many_papers: Path, qtbot: QtBot, report: Callable[[str], None]) -> None:
    from readinglist.gui.paper_delegate import PaperDelegate
    from readinglist.gui.paper_model import PaperModel
    from readinglist.gui.paper_view import PaperView
    from readinglist.gui.theme import Theme

    with Library.open(many_papers) as library:
        model = PaperModel(library.papers.rows)
        view = PaperView(model, PaperDelegate(Theme()))
        qtbot.addWidget(view)
        view.resize(1440, 900)
        with qtbot.waitExposed(view):
            view.show()
        model.set_papers(library.papers.select(Everything()))
        view.viewport().repaint()
        bar = view.verticalScrollBar()
        frames = []
        wheel = [bar.value() + 120 * n for n in range(1, 400)]  # the wheel turned without a pause
        leaps = [bar.maximum() * (n * 37 % 100) // 100 for n in range(100)]  # the handle dragged about
        for value in wheel + leaps:
            start = time.perf_counter()
            bar.setValue(value)
            view.viewport().repaint()
            frames.append(time.perf_counter() - start)
        worst = max(frames) * 1000
        report(
            f"scroll frames at {len(model.ids):,} papers: median {quantile(frames, 0.5) * 1000:.1f} ms,"
            f" p99 {quantile(frames, 0.99) * 1000:.1f} ms, worst {worst:.1f} ms (n = {len(frames)}, limit 16 ms)"
        )
        assert worst < 16
