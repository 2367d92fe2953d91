"""Whether there is a network, as our own calls and the system tell, and what a click does about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication

from readinglist.gui.work import Reads

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.http_client import Network as KnownNetwork
    from readinglist.program import Program

SIGN_IN_PAGE = "http://arxiv.org/"
"""Opened in the browser where a log-in page stands before the network: without encryption that page can step in."""


class Network(QObject):
    """Follows both words in the GUI thread. Where the system says nothing, a network is taken for granted."""

    changed = Signal()
    _told = Signal()

    def __init__(self, program: Program, reads: Reads, offline: QAction, parent: QObject | None = None) -> None:
        """`offline` is the user's switch, which a click may move."""
        super().__init__(parent)
        self._program, self._reads, self._offline = program, reads, offline
        self._known: KnownNetwork | None = None
        self._forget: Callable[[], None] | None = None
        self._state = "online"
        self._system_says_gone = False
        self._signing_in = False
        # Calls notice on their own threads.
        self._told.connect(self._look, Qt.ConnectionType.QueuedConnection)

    @property
    def state(self) -> str:
        """`online`, `offline` (the user's switch), `no network`, or `portal`: a log-in page stands before it."""
        if self._state == "online" and self._system_says_gone:
            return "no network"
        return self._state

    def follow(self) -> None:
        """Begin to listen; after the first paint, for it costs imports."""
        program = self._program
        self._reads.ask(lambda: program.network, self._on_known)
        QGuiApplication.instance().applicationStateChanged.connect(self._on_application)  # type: ignore[union-attr]
        from PySide6.QtNetwork import QNetworkInformation

        if not QNetworkInformation.loadDefaultBackend():
            return
        information = QNetworkInformation.instance()
        information.reachabilityChanged.connect(self._on_reachability)
        self._on_reachability(information.reachability())

    def close(self) -> None:
        """Hear nothing more."""
        if self._forget is not None:
            self._forget()
            self._forget = None

    @Slot()
    def act(self) -> None:
        """Do what helps: go online or offline by the user's switch, try at once, or open the log-in page."""
        match self.state:
            case "no network":
                self._system_says_gone = False
                self._try_at_once()
                self.changed.emit()
            case "portal":
                self._signing_in = QDesktopServices.openUrl(QUrl(SIGN_IN_PAGE))
                if not self._signing_in:
                    self._try_at_once()
            case _:
                self._offline.trigger()

    def _try_at_once(self) -> None:
        # On another thread, for it sets free what waits, which writes to the library.
        if self._known is not None:
            self._reads.ask(self._known.say_online, self._on_tried)

    def _on_tried(self, _: object) -> None:
        self._look()

    def _on_known(self, known: KnownNetwork) -> None:
        self._known = known
        self._forget = known.listen(self._on_heard)
        self._look()

    def _on_heard(self, _state: str) -> None:
        """On the thread that noticed it: only wake the GUI thread."""
        self._told.emit()

    @Slot()
    def _look(self) -> None:
        before = self.state
        if self._known is not None:
            self._state = self._known.state
        if self.state != before:
            self.changed.emit()

    @Slot(object)
    def _on_application(self, state: Qt.ApplicationState) -> None:
        # Whoever comes back from the browser has signed in, or will see the log-in page named again.
        if self._signing_in and state == Qt.ApplicationState.ApplicationActive:
            self._signing_in = False
            self._try_at_once()

    @Slot(object)
    def _on_reachability(self, reachability: object) -> None:
        from PySide6.QtNetwork import QNetworkInformation

        before, was_gone = self.state, self._system_says_gone
        self._system_says_gone = reachability == QNetworkInformation.Reachability.Disconnected
        if was_gone and not self._system_says_gone:
            self._try_at_once()
        if self.state != before:
            self.changed.emit()
