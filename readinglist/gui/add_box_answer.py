"""What the add box says back: what it understood beforehand, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from readinglist.gui.add_box_reading import Understood, failure_line
from readinglist.gui.details_text import ReadingText, Run
from readinglist.gui.details_words import number
from readinglist.gui.theme import Theme
from readinglist.library.records import Failure

FAILURES = 200
"""Failures that are listed; more are counted."""


class AnswerView(QScrollArea):
    """Text to read and select, with failures one by one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ReadingText(theme, line_height=1.5)
        self._text.setAccessibleName("What was understood")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._text)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def show_understood(self, seen: Understood) -> None:
        """What would come in."""
        pieces = [Run(seen.words, "text" if seen.promising else "warn")] if seen.words else []
        pieces.extend(Run(title, "text_second") for title in seen.titles)
        if seen.count and seen.titles and seen.count > len(seen.titles):
            pieces.append(Run(f"and {number(seen.count - len(seen.titles))} more", "text_third"))
        self._show([*pieces, *_lines(seen.failures)])

    def show_failures(self, failures: Sequence[Failure]) -> None:
        """What could not be used."""
        self._show(_lines(failures))

    def show_problem(self, why: str) -> None:
        """Why nothing came in at all."""
        self._show([Run(why, "bad")])

    def _show(self, lines: Sequence[Run]) -> None:
        runs: list[Run] = []
        for line in lines:
            if runs:
                runs.append(Run("\n"))
            runs.append(line)
        self._text.set_runs(runs)


def _lines(failures: Sequence[Failure]) -> list[Run]:
    lines = [Run(failure_line(failure), "bad") for failure in failures[:FAILURES]]
    if len(failures) > FAILURES:
        lines.append(Run(f"and {number(len(failures) - FAILURES)} more", "text_third"))
    return lines
