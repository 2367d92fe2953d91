"""What feeds say of the paper in the details: where it was seen, its upvotes over the days, why it stands there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from readinglist.gui.details_links import is_web, open_in_browser
from readinglist.gui.details_text import ReadingText, Run
from readinglist.gui.guard import guarded
from readinglist.gui.theme import Theme
from readinglist.gui.today.curve import paint_curve
from readinglist.gui.today.dates import short
from readinglist.gui.today.orders import UNKNOWN
from readinglist.gui.today.thumbnail import Thumbnail
from readinglist.library.decision_records import Decision
from readinglist.library.feed_records import Ranked, Shown
from readinglist.library.records import Status

CURVE = (64, 16)
DECISIONS = (
    (Decision.SAVE, "Save", "S", "bookmark"),
    (Decision.DISMISS, "Dismiss", "D", "close"),
    (Decision.LATER, "Later", "L", "clock"),
)


class Curve(QWidget):
    """The upvotes of each day on which they were asked for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown = UNKNOWN
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_curve(self, shown: Shown) -> None:
        """Draw its curve, and say it to those who do not see it."""
        self._shown = shown
        said = ", ".join(f"{short(day)}: {upvotes}" for day, upvotes, _ in shown.curve)
        self.setToolTip(said)
        self.setAccessibleName(f"Upvotes by day: {said}" if said else "")
        self.setVisible(len(shown.curve) > 1)
        self.update()

    @guarded(QSize(*CURVE))
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(CURVE[0]), self._theme.px(CURVE[1] + 4))

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(2, 3, -4, -3)
        paint_curve(painter, room, self._shown.curve, self._theme.accent, 1.7)


class ShownPart(QWidget):
    """Shows a Shown below the head of the details; nothing of a paper that no feed showed."""

    decided = Signal(object)
    """The Decision of the user about the paper."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.where = ReadingText(theme, size=12, role="text_third", line_height=1.4)
        self.where.setAccessibleName("Where it was seen")
        self.numbers = ReadingText(theme, size=12, role="text_second")
        self.numbers.setAccessibleName("Upvotes, comments and links")
        self.numbers.anchorClicked.connect(self._on_link_clicked)
        self.curve = Curve(theme)
        self.why = ReadingText(theme, size=12, line_height=1.4)
        self.why.setAccessibleName("Why it stands here")
        self._why_box = QFrame()
        self.decisions = QWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.where)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.curve)
        line.addWidget(self.numbers, 1)
        layout.addLayout(line)
        layout.addWidget(self._make_decisions())
        layout.addWidget(self._make_why())
        self.thumbnail = Thumbnail(theme)
        layout.addWidget(self.thumbnail)
        self.show_shown(None, Status.READ)
        self.show_reasons(None)

    def show_shown(self, shown: Shown | None, status: Status) -> None:
        """Show what feeds say; None hides all."""
        self.setVisible(shown is not None)
        shown = shown or UNKNOWN
        self.where.set_text(where_seen(shown))
        self.where.setVisible(bool(self.where.text()))
        runs = number_runs(shown)
        self.numbers.set_runs(runs)
        self.numbers.setVisible(bool(runs))
        self.curve.show_curve(shown)
        self.decisions.setVisible(status == Status.INBOX)
        self.thumbnail.show_url(shown.showing.thumbnail)

    def show_reasons(self, ranked: Ranked | None) -> None:
        """All reasons of its place in the order for this person."""
        reasons = ranked.reasons if ranked is not None else ()
        self.why.set_runs(reason_runs([text for _, text in reasons]))
        self._why_box.setVisible(bool(reasons))

    def _make_decisions(self) -> QWidget:
        row = QHBoxLayout(self.decisions)
        row.setContentsMargins(0, self._theme.px(6), 0, 0)
        row.setSpacing(self._theme.px(8))
        for decision, text, key, icon in DECISIONS:
            button = QPushButton(text)
            button.setToolTip(f"{text} ({key} on a page of feeds)")
            primary = decision is Decision.SAVE
            button.setProperty("kind", "primary" if primary else "")
            button.setProperty("decision", decision.value)
            self._theme.dress(button, icon, "text_on_accent" if primary else "text", size=16)
            button.clicked.connect(self._on_decided)
            row.addWidget(button)
        row.addStretch(1)
        return self.decisions

    def _make_why(self) -> QWidget:
        self._why_box.setProperty("kind", "banner")
        inside = QHBoxLayout(self._why_box)
        px = self._theme.px
        inside.setContentsMargins(px(12), px(8), px(12), px(8))
        inside.addWidget(self.why)
        return self._why_box

    @Slot()
    def _on_decided(self) -> None:
        self.decided.emit(Decision(self.sender().property("decision")))

    @Slot(QUrl)
    def _on_link_clicked(self, url: QUrl) -> None:
        open_in_browser(url.toString())


class AiSummary(QWidget):
    """The summary and the keywords that Hugging Face's model made, marked as such."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        head = QLabel("AI SUMMARY BY HUGGING FACE")
        head.setProperty("kind", "section")
        head.setAccessibleName("AI summary by Hugging Face")
        self.summary = ReadingText(theme, line_height=1.5, characters=75)
        self.summary.setAccessibleName("AI summary")
        self.keywords = ReadingText(theme, size=12, role="text_second", line_height=1.4)
        self.keywords.setAccessibleName("Keywords")
        bar = QFrame()
        bar.setProperty("kind", "quote-bar")
        bar.setFixedWidth(theme.px(3))
        words = QVBoxLayout()
        words.setSpacing(theme.px(4))
        words.addWidget(self.summary)
        words.addWidget(self.keywords)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, theme.px(14))
        body.setSpacing(theme.px(12))
        body.addWidget(bar)
        body.addLayout(words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(head, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(body)
        self.hide()

    def show_shown(self, shown: Shown | None) -> None:
        """Show its summary; one without any shows nothing."""
        said = (shown or UNKNOWN).showing
        self.summary.set_text(said.summary)
        self.summary.setVisible(bool(said.summary))
        self.keywords.set_text(", ".join(said.keywords))
        self.keywords.setVisible(bool(said.keywords))
        self.setVisible(bool(said.summary or said.keywords))


def where_seen(shown: Shown) -> str:
    """`Amazon · Daily Papers (Sep 3), cs.IR (Sep 2, cross) · submitted by ada`."""
    seen: dict[str, list[str]] = {}
    for sighting in shown.sightings:
        kind = "" if sighting.kind == "new" else f" {sighting.kind}"
        seen.setdefault(sighting.title, []).append(f"{short(sighting.day)}{kind}")
    feeds = ", ".join(f"{title} ({', '.join(days)})" for title, days in seen.items())
    by = f"submitted by {shown.showing.submitted_by}" if shown.showing.submitted_by else ""
    return "  ·  ".join(part for part in (shown.showing.organisation, feeds, by) if part)


def number_runs(shown: Shown) -> list[Run]:
    """Upvotes, what came since the day before, comments, and links that lead to a browser."""
    said = shown.showing
    parts: list[Run] = []
    if said.upvotes or shown.curve:
        parts.append(Run("1 upvote" if said.upvotes == 1 else f"{said.upvotes:,} upvotes"))
    if len(shown.curve) > 1:
        came = shown.curve[-1][1] - shown.curve[-2][1]
        if came:
            parts.append(Run(f"{came:+,} since {short(shown.curve[-2][0])}", "text_second"))
    if said.comments:
        parts.append(Run("1 comment" if said.comments == 1 else f"{said.comments:,} comments", "text_second"))
    if said.code and is_web(said.code):
        stars = f" ({said.stars:,} stars)" if said.stars else ""
        parts.append(Run(f"code{stars}", "accent", said.code))
    if said.project and is_web(said.project):
        parts.append(Run("project page", "accent", said.project))
    runs: list[Run] = []
    for part in parts:
        runs += [Run("  ·  ", "text_third"), part] if runs else [part]
    return runs


def reason_runs(reasons: Sequence[str]) -> list[Run]:
    """Each reason on a line of its own, the words between asterisks in italics."""
    runs: list[Run] = []
    for text in reasons:
        if runs:
            runs.append(Run("\n"))
        text = text[:1].upper() + text[1:]
        runs += [Run(piece, italic=bool(number % 2)) for number, piece in enumerate(text.split("*")) if piece]
    return runs
