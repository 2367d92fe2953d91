"""The password of an encrypted PDF: asked for, or taken from the system's keyring, and kept there if the user wants."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot

from readinglist.errors import KeyringError
from readinglist.gui.reader.message import Message
from readinglist.gui.reader.open_pdf import OpenPdf
from readinglist.library.records import Document
from readinglist.passwords import Passwords

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What the keyring holds for the file; `works`: there is a keyring."""

    password: str | None
    works: bool


class Unlocking(QObject):
    """A keyring may ask the user something and so take minutes: it is asked on a thread that nobody waits for."""

    unlocked = Signal()
    """There is another password to try."""
    troubled = Signal(str)
    _answered = Signal(object)

    def __init__(self, passwords: Passwords, pdf: OpenPdf, message: Message, document: Document) -> None:
        super().__init__(message)
        self._passwords, self._pdf, self._message, self._document = passwords, pdf, message, document
        self._name = f"PDF {document.sha256}"  # the same file is opened wherever it lies
        self._tried = self._looked_up = False
        self._asking = 0
        self._to_keep: str | None = None
        message.password_given.connect(self._on_password)
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether the keyring is being asked."""
        return bool(self._asking)

    def ask(self) -> None:
        """The file is encrypted, and what was tried so far does not open it."""
        self._to_keep = None
        self._message.ask_password(self._document.original_name, wrong=self._tried)
        if not self._looked_up:
            self._looked_up = True
            self._beside(self._look_up)

    def keep(self) -> None:
        """The file is open: keep its password, if the user wanted that."""
        if self._to_keep is not None:
            self._beside(self._keep)

    def _look_up(self) -> Found:
        try:
            return Found(self._passwords.get(self._name), True)
        except KeyringError as error:
            _log.info("No password is looked for: %s", error)
            return Found(None, False)

    def _keep(self) -> str:
        password, self._to_keep = self._to_keep, None
        try:
            self._passwords.keep(self._name, password or "")
        except KeyringError as error:
            return str(error)
        return ""

    def _beside(self, function: Callable[[], object]) -> None:
        self._asking += 1

        def run() -> None:
            answer = function()
            with contextlib.suppress(RuntimeError):  # the tab was closed meanwhile
                self._answered.emit(answer)

        threading.Thread(target=run, name="keyring", daemon=True).start()

    @Slot(object)
    def _on_answered(self, answer: Found | str) -> None:
        self._asking -= 1
        if isinstance(answer, str):
            if answer:
                self.troubled.emit(answer)
            return
        self._message.offer_keeping(answer.works)
        if answer.password and not self._tried and not self._message.password.text():
            self._try(answer.password)

    @Slot(str, bool)
    def _on_password(self, password: str, keep: bool) -> None:
        self._try(password)
        self._to_keep = password if keep else None

    def _try(self, password: str) -> None:
        self._tried = True
        self._pdf.unlock(password)
        self.unlocked.emit()
