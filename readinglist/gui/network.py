"""Whether this computer has a network at all, as far as the system tells."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot


class Network(QObject):
    """Follows the system's word; where the system says nothing, a network is taken for granted."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.there = True
        """Whether there is a network."""

    def follow(self) -> None:
        """Begin to listen; after the first paint, for it costs an import."""
        from PySide6.QtNetwork import QNetworkInformation

        if not QNetworkInformation.loadDefaultBackend():
            return
        information = QNetworkInformation.instance()
        information.reachabilityChanged.connect(self._on_changed)
        self._on_changed(information.reachability())

    @Slot(object)
    def _on_changed(self, reachability: object) -> None:
        from PySide6.QtNetwork import QNetworkInformation

        there = reachability != QNetworkInformation.Reachability.Disconnected
        if there != self.there:
            self.there = there
            self.changed.emit()
