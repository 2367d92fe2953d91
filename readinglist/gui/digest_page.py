"""The page Digest: what came in the last days and matters, to be read here, saved, copied or sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent, QTextFrameFormat
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from readinglist.gui.bridge import Bridge
from readinglist.gui.details_links import open_in_browser
from readinglist.gui.digest_post import DigestPost, sentence
from readinglist.gui.guard import guarded
from readinglist.gui.theme import Theme
from readinglist.identifiers import is_paper_link
from readinglist.library.records import Changes

if TYPE_CHECKING:
    from readinglist.exchange.digest import Digest

SPANS = {1: "Day", 7: "Week", 30: "Month"}
REST_MS = 2500
"""After a change of the library, until the page is made anew."""
WIDEST = 660
"""Of the text, in pixels at 13 px text: a line that can be read."""
KINDS = "Page (*.html);;Markdown (*.md);;Mail (*.eml);;Feed (*.atom)"
ENDINGS = (".html", ".md", ".eml", ".atom")
MAKING = "<p class='note'>Putting it together…</p>"
EMPTY = (
    "<h1>Nothing to tell of yet</h1><p class='note'>What feeds bring, what you watch for, and what waits to be read "
    "for long is told here. Follow a feed, or look at a longer time.</p>"
)


class DigestText(QTextBrowser):
    """The page's text in the colours of the window; it opens nothing and fetches nothing by itself."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._body = MAKING
        self.setAccessibleName("Digest")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "plain")
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        theme.changed.connect(self._write)

    def loadResource(self, kind: int, name: QUrl | str, /) -> None:
        """Nothing is ever fetched from disk or network to show a text."""
        return

    def show_body(self, body: str) -> None:
        """Show this HTML; where the eye was stays where it was."""
        if body != self._body:
            before = self.verticalScrollBar().value()
            self._body = body
            self._write()
            self.verticalScrollBar().setValue(before)

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _write(self) -> None:
        theme = self._theme
        document = self.document()
        document.setDefaultFont(theme.font())
        document.setDefaultStyleSheet(_style(theme))
        self.setHtml(self._body)
        self._fit()

    def _fit(self) -> None:
        px = self._theme.px
        side = max(px(24), (self.viewport().width() - px(WIDEST)) // 2)
        looks = QTextFrameFormat(self.document().rootFrame().frameFormat())
        if looks.leftMargin() != side:
            looks.setLeftMargin(side)
            looks.setRightMargin(side)
            looks.setTopMargin(px(20))
            looks.setBottomMargin(px(32))
            self.document().rootFrame().setFrameFormat(looks)


def _style(theme: Theme) -> str:
    px = theme.px
    return f"""
        h1 {{ font-size: {px(21)}px; font-weight: 600; margin-bottom: {px(2)}px; }}
        h2 {{ font-size: {px(11)}px; font-weight: 600; color: {theme.text_second.name()};
             margin-top: {px(26)}px; margin-bottom: {px(2)}px; }}
        h3 {{ font-size: {px(15)}px; font-weight: 600; margin-top: {px(14)}px; margin-bottom: {px(2)}px; }}
        p {{ margin-top: {px(3)}px; margin-bottom: {px(3)}px; line-height: 140%; }}
        a {{ color: {theme.accent.name()}; text-decoration: none; }}
        h3 a {{ color: {theme.text.name()}; }}
        .note, .about, .links {{ color: {theme.text_second.name()}; font-size: {px(12)}px; }}
        .why {{ font-style: italic; font-size: {px(12)}px; }}
    """


class DigestPage(QWidget):
    """Made when it can be seen, and anew when what it tells of changes."""

    link_given = Signal(str)
    """A link to a paper of the library was clicked."""
    settings_asked = Signal()
    """The page is to be sent, and no mail server is set."""

    def __init__(self, theme: Theme, post: DigestPost, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._post = theme, post
        self.digest: Digest | None = None
        """What is shown; None while it is being made for the first time."""
        self._stale = True
        self.text = DigestText(theme)
        self.text.show_body(MAKING)
        self.text.anchorClicked.connect(self._on_link)
        self.spans = QButtonGroup(self)
        self.copy_button = self._button("Copy", "copy", self._on_copy)
        self.save_button = self._button("Save As…", "download", self._on_save)
        self.send_button = self._button("Send", "mail", self._on_send)
        self.setFocusProxy(self.text)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar())
        layout.addWidget(self.text, 1)
        self._show_buttons()
        bridge.changed.connect(self._on_changed)

    def _button(self, words: str, icon: str, act: object) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("kind", "quiet")
        button.clicked.connect(act)
        self._theme.dress(button, icon, size=15)
        return button

    def _bar(self) -> QHBoxLayout:
        px = self._theme.px
        row = QHBoxLayout()
        row.setContentsMargins(px(20), px(10), px(20), px(6))
        row.setSpacing(px(6))
        for days, words in SPANS.items():
            button = QPushButton(words)
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setChecked(days == 7)
            button.setAccessibleName(f"Digest of the last {words.lower()}")
            self.spans.addButton(button, days)
            row.addWidget(button)
        self.spans.idClicked.connect(self._on_span)
        row.addStretch(1)
        for button in (self.copy_button, self.save_button, self.send_button):
            row.addWidget(button)
        return row

    @property
    def days(self) -> int:
        """How many days it tells of."""
        return self.spans.checkedId()

    # -- making

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._make()

    @Slot()
    def _make(self) -> None:
        self._stale = not self.isVisible()
        if self._post.busy and self.digest is not None and self.sender() is self._rest:
            self._rest.start()  # while much changes in the background, one digest after the other
        elif not self._stale:
            self._post.make(self.days, self._on_made, self._on_not_made)

    def _on_made(self, digest: Digest) -> None:
        from readinglist.exchange.digest_html import digest_body

        self.digest = digest
        self.text.show_body(digest_body(digest, inside=True) if digest.sections else EMPTY)
        self._show_buttons()

    def _on_not_made(self, error: Exception) -> None:
        self._post.troubled.emit(sentence(error))

    def _show_buttons(self) -> None:
        for button in (self.copy_button, self.save_button, self.send_button):
            button.setEnabled(self.digest is not None and bool(self.digest.sections))

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.listing or changes.feeds or changes.tags or changes.everything:
            self._stale = True
            if not self._rest.isActive():
                self._rest.start()

    @Slot(int)
    def _on_span(self, _days: int) -> None:
        self._make()

    # -- what can be done with it

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        text = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        if is_paper_link(text):
            self.link_given.emit(text)
        else:
            open_in_browser(text)

    @Slot()
    def _on_copy(self) -> None:
        from readinglist.exchange.digest_html import digest_html
        from readinglist.exchange.digest_text import digest_text

        if self.digest is not None:
            both = QMimeData()
            both.setText(digest_text(self.digest))
            both.setHtml(digest_html(self.digest))
            QGuiApplication.clipboard().setMimeData(both)
            self._post.said.emit("Copied the digest")

    @Slot()
    def _on_save(self) -> None:
        from readinglist.exchange.digest_forms import file_name

        if self.digest is None:
            return
        start = str(Path.home() / file_name(self.digest, "html"))
        name, kind = QFileDialog.getSaveFileName(self, "Save Digest", start, KINDS)
        if name:
            self.save(Path(name), kind)

    def save(self, path: Path, kind: str = "") -> None:
        """Write what is shown to a file; a name without an ending gets that of the chosen kind."""
        if self.digest is not None:
            if path.suffix.lower() not in ENDINGS:
                ending = next((ending for ending in ENDINGS if f"*{ending}" in kind), ENDINGS[0])
                path = path.with_name(path.name + ending)
            self._post.save(self.digest, path)

    @Slot()
    def _on_send(self) -> None:
        if not self._post.can_send:
            self.settings_asked.emit()
        elif self.digest is not None:
            self._post.send(self.digest)
