"""What a paper leans on, beside its pages and at its words: references and figures, and what can be done from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from readinglist.documents.pages import Figure, Opened
from readinglist.documents.references import Reference
from readinglist.gui.reader.cited import Cited, CitedWorks
from readinglist.gui.reader.figures import Figures
from readinglist.gui.reader.figures_page import FiguresPage
from readinglist.gui.reader.hovering import Hovering
from readinglist.gui.reader.open_pdf import OpenPdf
from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.reader.references_page import ReferencesPage
from readinglist.gui.reader.side_panel import SidePanel
from readinglist.gui.reader.travel import Travel
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads, UserThread

if TYPE_CHECKING:
    from readinglist.gui.bridge import Bridge
    from readinglist.program import Program

NAME, FIGURES = "references", "figures"
ABOVE = 12.0
"""Points of the page that are seen above a figure that was gone to."""


class Apparatus(QObject):
    """Looks for the reference list once the PDF is open, for figures once somebody wants them."""

    paper_asked = Signal(object)
    """The id of a paper of the library that is to be shown."""
    pdf_asked = Signal(object)
    """The id of a paper whose PDF is to be opened."""

    def __init__(
        self,
        theme: Theme,
        program: Program,
        reads: Reads,
        user: UserThread,
        bridge: Bridge,
        pdf: OpenPdf,
        view: ReadingView,
        travel: Travel,
        panel: SidePanel,
    ) -> None:
        super().__init__(travel)
        self._travel, self._panel, self._view = travel, panel, view
        self.works = CitedWorks(program, reads, user, bridge, pdf, self)
        self.figures = Figures(pdf, self)
        self.page, self.figures_page = ReferencesPage(theme, panel.place), FiguresPage(theme, pdf, panel.place)
        self.hovering = Hovering(theme, view, pdf, self.figures)
        panel.add_page(NAME, "References", self.page)
        panel.add_page(FIGURES, "Figures", self.figures_page)
        self._connect()

    def _connect(self) -> None:
        self.works.came.connect(self._on_came)
        self.works.failed.connect(self.page.say_failed)
        entries = self.page.view
        entries.opened.connect(self._on_opened)
        entries.pdf_asked.connect(self._on_pdf_asked)
        entries.add_asked.connect(self.works.add)
        self.figures.came.connect(self._on_figures)
        self.figures_page.seen.connect(self._on_figures_seen)
        self.figures_page.view.opened.connect(self.go_to_figure)
        self._view.moved.connect(self._on_moved)
        self.hovering.cited_chosen.connect(self.bring)
        self.hovering.figure_chosen.connect(self.go_to_figure)
        self.hovering.link_followed.connect(self._travel.follow)

    def read(self, opened: Opened) -> None:
        """Another document is open."""
        self.works.read()
        self.figures_page.view.forget()
        self.figures.show_document(len(opened.pages))
        if self.figures_page.isVisible():
            self._on_figures_seen()

    def show(self) -> None:
        """Bring the references to the front; the keys act on them."""
        self._panel.show()
        self._panel.choose(NAME)
        self.page.take_focus()

    def show_figures(self) -> None:
        """Bring the figures to the front; the keys act on them."""
        self._panel.show()
        self._panel.choose(FIGURES)
        self.figures_page.take_focus()

    @Slot(object)
    def bring(self, reference: Reference) -> None:
        """Show an entry among the references; the keys stay with the pages."""
        self._panel.show()
        self._panel.choose(NAME)
        self.page.bring(reference)

    @Slot(object)
    def go_to_figure(self, figure: Figure) -> None:
        """Go to a figure on its page."""
        self._travel.go_to_height(figure.page, figure.box[1] - ABOVE)

    @Slot(object)
    def _on_came(self, cited: Sequence[Cited]) -> None:
        self.page.show_cited(cited)
        self.hovering.show_cited(cited)
        self._panel.set_count(NAME, len(cited))

    @Slot()
    def _on_figures(self) -> None:
        found = self.figures.found
        self.figures_page.show_figures(found, complete=self.figures.complete)
        self._panel.set_count(FIGURES, len(found))

    @Slot()
    def _on_figures_seen(self) -> None:
        self.figures.read(self._view.page)

    @Slot()
    def _on_moved(self) -> None:
        self.figures_page.view.set_night(self._view.night)

    @Slot(object)
    def _on_opened(self, cited: Cited) -> None:
        if cited.paper is not None:
            self.paper_asked.emit(cited.paper.id)
        else:
            self._travel.go_to_height(cited.reference.page, cited.reference.top)

    @Slot(object)
    def _on_pdf_asked(self, cited: Cited) -> None:
        if cited.paper is not None:
            self.pdf_asked.emit(cited.paper.id)
