"""What a paper leans on, beside its pages: the page of references and what can be done from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from readinglist.gui.reader.cited import Cited, CitedWorks
from readinglist.gui.reader.open_pdf import OpenPdf
from readinglist.gui.reader.references_page import ReferencesPage
from readinglist.gui.reader.side_panel import SidePanel
from readinglist.gui.reader.travel import Travel
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads, UserThread

if TYPE_CHECKING:
    from readinglist.gui.bridge import Bridge
    from readinglist.program import Program

NAME = "references"


class Apparatus(QObject):
    """Looks for the reference list once the PDF is open."""

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
        travel: Travel,
        panel: SidePanel,
    ) -> None:
        super().__init__(travel)
        self._travel, self._panel = travel, panel
        self.works = CitedWorks(program, reads, user, bridge, pdf, self)
        self.page = ReferencesPage(theme)
        panel.add_page(NAME, "References", self.page)
        self.works.came.connect(self._on_came)
        self.works.failed.connect(self.page.say_failed)
        view = self.page.view
        view.opened.connect(self._on_opened)
        view.pdf_asked.connect(self._on_pdf_asked)
        view.add_asked.connect(self.works.add)

    def show(self) -> None:
        """Bring the references to the front; the keys act on them."""
        self._panel.show()
        self._panel.choose(NAME)
        self.page.take_focus()

    @Slot(object)
    def _on_came(self, cited: Sequence[Cited]) -> None:
        self.page.show_cited(cited)
        self._panel.set_count(NAME, len(cited))

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
