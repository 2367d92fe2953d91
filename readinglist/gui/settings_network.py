"""The page of the settings about the network: PDFs, who the user is, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.gui.settings_page import SettingsPage
from readinglist.gui.theme import Theme

if TYPE_CHECKING:
    from readinglist.settings import Settings

MOST_FOLDER = 100_000_000


class NetworkPage(SettingsPage):
    """What comes by itself, how large it may be, and what strangers are told."""

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__(theme)
        self._add_pdfs(settings)
        self._add_contact(settings)
        self._add_way(settings)
        self.end()

    def _add_pdfs(self, settings: Settings) -> None:
        form = self.section("PDFs")
        self.download_box = self.switch(
            form,
            "Fetch PDFs by itself for the papers that I add",
            "download_automatically",
            settings.download_automatically,
        )
        self.largest_box = self.number(
            settings.largest_pdf_megabytes, 1, 300, " MB", "largest_pdf_megabytes", "Largest PDF"
        )
        self.folder_box = self.number(
            settings.folder_megabytes, 0, MOST_FOLDER, " MB", "folder_megabytes", "All files together"
        )
        self.folder_box.setSpecialValueText("No limit")
        self.folder_box.setSingleStep(100)
        for box in (self.largest_box, self.folder_box):
            box.setMinimumWidth(self._theme.px(150))
        self.row(form, "Largest PDF", self.largest_box)
        self.row(form, "All files together", self.folder_box)

    def _add_contact(self, settings: Settings) -> None:
        form = self.section("Who you are")
        self.contact = self.line(form, "Your e-mail", "contact", settings.contact, "name@example.org")
        self.hint(
            form,
            "Unpaywall, which knows most free copies of papers, answers only to those who give an address. arXiv,"
            " Crossref and the other hosts that are asked are told it too, so that they can write to you before they"
            " lock you out. It goes nowhere else.",
        )

    def _add_way(self, settings: Settings) -> None:
        form = self.section("Connection")
        self.proxy = self.line(
            form, "Proxy", "proxy", settings.proxy, "As the system, or http://proxy.example.org:3128"
        )
        self.offline_box = self.switch(form, "Work offline: nothing goes to the network", "offline", settings.offline)
