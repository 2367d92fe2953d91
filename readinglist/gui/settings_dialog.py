"""What the user can choose about the program. Each choice holds at once; there is no OK to forget."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from readinglist.gui.theme import Theme

if TYPE_CHECKING:
    from readinglist.settings import Settings

THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
DENSITIES = (("comfortable", "Comfortable"), ("compact", "Compact"))
OWN_MODEL = "Built in"


class SettingsDialog(QDialog):
    """Shows the settings; tells each change as (name, value)."""

    changed = Signal(str, object)

    def __init__(self, theme: Theme, settings: Settings, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self._theme = theme
        self._column = QVBoxLayout(self)
        px = theme.px
        self._column.setContentsMargins(px(28), px(20), px(28), px(20))
        self._column.setSpacing(px(8))
        self._add_looks(settings)
        self._add_model(settings)
        self._add_background(settings)
        self._add_place(folder)
        self._column.addStretch(1)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        self._column.addLayout(row)
        self.resize(px(560), self.sizeHint().height())

    # -- sections

    def _add_looks(self, settings: Settings) -> None:
        form = self._section("Appearance")
        self.theme_box = self._choice(THEMES, settings.theme, "theme", "Colours")
        self.size_box = QSpinBox()
        self.size_box.setRange(9, 32)
        self.size_box.setValue(settings.font_size)
        self.size_box.setSuffix(" px")
        self.size_box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.size_box.setAccessibleName("Text size")
        self.size_box.valueChanged.connect(self._on_size)
        smaller, larger = self._step("minus", "Smaller text", -1), self._step("plus", "Larger text", 1)
        self.density_box = self._choice(DENSITIES, settings.density, "density", "Rows of the list")
        self._row(form, "Colours", self.theme_box)
        self._row(form, "Text size", smaller, self.size_box, larger)
        self._row(form, "Rows", self.density_box)

    def _add_model(self, settings: Settings) -> None:
        form = self._section("Search by meaning")
        self.model_line = QLineEdit(str(settings.model_folder or ""))
        self.model_line.setPlaceholderText(OWN_MODEL)
        self.model_line.setReadOnly(True)
        self.model_line.setAccessibleName("Folder of the model")
        choose, self.own_button = QPushButton("Choose…"), QPushButton("Use Built-in")
        choose.clicked.connect(self._on_choose_model)
        self.own_button.clicked.connect(self._on_own_model)
        self._row(form, "Model", self.model_line, choose, self.own_button)
        self._hint(
            form,
            "Choose the folder of another sentence-transformers model (safetensors), if you like. It is used from the"
            " next start on; the old index answers until all papers are indexed anew.",
        )

    def _add_background(self, settings: Settings) -> None:
        form = self._section("In the background")
        self.work_box = QCheckBox("Read PDFs and index papers in the background")
        self.work_box.setChecked(not settings.work_paused)
        self.work_box.toggled.connect(self._on_work)
        self.offline_box = QCheckBox("Work offline: nothing goes to the network")
        self.offline_box.setChecked(settings.offline)
        self.offline_box.toggled.connect(self._on_offline)
        self.seconds_box = self._number(
            settings.extract_seconds, 1, 3600, " s", "extract_seconds", "Seconds for one PDF"
        )
        self.memory_box = self._number(
            settings.extract_megabytes, 100, 100_000, " MB", "extract_megabytes", "Memory for one PDF"
        )
        form.addRow(self.work_box)
        form.addRow(self.offline_box)
        words = QLabel("after"), QLabel("or above"), QLabel("of memory")
        self._row(form, "Give up on a PDF", words[0], self.seconds_box, words[1], self.memory_box, words[2])

    def _add_place(self, folder: Path) -> None:
        form = self._section("Library")
        line = QLineEdit(str(folder))
        line.setReadOnly(True)
        line.setAccessibleName("Folder of the library")
        self._row(form, "Folder", line)

    # -- parts

    def _section(self, title: str) -> QFormLayout:
        if self._column.count():
            rule = QFrame()
            rule.setProperty("kind", "separator")
            self._column.addSpacing(self._theme.px(6))
            self._column.addWidget(rule)
            self._column.addSpacing(self._theme.px(6))
        head = QLabel(title.upper())
        head.setProperty("kind", "section")
        self._column.addWidget(head)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(self._theme.px(24))
        form.setVerticalSpacing(self._theme.px(8))
        self._column.addLayout(form)
        return form

    def _row(self, form: QFormLayout, title: str, *controls: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        for control in controls:
            row.addWidget(control)
        if not any(isinstance(control, QLineEdit) for control in controls):
            row.addStretch(1)
        label = QLabel(title)
        label.setMinimumSize(self._theme.px(124), self._theme.px(32))
        label.setBuddy(next(control for control in controls if not isinstance(control, QLabel)))
        form.addRow(label, row)

    def _hint(self, form: QFormLayout, text: str) -> None:
        label = QLabel(text)
        label.setProperty("kind", "third")
        label.setWordWrap(True)
        form.addRow(label)

    def _choice(self, choices: tuple[tuple[str, str], ...], current: str, name: str, title: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(title)
        box.setMinimumWidth(self._theme.px(190))
        for value, text in choices:
            box.addItem(text, value)
        box.setCurrentIndex(max(box.findData(current), 0))
        box.activated.connect(self._on_choice)
        return box

    def _number(self, value: int, low: int, high: int, suffix: str, name: str, title: str) -> QSpinBox:
        box = QSpinBox()
        box.setObjectName(name)
        box.setRange(low, high)
        box.setValue(value)
        box.setSuffix(suffix)
        box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.setAccessibleName(title)
        box.setMinimumWidth(self._theme.px(110))
        box.setKeyboardTracking(False)
        box.valueChanged.connect(self._on_number)
        return box

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
    def _on_choice(self) -> None:
        box = self.sender()
        assert isinstance(box, QComboBox)
        self.changed.emit(box.objectName(), box.currentData())

    @Slot()
    def _on_step(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self.size_box.setValue(self.size_box.value() + int(button.property("step")))

    @Slot(int)
    def _on_size(self, size: int) -> None:
        self.changed.emit("font_size", size)

    @Slot(int)
    def _on_number(self, value: int) -> None:
        box = self.sender()
        assert isinstance(box, QSpinBox)
        self.changed.emit(box.objectName(), value)

    @Slot(bool)
    def _on_work(self, on: bool) -> None:
        self.changed.emit("work_paused", not on)

    @Slot(bool)
    def _on_offline(self, on: bool) -> None:
        self.changed.emit("offline", on)

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
