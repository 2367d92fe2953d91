"""A page of the settings: sections of titled rows, each control telling its change at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from readinglist.errors import InputError
from readinglist.gui.theme import Theme
from readinglist.settings import CHECKS


class SettingsPage(QWidget):
    """Filled by `section`, `row` and their like; controls made here tell each change by `changed`."""

    changed = Signal(str, object)
    """(name of the setting, value)."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self._problems: dict[str, QLabel] = {}

    def section(self, title: str) -> QFormLayout:
        """A new section under the others."""
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

    def row(self, form: QFormLayout, title: str, *controls: QWidget) -> None:
        """A titled row of controls."""
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

    def hint(self, form: QFormLayout, text: str) -> None:
        """What one should know about the rows above."""
        label = QLabel(text)
        label.setProperty("kind", "third")
        label.setWordWrap(True)
        form.addRow(label)

    def switch(self, form: QFormLayout, text: str, name: str, on: bool) -> QCheckBox:
        """A row that is on or off."""
        box = QCheckBox(text)
        box.setObjectName(name)
        box.setChecked(on)
        box.toggled.connect(self._on_value)
        form.addRow(box)
        return box

    def choice(self, choices: Sequence[tuple[str, str]], current: str, name: str, title: str) -> QComboBox:
        """One of (value, text)."""
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(title)
        box.setMinimumWidth(self._theme.px(190))
        for value, text in choices:
            box.addItem(text, value)
        box.setCurrentIndex(max(box.findData(current), 0))
        box.activated.connect(self._on_choice)
        return box

    def number(self, value: int, low: int, high: int, suffix: str, name: str, title: str) -> QSpinBox:
        """A whole number."""
        box = QSpinBox()
        box.setObjectName(name)
        box.setRange(low, high)
        box.setValue(value)
        box.setSuffix(suffix)
        box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.setAccessibleName(title)
        box.setMinimumWidth(self._theme.px(110))
        box.setKeyboardTracking(False)
        box.valueChanged.connect(self._on_value)
        return box

    def line(self, form: QFormLayout, title: str, name: str, text: str, example: str) -> QLineEdit:
        """A titled line of text, told when it is left; what makes no sense is not told but explained below it."""
        line = QLineEdit(text)
        line.setObjectName(name)
        line.setPlaceholderText(example)
        line.setAccessibleName(title)
        line.editingFinished.connect(self._on_line)
        self.row(form, title, line)
        problem = self._problems[name] = QLabel()
        problem.setProperty("kind", "problem")
        problem.setWordWrap(True)
        problem.hide()
        form.addRow(problem)
        return line

    def problem(self, name: str) -> str:
        """What is said to be wrong with the line of that name."""
        return self._problems[name].text()

    def end(self) -> None:
        """Nothing follows: what is above keeps together."""
        self._column.addStretch(1)

    @Slot()
    def _on_choice(self) -> None:
        box = self.sender()
        assert isinstance(box, QComboBox)
        self.changed.emit(box.objectName(), box.currentData())

    @Slot()
    def _on_value(self) -> None:
        box = self.sender()
        if isinstance(box, QCheckBox):
            self.changed.emit(box.objectName(), box.isChecked())
        elif isinstance(box, QSpinBox):
            self.changed.emit(box.objectName(), box.value())

    @Slot()
    def _on_line(self) -> None:
        line = self.sender()
        assert isinstance(line, QLineEdit)
        name, wrong = line.objectName(), ""
        try:
            value = CHECKS[name](line.text())
        except InputError as error:
            wrong = f"This {error}."
        self._problems[name].setText(wrong)
        self._problems[name].setVisible(bool(wrong))
        if not wrong and line.isModified():
            line.setText(value)
            line.setModified(False)
            self.changed.emit(name, value)
