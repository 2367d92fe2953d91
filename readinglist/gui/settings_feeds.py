"""The page of the settings about feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QSpinBox

from readinglist.gui.settings_page import SettingsPage
from readinglist.gui.theme import Theme

if TYPE_CHECKING:
    from readinglist.settings import Settings

DAY = 1440


class FeedsPage(SettingsPage):
    """Pictures beside papers, and how often feeds are asked that have no time of their own."""

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__(theme)
        form = self.section("Papers of feeds")
        words = "Show the small pictures of papers"
        self.thumbnails_box = self.switch(form, words, "thumbnails", settings.thumbnails)
        self.hint(form, "They are fetched from Hugging Face for the papers that you look at, and kept for a while.")
        form = self.section("How often feeds are asked")
        self.daily_box = self._minutes(
            settings.daily_minutes, "daily_minutes", "Minutes between two looks at Daily Papers"
        )
        self.arxiv_box = self._minutes(settings.arxiv_minutes, "arxiv_minutes", "Minutes between two looks at arXiv")
        self.rss_box = self._minutes(settings.rss_minutes, "rss_minutes", "Minutes between two looks at other feeds")
        self.row(form, "Daily Papers", QLabel("every"), self.daily_box)
        self.row(form, "arXiv", QLabel("every"), self.arxiv_box)
        self.row(form, "RSS and Atom", QLabel("every"), self.rss_box)
        self.hint(
            form,
            "A feed that asks for more patience gets it. The menu of a feed in the sidebar gives it a time of its own,"
            " and says how long its undecided papers are kept.",
        )
        self.end()

    def _minutes(self, value: int, name: str, title: str) -> QSpinBox:
        box = self.number(value, 15, 7 * DAY, " min", name, title)
        box.setSingleStep(15)
        return box
