"""The page of the settings about digests and the mail that they go by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton

from readinglist.gui.settings_page import SettingsPage
from readinglist.gui.theme import Theme

if TYPE_CHECKING:
    from readinglist.settings import Settings

SECURITIES = (("starttls", "STARTTLS"), ("tls", "TLS"))
TIMES = (("never", "Never"), ("daily", "Every day"), ("weekly", "Every Monday"))
WAYS = (("file", "Into a folder"), ("mail", "By mail"))
USUAL_FOLDER = "digests, in the library's folder"


class MailPage(SettingsPage):
    """When digests come by themselves, where they go, and which server sends them."""

    password_given = Signal(str)
    """The user entered a password; empty to forget the one that is kept."""
    trial_wanted = Signal()

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__(theme)
        self._add_digest(settings)
        self._add_server(settings)
        self.end()

    def _add_digest(self, settings: Settings) -> None:
        form = self.section("Digest")
        self.every_box = self.choice(TIMES, settings.digest_every, "digest_every", "How often a digest comes")
        self.hour_box = self.number(settings.digest_hour, 0, 23, ":00", "digest_hour", "Hour of the digest")
        self.way_box = self.choice(WAYS, settings.digest_by, "digest_by", "Where digests go")
        self.folder_line = QLineEdit(str(settings.digest_folder or ""))
        self.folder_line.setReadOnly(True)
        self.folder_line.setPlaceholderText(USUAL_FOLDER)
        self.folder_line.setAccessibleName("Folder of the digests")
        choose = QPushButton("Choose…")
        choose.clicked.connect(self._on_choose)
        self.row(form, "It comes", self.every_box, QLabel("after"), self.hour_box)
        self.row(form, "It goes", self.way_box)
        self.row(form, "Folder", self.folder_line, choose)

    def _add_server(self, settings: Settings) -> None:
        form = self.section("Mail server")
        self.host_line = self.line(form, "Server", "smtp_host", settings.smtp_host, "smtp.example.org")
        self.security_box = self.choice(SECURITIES, settings.smtp_security, "smtp_security", "Encryption")
        self.port_box = self.number(settings.smtp_port, 0, 65535, "", "smtp_port", "Port")
        self.port_box.setSpecialValueText("Usual port")
        self.row(form, "Encryption", self.security_box, self.port_box)
        self.user_line = self.line(form, "User", "smtp_user", settings.smtp_user, "No login")
        self.password_line = QLineEdit()
        self.password_line.setEchoMode(QLineEdit.EchoMode.Password)
        self.password_line.setAccessibleName("Password")
        self.password_line.setPlaceholderText("Kept in the system's keyring")
        self.password_line.editingFinished.connect(self._on_password)
        self.row(form, "Password", self.password_line)
        self.to_line = self.line(form, "To", "smtp_to", settings.smtp_to, "name@example.org")
        self.from_line = self.line(form, "From", "smtp_from", settings.smtp_from, "The same address")
        self.trial_button = QPushButton("Send a Test")
        self.trial_button.clicked.connect(self._on_trial)
        self.row(form, "", self.trial_button)
        self.answer = QLabel()
        self.answer.setWordWrap(True)
        self.answer.setAccessibleName("What came of it")
        self.answer.hide()
        form.addRow(self.answer)

    @Slot(bool, str)
    def show_answer(self, good: bool, words: str) -> None:
        """What came of the test, or of keeping the password."""
        self.trial_button.setEnabled(True)
        self._say(words, "third" if good else "problem")

    def _say(self, words: str, kind: str) -> None:
        self.answer.setProperty("kind", kind)
        self.answer.style().unpolish(self.answer)
        self.answer.style().polish(self.answer)
        self.answer.setText(words)
        self.answer.show()

    @Slot()
    def _on_password(self) -> None:
        if self.password_line.isModified():
            self.password_line.setModified(False)
            self.password_given.emit(self.password_line.text())

    @Slot()
    def _on_trial(self) -> None:
        self.trial_button.setEnabled(False)
        self._say("Sending…", "third")
        self.trial_wanted.emit()

    @Slot()
    def _on_choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder of the Digests")
        if chosen:
            self.folder_line.setText(chosen)
            self.changed.emit("digest_folder", Path(chosen))
