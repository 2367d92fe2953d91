"""Digests beside the window: made, written and sent on a thread of their own, for a mail server takes its time."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from readinglist.errors import ReadingListError
from readinglist.gui import guard
from readinglist.gui.work import Reads, UserThread

if TYPE_CHECKING:
    from readinglist.exchange.digest import Digest
    from readinglist.jobs.digests import Delivered
    from readinglist.mail import Account
    from readinglist.program import Program

EVERY_MS = 60_000
"""Between two looks whether a digest is due."""
KEPT = "The password is in the system's keyring."
FORGOTTEN = "The password is forgotten."


class DigestPost(QObject):
    """Made in the window; its thread begins with the first thing to do."""

    said = Signal(str)
    """Something was done: a sentence."""
    troubled = Signal(str)
    """Something could not be done: why."""
    answered = Signal(bool, str)
    """Whether what the settings asked for was done (a password kept, a trial sent), and a sentence."""

    def __init__(self, program: Program, user: UserThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._program, self._user = program, user
        self._threads: Reads | None = None
        self._closed = False
        self._problem = ""
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """From now on what is due comes by itself."""
        self._timer.start()

    def close(self) -> None:
        """End; what is being sent at this moment may still arrive."""
        self._closed = True
        self._timer.stop()
        if self._threads is not None:
            self._threads.close()

    @property
    def busy(self) -> bool:
        """Whether anything is being made, written or sent."""
        return self._threads is not None and self._threads.busy

    @property
    def can_send(self) -> bool:
        """Whether a mail server is set."""
        return bool(self._program.settings.smtp_host)

    # -- what can be asked for

    @Slot()
    def look(self) -> None:
        """Deliver the digest that is due, if one is."""
        if self._program.settings.digest_every != "never" and not self.busy:
            program = self._program
            self._ask(lambda: program.digests.deliver_due(datetime.datetime.now().astimezone()), self._on_delivered)

    def make(self, days: int, on_done: Callable[[Digest], None], on_failed: Callable[[Exception], None]) -> None:
        """Make the digest of the last days; answered in the GUI thread, the newest question only."""
        self._ask(partial(_made, self._program, days), on_done, on_failed, key="make")

    def save(self, digest: Digest, path: Path) -> None:
        """Write it to a file in the form that its ending means."""
        self._ask(partial(_saved, digest, path), self._on_saved)

    def send(self, digest: Digest) -> None:
        """Send it by mail."""
        program = self._program
        self.said.emit("Sending the digest…")
        self._ask(lambda: program.digests.send(digest), self._on_sent)

    @Slot(str)
    def keep_password(self, password: str) -> None:
        """Keep the password of the account in the keyring; none is forgotten."""
        self._when_settings_hold(partial(self._keep, password))

    @Slot()
    def try_out(self) -> None:
        """Send a message to see whether mail arrives."""
        self._when_settings_hold(self._try_out)

    # -- how it is done

    def _when_settings_hold(self, then: Callable[[object], None]) -> None:
        # A line that was just left is on its way to the file, on the user's thread: come behind it.
        self._user.do("", _nothing, on_done=then, undoable=False)

    def _keep(self, password: str, _: object) -> None:
        program, words = self._program, KEPT if password else FORGOTTEN
        self._ask(lambda: program.mail.keep_password(password), partial(self._on_kept, words), self._on_not_answered)

    def _try_out(self, _: object) -> None:
        program = self._program
        self._ask(lambda: program.mail.send_trial(), self._on_tried, self._on_not_answered)

    def _ask(
        self,
        function: Callable[[], object],
        on_done: Callable[..., None],
        on_failed: Callable[[Exception], None] | None = None,
        key: str | None = None,
    ) -> None:
        if self._closed:
            return
        if self._threads is None:
            self._threads = Reads(threads=1)
        self._threads.ask(function, on_done, key=key, on_failed=on_failed or self._on_failed)

    def _on_delivered(self, delivered: Delivered | None) -> None:
        if delivered is None:
            return
        told, self._problem = self._problem, delivered.problem
        if delivered.problem:
            if delivered.problem != told:  # it is tried again each hour, and told of once
                self.troubled.emit(f"The digest waits. {delivered.problem}")
        elif delivered.path is not None:
            self.said.emit(f"Today's digest is in {delivered.path}")
        else:
            self.said.emit(f"The digest was sent to {delivered.to}")

    def _on_saved(self, path: Path) -> None:
        self.said.emit(f"Saved as {path.name}")

    def _on_sent(self, account: Account) -> None:
        self.said.emit(f"Sent to {account.to}")

    def _on_failed(self, error: Exception) -> None:
        self.troubled.emit(sentence(error))

    def _on_kept(self, words: str, _: object) -> None:
        self.answered.emit(True, words)

    def _on_tried(self, account: Account) -> None:
        self.answered.emit(True, f"{account.host} took the mail. Look whether it arrives at {account.to}.")

    def _on_not_answered(self, error: Exception) -> None:
        self.answered.emit(False, sentence(error))


def sentence(error: Exception) -> str:
    """What to tell the user of an error; a bug of ours is reported."""
    if isinstance(error, ReadingListError):
        return str(error)
    guard.report(error, "a digest")
    return "Something went wrong inside the program. The log has the details."


def _nothing() -> None:
    """Only takes its turn."""


def _made(program: Program, days: int) -> Digest:
    now = datetime.datetime.now().astimezone()
    return program.digests.make(now - datetime.timedelta(days=days), now)


def _saved(digest: Digest, path: Path) -> Path:
    from readinglist.exchange.digest_forms import BY_ENDING, digest_as
    from readinglist.jobs.digests import write

    write(path, digest_as(digest, BY_ENDING.get(path.suffix.lower(), "html")))
    return path
