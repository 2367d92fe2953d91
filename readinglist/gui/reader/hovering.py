"""The mouse rests on a citation or on the name of a figure: a card shows what is meant; a click goes there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent

from readinglist.documents.citations import Citation, Mention
from readinglist.documents.pages import Figure, Link, Quad
from readinglist.documents.references import Reference
from readinglist.gui.guard import guarded
from readinglist.gui.reader.cited import Cited
from readinglist.gui.reader.figures import Figures, picture_box
from readinglist.gui.reader.hover_card import HoverCard
from readinglist.gui.reader.leads import Lead, Leads
from readinglist.gui.reader.open_pdf import Drawn, OpenPdf, drawn
from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.theme import Theme

REST_MS = 280
"""So long the mouse rests before the card comes."""
LEAVE_MS = 220
"""So long it stays, for the mouse to get from the mark onto the card."""
CLOSING = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel, QEvent.Type.Hide)
WIDEST, HIGHEST = 560, 0.62
"""Of a figure: pixels at the usual font size, and the share of the height of the view."""
LARGEST = 1.7
"""Pixels a point: a small figure is not blown up further, nor beyond the pages themselves."""


class Hovering(QObject):
    """Never while words are chosen. Nothing it does takes the focus."""

    cited_chosen = Signal(object)
    """The Reference that is to be shown in the list."""
    figure_chosen = Signal(object)
    """The Figure to go to."""
    link_followed = Signal(object)
    """A Link that cites nothing, or that is to be followed all the same."""

    def __init__(self, theme: Theme, view: ReadingView, pdf: OpenPdf, figures: Figures) -> None:
        super().__init__(view)
        self._theme, self._view, self._pdf, self._figures = theme, view, pdf, figures
        self._leads = Leads(view)
        self._cited: dict[Reference, Cited] = {}
        self._lead: Lead | None = None
        """What the mouse is on, or was on when the card came."""
        self._wanted = False
        """Whether the mouse rested there, and nothing spoke against a card since."""
        self._line: tuple[Quad, ...] = ()
        self._place, self._plainly = QPointF(), False
        self.card = HoverCard(theme, view.viewport())
        self.card.clicked.connect(self._on_card_clicked)
        self._resting, self._leaving = QTimer(self), QTimer(self)
        for timer, pause, done in (
            (self._resting, REST_MS, self._on_rested),
            (self._leaving, LEAVE_MS, self.close),
        ):
            timer.setSingleShot(True)
            timer.setInterval(pause)
            timer.timeout.connect(done)
        self.card.entered.connect(self._leaving.stop)
        self.card.left.connect(self._leaving.start)
        view.leads = self._leads_somewhere
        view.viewport().installEventFilter(self)
        view.link_followed.connect(self._on_link)
        view.place_clicked.connect(self._on_clicked)
        for gone in (view.moved, view.zoomed, view.selected, theme.changed):
            gone.connect(self.close)
        figures.came.connect(self._on_figures)

    def show_cited(self, cited: Sequence[Cited]) -> None:
        """These are the entries that marks cite."""
        self._cited = {each.reference: each for each in cited}
        self._leads.show_references([each.reference for each in cited])

    @Slot()
    def close(self) -> None:
        """Close the card, or let none come."""
        self._resting.stop()
        self._leaving.stop()
        self._lead, self._wanted = None, False
        self.card.hide()

    def dismiss(self) -> bool:
        """Close the card until the mouse is on something else; False where none is open."""
        lead, was_open = self._lead, not self.card.isHidden()
        if was_open:
            self.close()
            self._lead = lead
        return was_open

    @property
    def is_about_to_show(self) -> bool:
        """Whether a card comes if the mouse rests where it is."""
        return self._resting.isActive()

    # -- the mouse

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._take_move(event)
        elif kind == QEvent.Type.Leave:
            self._leave()
        elif kind in CLOSING:
            self.close()
        elif kind == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            self._place = event.position()
            self._plainly = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return False

    def _take_move(self, event: QMouseEvent) -> None:
        if event.buttons() or self._view.selection is not None:
            self.close()
            return
        at = event.position()
        mark = self._view.mark_at(at)
        lead = self._leads.at(at) if mark is None or not mark.comment else None
        if lead is None:
            self._leave()
        elif lead == self._lead:
            self._leaving.stop()
        else:
            self.close()
            self._lead, self._line = lead, self._line_at(at, lead)
            self._resting.start()

    def _leave(self) -> None:
        self._resting.stop()
        if self.card.isHidden():
            self._lead = None
        elif not self._leaving.isActive():
            self._leaving.start()

    def _line_at(self, at: QPointF, lead: Lead) -> tuple[Quad, ...]:
        """Of a mark that runs over lines the part on the line under the mouse."""
        _, (_, y) = self._view.page_at(at)
        return tuple(quad for quad in lead.what.quads if quad[1] - 2 <= y <= quad[5] + 2) or lead.what.quads

    def _leads_somewhere(self, at: QPointF) -> bool:
        lead = self._leads.at(at)
        return lead is not None and (isinstance(lead.what, Citation) or self._figure_of(lead) is not None)

    # -- what comes

    @Slot()
    def _on_rested(self) -> None:
        lead = self._lead
        if lead is None:
            return
        self._wanted = True
        if isinstance(lead.what, Citation):
            meant = [self._cited[each] for each in lead.what.references if each in self._cited]
            if meant:
                self.card.show_cited(meant)
                self.card.open_at(self._rect(lead))
        elif (figure := self._figure_of(lead)) is not None:
            self._draw(lead, figure)
        else:
            self._figures.read(lead.page)

    @Slot()
    def _on_figures(self) -> None:
        lead = self._lead
        if lead is not None and self._wanted and self.card.isHidden() and (figure := self._figure_of(lead)) is not None:
            self._draw(lead, figure)

    def _figure_of(self, lead: Lead) -> Figure | None:
        """The figure that is named, unless this is its own caption."""
        if not isinstance(lead.what, Mention):
            return None
        figure = self._figures.named(lead.what.kind, lead.what.label, lead.page)
        if figure is None or figure.page != lead.page:
            return figure
        left, top, right, bottom = figure.box
        x, y = lead.what.quads[0][:2]
        return None if left - 2 <= x <= right and top - 2 <= y <= bottom else figure

    def _draw(self, lead: Lead, figure: Figure) -> None:
        view = self._view
        left, top, right, bottom = box = picture_box(figure)
        shown = view.layout_.page(figure.page).view
        turned = shown.turn in (90, 270)
        wide, high = (bottom - top, right - left) if turned else (right - left, bottom - top)
        tall = min(view.viewport().height() * HIGHEST, self.card.room(self._rect(lead)))
        room = min(self._theme.px(WIDEST), view.viewport().width() - 40), tall
        zoom = min(room[0] / max(wide, 1), room[1] / max(high, 1), LARGEST, shown.zoom)
        size = QSize(max(round(wide * zoom), 1), max(round(high * zoom), 1))
        ratio = view.devicePixelRatioF()
        wish = drawn(figure.page, zoom * ratio, clip=box, rotation=view.rotation, night=view.night)
        self._pdf.ask(wish, partial(self._on_drawn, lead, figure, size), self._on_not_drawn)

    def _on_drawn(self, lead: Lead, figure: Figure, size: QSize, picture: Drawn) -> None:
        if lead == self._lead and self._wanted:
            self.card.show_figure(figure, picture, size)
            self.card.open_at(self._rect(lead))

    def _on_not_drawn(self, error: Exception) -> None:
        """What cannot be drawn is not shown."""

    def _rect(self, lead: Lead) -> QRectF:
        return self._view.rect_of(lead.page, self._line)

    # -- a click

    @Slot(object)
    def _on_link(self, link: Link) -> None:
        lead = self._leads.at(self._place)
        if self._plainly and lead is not None and isinstance(lead.what, Citation):
            self.cited_chosen.emit(lead.what.references[0])
        else:
            self.link_followed.emit(link)

    @Slot(object)
    def _on_clicked(self, at: QPointF) -> None:
        lead = self._leads.at(at)
        if lead is None:
            return
        if isinstance(lead.what, Citation):
            self.cited_chosen.emit(lead.what.references[0])
        elif (figure := self._figure_of(lead)) is not None:
            self.figure_chosen.emit(figure)

    @Slot(object)
    def _on_card_clicked(self, what: Cited | Figure) -> None:
        self.close()
        if isinstance(what, Cited):
            self.cited_chosen.emit(what.reference)
        else:
            self.figure_chosen.emit(what)
