"""A window with a paper whose PDF can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gui.conftest import Hands, _nothing_caught, folder, hands, opened, theme
from tests.gui_reader.hands import PAGES, Reader, attach
from tests.pdfs import write_pdf

__all__ = ("_nothing_caught", "folder", "hands", "opened", "reader", "theme")


@pytest.fixture
def reader(hands: Hands, tmp_path: Path) -> Reader:
    """A window with a paper of twelve pages."""
    attach(hands, write_pdf(tmp_path / "report.pdf", *PAGES))
    return Reader(hands)
