"""Settings hold at once, are written down, and change nothing else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from readinglist import settings
from readinglist.gui.settings_dialog import SettingsDialog
from tests.gui.conftest import Hands, Open


def written(hands: Hands) -> settings.Settings:
    return settings.load(hands.window.program.folder / "settings.toml")[0]


def dialog_of(hands: Hands) -> SettingsDialog:
    hands.window.actions_["settings"].trigger()
    dialog = hands.window.boxes.settings_dialog
    assert dialog is not None
    assert not dialog.isModal()
    return dialog


def pick(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_colours_change_at_once(hands: Hands) -> None:
    dialog = dialog_of(hands)
    pick(dialog.theme_box, "dark")
    hands.settle()
    assert hands.window.theme.dark
    assert hands.window.actions_["theme-dark"].isChecked()
    assert written(hands).theme == "dark"
    hands.window.actions_["switch-theme"].trigger()
    hands.settle()
    assert not hands.window.theme.dark
    dialog.close()


def test_all_measures_follow_the_text_size(hands: Hands) -> None:
    dialog = dialog_of(hands)
    dialog.size_box.setValue(20)
    hands.settle()
    window = hands.window
    assert window.theme.base_size == 20
    assert window.view.verticalHeader().defaultSectionSize() == round(62 * 20 / 13)
    assert written(hands).font_size == 20
    window.actions_["normal-size"].trigger()
    hands.settle()
    assert window.view.verticalHeader().defaultSectionSize() == 62
    dialog.close()


def test_each_press_counts_however_quickly_they_come(hands: Hands) -> None:
    for _ in range(5):
        hands.window.actions_["larger"].trigger()
    hands.settle()
    assert hands.window.theme.base_size == written(hands).font_size == 18


def test_larger_and_smaller_by_keys_stay_within_bounds(hands: Hands) -> None:
    for _ in range(3):
        hands.window.actions_["larger"].trigger()
        hands.settle()
    assert written(hands).font_size == 16
    for _ in range(12):
        hands.window.actions_["smaller"].trigger()
        hands.settle()
    assert written(hands).font_size == 9
    hands.window.actions_["normal-size"].trigger()
    hands.settle()


def test_working_offline_is_shown_and_obeyed(hands: Hands) -> None:
    assert hands.window.status_line.network.text() == "Online"
    QTest.mouseClick(hands.window.status_line.network, Qt.MouseButton.LeftButton)
    hands.settle()
    assert hands.window.status_line.network.text() == "Offline"
    assert written(hands).offline
    assert hands.window.program.offline
    assert hands.window.program.runner.offline


def test_a_run_that_was_started_offline_goes_online_with_a_click(opened: Open) -> None:
    hands = opened(offline=True)
    network = hands.window.status_line.network
    assert network.text() == "Offline"
    assert "Click to go online" in network.toolTip()
    assert hands.window.actions_["offline"].isChecked()
    dialog = dialog_of(hands)
    assert dialog.network.offline_box.isChecked()
    dialog.close()
    QTest.mouseClick(network, Qt.MouseButton.LeftButton)
    hands.until(lambda: network.text() == "Online")
    assert not hands.window.actions_["offline"].isChecked()
    assert not hands.window.program.offline
    assert not hands.window.program.runner.offline
    QTest.mouseClick(network, Qt.MouseButton.LeftButton)
    hands.until(lambda: network.text() == "Offline")
    assert hands.window.program.runner.offline


def test_background_work_is_paused_and_resumed(hands: Hands) -> None:
    dialog = dialog_of(hands)
    runner = hands.window.program.runner
    assert runner.paused
    assert not dialog.work_box.isChecked()
    hands.window.actions_["pause-work"].setChecked(True)
    dialog.close()


def test_each_line_of_the_model_can_be_read(hands: Hands) -> None:
    dialog = dialog_of(hands)
    line = dialog.model_line
    assert line.text() == ""
    room = line.contentsRect().width() - line.fontMetrics().averageCharWidth() * 4
    assert line.fontMetrics().horizontalAdvance(line.placeholderText()) < room
    dialog.close()


def test_a_model_folder_is_kept_and_dropped(hands: Hands, qtbot: QtBot) -> None:
    dialog = dialog_of(hands)
    folder = hands.window.program.folder
    dialog.changed.emit("model_folder", folder)
    hands.settle()
    assert written(hands).model_folder == folder
    dialog.own_button.click()
    hands.settle()
    assert written(hands).model_folder is None
    dialog.close()


def test_limits_for_one_pdf_are_kept(hands: Hands) -> None:
    dialog = dialog_of(hands)
    dialog.seconds_box.setValue(90)
    dialog.memory_box.setValue(2000)
    hands.settle()
    kept = written(hands)
    assert (kept.extract_seconds, kept.extract_megabytes) == (90, 2000)
    dialog.close()
