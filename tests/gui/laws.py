"""Qt's own tester of item models, made to raise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester


@contextmanager
def check_model(model: QAbstractItemModel) -> Iterator[None]:
    """While this is open, a model that breaks Qt's rules makes Qt warn, which fails the test."""
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield
    tester.setUseFetchMore(False)  # held until here: a tester that is gone tests nothing
