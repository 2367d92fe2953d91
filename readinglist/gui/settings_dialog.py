"""What the user can choose about the program. Each choice holds at once; there is no OK to forget."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from readinglist.gui.details_tabs import Tabs
from readinglist.gui.guard import guarded
from readinglist.gui.settings_feeds import FeedsPage
from readinglist.gui.settings_mail import MailPage
from readinglist.gui.settings_network import NetworkPage
from readinglist.gui.settings_page import SettingsPage
from readinglist.gui.theme import Theme
from readinglist.settings import account_name

if TYPE_CHECKING:
    from readinglist.settings import Settings

THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
DENSITIES = (("comfortable", "Comfortable"), ("compact", "Compact"))
OWN_MODEL = "Built in"
PAGES = ("general", "reading", "feeds", "network", "mail")


class SettingsDialog(QDialog):
    """Shows the settings; tells each change as (name, value)."""

    changed = Signal(str, object)

    def __init__(self, theme: Theme, settings: Settings, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self._theme = theme
        self.feeds = FeedsPage(theme, settings)
        self.network = NetworkPage(theme, settings)
        self.mail = MailPage(theme, settings)
        self.tabs = Tabs(theme)
        pages = (self._general(settings, folder), self._reading(settings), self.feeds, self.network, self.mail)
        for name, page in zip(
            ("General", "Reading and search", "Feeds", "Network", "Digest and mail"), pages, strict=True
        ):
            page.changed.connect(self.changed)
            self.tabs.add_page(name, page)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        px = theme.px
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(28), px(14), px(28), px(20))
        whole.setSpacing(px(16))
        whole.addWidget(self.tabs)
        whole.addStretch(1)
        whole.addLayout(row)
        self.resize(px(600), px(560))

    def show_page(self, name: str) -> None:
        """Open one of PAGES, with the cursor on what is most likely wanted there."""
        self.tabs.choose(PAGES.index(name))
        if name == "network":
            self.network.contact.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name == "mail":
            self.mail.host_line.setFocus(Qt.FocusReason.OtherFocusReason)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter ends a line, where something may be wrong with it, and not the dialog.
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (enter and isinstance(self.focusWidget(), QLineEdit)):
            super().keyPressEvent(event)

    # -- pages

    def _general(self, settings: Settings, folder: Path) -> SettingsPage:
        page = SettingsPage(self._theme)
        form = page.section("Appearance")
        self.theme_box = page.choice(THEMES, settings.theme, "theme", "Colours")
        self.size_box = QSpinBox()
        self.size_box.setRange(9, 32)
        self.size_box.setValue(settings.font_size)
        self.size_box.setSuffix(" px")
        self.size_box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.size_box.setAccessibleName("Text size")
        self.size_box.valueChanged.connect(self._on_size)
        smaller, larger = self._step("minus", "Smaller text", -1), self._step("plus", "Larger text", 1)
        self.density_box = page.choice(DENSITIES, settings.density, "density", "Rows of the list")
        page.row(form, "Colours", self.theme_box)
        page.row(form, "Text size", smaller, self.size_box, larger)
        page.row(form, "Rows", self.density_box)
        form = page.section("Library")
        line = QLineEdit(str(folder))
        line.setReadOnly(True)
        line.setAccessibleName("Folder of the library")
        page.row(form, "Folder", line)
        form = page.section("Annotations")
        self.name_line = page.line(form, "Signed by", "name", settings.name, account_name() or "Your name")
        page.end()
        return page

    def _reading(self, settings: Settings) -> SettingsPage:
        page = SettingsPage(self._theme)
        form = page.section("In the background")
        self.work_box = QCheckBox("Look papers up, fetch and read PDFs, and index papers in the background")
        self.work_box.setChecked(not settings.work_paused)
        self.work_box.toggled.connect(self._on_work)
        form.addRow(self.work_box)
        self.seconds_box = page.number(
            settings.extract_seconds, 1, 3600, " s", "extract_seconds", "Seconds for one PDF"
        )
        self.memory_box = page.number(
            settings.extract_megabytes, 100, 100_000, " MB", "extract_megabytes", "Memory for one PDF"
        )
        words = QLabel("after"), QLabel("or above"), QLabel("of memory")
        page.row(form, "Give up on a PDF", words[0], self.seconds_box, words[1], self.memory_box, words[2])
        form = page.section("Scans")
        self.languages_line = page.line(
            form, "Languages", "ocr_languages", settings.ocr_languages, "English and this computer's"
        )
        page.hint(form, "Of Tesseract, which recognises the text of scans, in its short names: eng+deu.")
        form = page.section("Search by meaning")
        self.model_line = QLineEdit(str(settings.model_folder or ""))
        self.model_line.setPlaceholderText(OWN_MODEL)
        self.model_line.setReadOnly(True)
        self.model_line.setAccessibleName("Folder of the model")
        choose, self.own_button = QPushButton("Choose…"), QPushButton("Use Built-in")
        choose.clicked.connect(self._on_choose_model)
        self.own_button.clicked.connect(self._on_own_model)
        page.row(form, "Model", self.model_line, choose, self.own_button)
        page.hint(
            form,
            "Choose the folder of another sentence-transformers model (safetensors), if you like. It is used from the"
            " next start on; the old index answers until all papers are indexed anew.",
        )
        page.end()
        return page

    # -- parts

    def _step(self, icon: str, title: str, step: int) -> QPushButton:
        button = QPushButton()
        button.setAccessibleName(title)
        button.setToolTip(title)
        button.setProperty("step", step)
        self._theme.dress(button, icon, size=14)
        button.clicked.connect(self._on_step)
        return button

    # -- changes

    @Slot()
    def _on_step(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self.size_box.setValue(self.size_box.value() + int(button.property("step")))

    @Slot(int)
    def _on_size(self, size: int) -> None:
        self.changed.emit("font_size", size)

    @Slot(bool)
    def _on_work(self, on: bool) -> None:
        self.changed.emit("work_paused", not on)

    @Slot()
    def _on_choose_model(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder of a sentence-transformers model")
        if chosen:
            self.model_line.setText(chosen)
            self.changed.emit("model_folder", Path(chosen))

    @Slot()
    def _on_own_model(self) -> None:
        self.model_line.clear()
        self.changed.emit("model_folder", None)
