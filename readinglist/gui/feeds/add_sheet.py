"""The sheet that follows a feed: a line to type what one wants, and below it what that may mean."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from urllib.parse import urlsplit

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from readinglist.errors import ReadingListError
from readinglist.gui import guard
from readinglist.gui.details_sheet import Sheet
from readinglist.gui.feeds.offers import Offer, feed_links, offers
from readinglist.gui.guard import guarded
from readinglist.gui.popup_list import PopupList
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads
from readinglist.search import parse
from readinglist.sources.feed_addresses import Address

HINT = "Enter follows it. Several arXiv categories in one feed: arxiv:cs.IR+cs.LG"
PROMPT = "Web address, arXiv category, author, or words…"
Links = Sequence[tuple[str, str]]


class AddFeedSheet(Sheet):
    """Open it with `open()`. The network is asked on a thread of the given pool, never on the window's own."""

    chosen = Signal(object)
    """The Address that the user wants to follow."""
    import_wanted = Signal()
    """The user has a list of feeds of another program."""

    def __init__(
        self, theme: Theme, pool: Reads, discover: Callable[[str, Callable[[], bool]], Links], host: QWidget
    ) -> None:
        """`discover(url, cancelled)` tells (URL, title) of the feeds at an address."""
        super().__init__(theme, "Add a feed", host, width=560, height=480, low=False)
        self._pool, self._discover = pool, discover
        self._followed: Collection[str] = ()
        self._offers: list[Offer] = []
        self._looking = 0
        """Counts what was looked for: an answer to an older question is nobody's."""
        self._anyway: Address | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(PROMPT)
        self.line.setAccessibleName("Feed to follow")
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._on_text)
        self.line.installEventFilter(self)
        self.words = QLabel(HINT)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.anyway = QPushButton("Follow It All the Same")
        self.anyway.clicked.connect(self._on_anyway)
        self.anyway.hide()
        self.lines = PopupList(theme, self)
        self.lines.setAccessibleName("Feeds to choose from")
        self.lines.chosen.connect(self._take)
        self.body.addWidget(self.line)
        self.body.addWidget(self.words)
        self.body.addWidget(self.anyway, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.lines, 1)
        self.list_button = QPushButton("Import a List (OPML)…")
        self.list_button.setProperty("kind", "quiet")
        self.list_button.setToolTip("Follow all feeds that another program has exported")
        self.list_button.clicked.connect(self._on_import)
        self.body.addWidget(self.list_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.lines.show()

    def open(self, followed: Collection[str]) -> None:
        """Offer what can be followed; `followed` are addresses that are followed already."""
        self._followed = {address.lower() for address in followed}
        self.line.clear()
        self._on_text("")
        self._open()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def offered(self) -> Sequence[Offer]:
        """What is offered now, from top to bottom."""
        return tuple(self._offers)

    # -- what is typed and chosen

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self._looking += 1
        self._say(HINT)
        self._show(offers(text, self._followed))

    def _show(self, found: list[Offer]) -> None:
        self._offers = found
        self.lines.show_lines([(offer.text, offer.faint) for offer in found])
        # With nothing typed Enter takes the first that is new; what was typed means the first line.
        fresh = (number for number, offer in enumerate(found) if not offer.followed)
        self.lines.setCurrentRow(-1 if not found else 0 if self.line.text() else next(fresh, 0))
        if found:
            self.lines.scrollToTop()
        else:
            self._say("Nothing is called like that. Type a web address, a category, a name, or words.")

    @Slot(int)
    def _take(self, number: int) -> None:
        if not 0 <= number < len(self._offers):
            return
        offer = self._offers[number]
        if offer.followed:
            self._say("You follow it already. It stands in the sidebar.")
        elif offer.look:
            self._look(offer.address)
        else:
            self._follow(offer.address)

    def _follow(self, address: Address) -> None:
        if address.kind == "query":
            try:
                parse(address.rest)
            except ReadingListError as error:
                self._say(str(error), "problem")
                return
        self.close()
        self.chosen.emit(address)

    # -- what is at an address

    def _look(self, address: Address) -> None:
        self._looking += 1
        number, discover, url = self._looking, self._discover, address.rest
        self._say(f"Looking for feeds at {address.title}…")
        self._pool.ask(
            lambda: discover(url, lambda: self._looking != number),
            partial(self._on_found, number, address),
            on_failed=partial(self._on_not_found, number, address),
        )

    def _on_found(self, number: int, address: Address, links: Links) -> None:
        if number != self._looking or not self.isVisible():
            return
        found = feed_links(links, self._followed)
        host = urlsplit(address.rest).hostname or address.title
        if not found:
            self._say(f"The page at {host} names no feed. Give the address of the feed itself.", "problem")
        elif len(found) == 1 and not found[0].followed:
            self._follow(found[0].address)
        else:
            self._say(f"{host} has {len(found)} feeds. Which one?" if len(found) > 1 else "You follow it already.")
            self._show(found)

    def _on_not_found(self, number: int, address: Address, error: Exception) -> None:
        if number != self._looking or not self.isVisible():
            return
        if not isinstance(error, ReadingListError):
            guard.report(error, "looking for feeds")
        self._say(str(error) if isinstance(error, ReadingListError) else "The program failed to look there.", "problem")
        # It may be a feed whose host is only away just now.
        self._anyway = address
        self.anyway.show()

    @Slot()
    def _on_anyway(self) -> None:
        if self._anyway is not None:
            self._follow(self._anyway)

    @Slot()
    def _on_import(self) -> None:
        self.close()
        self.import_wanted.emit()

    def _say(self, words: str, kind: str = "third") -> None:
        self.anyway.hide()
        self._anyway = None
        self.words.setText(words)
        self.words.setProperty("kind", kind)
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)

    # -- keys

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.lines.move_current(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.lines.currentRow())
                return True
        return super().eventFilter(watched, event)

    @guarded(None)
    def closeEvent(self, event: QCloseEvent) -> None:
        self._looking += 1
        super().closeEvent(event)
