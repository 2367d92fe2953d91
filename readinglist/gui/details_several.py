"""Several papers at once: what they have in common, and changes to all of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from readinglist.gui.details_overview import section
from readinglist.gui.details_reading import Summary
from readinglist.gui.details_status import NAMES, StatusButton
from readinglist.gui.details_text import ReadingText, Run
from readinglist.gui.details_words import number, papers
from readinglist.gui.related import Related, Relates
from readinglist.gui.tag_editor import TagEditor
from readinglist.gui.theme import SEMIBOLD, Theme
from readinglist.gui.work import Reads
from readinglist.library import Library

RELATED_TO = 20
"""Of more papers than that nobody asks what is like all of them."""


class Several(QWidget):
    """Shows a Summary. It changes nothing itself; its signals say what the user wants for all of them."""

    star_asked = Signal(bool)
    cite_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        library: Library,
        searcher: Callable[[], Relates],
        reads: Reads,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.summary: Summary | None = None
        self.title = ReadingText(theme, size=19, weight=SEMIBOLD, line_height=1.3)
        self.facts = ReadingText(theme, role="text_second", line_height=1.4)
        self.title.setAccessibleName("How many are chosen")
        self.facts.setAccessibleName("What they are")
        self.status = StatusButton(theme)
        self.tags = TagEditor(theme, leading=self.status)
        self._names = ReadingText(theme, line_height=1.4, gap=5)
        self._names.setAccessibleName("Titles")
        self.star = QPushButton("Star all")
        self.star.clicked.connect(self._on_star)
        self.cite = QPushButton("Cite")
        self.cite.setToolTip("Copy all of them as BibTeX")
        self.cite.clicked.connect(self.cite_asked)
        theme.dress(self.cite, "quote", "text", size=16)
        self.related = Related(theme, library, searcher, reads)
        self._related_head = section("Related to all of these")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for button in (self.star, self.cite):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        row.addStretch(1)
        self._partly = QLabel()
        self._partly.setProperty("kind", "third")
        self._partly.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.title)
        layout.addWidget(self.facts)
        layout.addSpacing(theme.px(8))
        layout.addLayout(row)
        layout.addSpacing(theme.px(8))
        layout.addWidget(self.tags)
        layout.addWidget(self._partly)
        layout.addSpacing(theme.px(14))
        layout.addWidget(section("Chosen"))
        layout.addWidget(self._names)
        layout.addSpacing(theme.px(14))
        layout.addWidget(self._related_head)
        layout.addWidget(self.related)

    def show_summary(self, summary: Summary) -> None:
        """Show this."""
        self.summary = summary
        count = len(summary.ids)
        self.title.set_text(papers(count))
        self.facts.set_text(_facts(summary))
        one = next(iter(summary.statuses)) if len(summary.statuses) == 1 else None
        self.status.set_status(one)
        self.tags.set_tags(
            [
                (name, colour, "" if worn == summary.looked_at else f"{number(worn)} of {number(summary.looked_at)}")
                for name, colour, worn in summary.tags
            ]
        )
        rest = count - summary.looked_at
        self._partly.setVisible(rest > 0)
        self._partly.setText(f"Tags and status are those of the first {number(summary.looked_at)}; changes reach all.")
        self.star.setText("Unstar all" if self._all_starred() else "Star all")
        self._theme.dress(self.star, "star-filled" if self._all_starred() else "star", "star", size=16)
        runs = [Run("\n".join(summary.titles))]
        if count > len(summary.titles):
            runs.append(Run(f"\nand {number(count - len(summary.titles))} more", "text_third"))
        self._names.set_runs(runs)
        few = count <= RELATED_TO
        self._related_head.setVisible(few)
        self.related.setVisible(few)
        self.related.show_papers(summary.ids if few else ())

    def _all_starred(self) -> bool:
        return self.summary is not None and self.summary.starred == self.summary.looked_at

    @Slot()
    def _on_star(self) -> None:
        self.star_asked.emit(not self._all_starred())


def _facts(summary: Summary) -> str:
    parts = [
        f"{number(count)} {NAMES[status].lower()}"
        for status, count in sorted(summary.statuses.items(), key=lambda entry: -entry[1])
    ]
    if summary.starred:
        parts.append(f"{number(summary.starred)} starred")
    if summary.files:
        parts.append(f"{number(summary.files)} with a PDF")
    return "  ·  ".join(parts)
