"""What the user wishes about the like of papers, and why a paper is not shown; each wish is one undo step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from readinglist.errors import ReadingListError
from readinglist.gui.words import many

if TYPE_CHECKING:
    from readinglist.gui.watched.why_box import WhyBox
    from readinglist.gui.window import MainWindow
    from readinglist.program import Program

MUTED = timedelta(days=30)
LABELS = {
    "more": "More like {} will stand higher",
    "less": "Less like {} will be shown",
    "mute": "The like of {} is hidden for a month",
}
ACTIONS = {"more-like": "more", "less-like": "less", "mute-like": "mute"}


class Wishing(QObject):
    """Connects the actions with the window; all methods in the GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.box: WhyBox | None = None
        actions = window.actions_
        for name, kind in ACTIONS.items():
            actions[name].triggered.connect(partial(self.wish, kind))
        actions["why-not"].triggered.connect(self.ask_why)

    def _papers(self) -> tuple[int, ...]:
        # Of the view itself: when keys come quickly the rest of the window hears of the choice a moment later.
        return self._window.wiring.reading or tuple(self._window.view.selected())

    def wish(self, kind: str) -> None:
        """Say more, less or mute about the like of the chosen papers."""
        papers = self._papers()
        if not papers:
            return
        until = _stamp(datetime.now(UTC) + MUTED) if kind == "mute" else None
        deciding = self._window.library.deciding
        what = "this paper" if len(papers) == 1 else many(papers)
        self._window.user.do(LABELS[kind].format(what), lambda: deciding.wish(papers, kind, until=until))

    @Slot()
    def ask_why(self) -> None:
        """Say why the chosen paper is hidden from the order for the user, or stands where it stands."""
        papers = self._papers()
        if len(papers) != 1:
            return
        from readinglist.gui.watched.why_box import WhyBox  # the first paint does not need it

        window = self._window
        if self.box is None:
            self.box = WhyBox(window.theme, window)
        row = window.model.known(papers[0])
        self.box.open(papers[0], row.title if row is not None else "")
        window.reads.ask(partial(_why, window.program, papers[0]), self._on_told, key="why")

    @Slot(object)
    def _on_told(self, told: tuple[int, tuple[str, ...]]) -> None:
        if self.box is not None:
            self.box.show_reasons(*told)


def _why(program: Program, paper: int) -> tuple[int, tuple[str, ...]]:
    """Reads the library and asks the ranking's child; any thread but the GUI's."""
    try:
        return paper, tuple(text for _, text in program.recommender.why_not(paper))
    except ReadingListError as error:
        return paper, (str(error),)


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
