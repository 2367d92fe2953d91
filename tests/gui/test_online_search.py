"""What stands in the search field is looked for at Hugging Face, and a paper that it finds is added."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.gui.conftest import Hands
from tests.services import Services, many_papers

PAPERS = many_papers(6)


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """The program is led to them."""
    with Services(PAPERS) as services:
        for name, value in services.environ.items():
            monkeypatch.setenv(name, value)
        yield services


def test_a_paper_that_was_found_is_added_and_known_the_next_time(services: Services, hands: Hands) -> None:
    window, wanted = hands.window, PAPERS[2]
    window.search_for(wanted.title)
    hands.settle()
    for kind in ("Add", "Yours"):
        window.actions_["search-online"].trigger()
        hands.until(lambda: window.boxes.palette is not None and window.boxes.palette.isVisible(), seconds=20)
        palette = window.boxes.palette
        assert palette is not None
        offered = {command.title: command for command in palette.commands()}
        assert offered[wanted.title].kind == kind
        palette.field.setText(wanted.title)
        hands.key("\r", palette.field)
        hands.until(lambda: wanted.title in hands.titles(), seconds=20)
        hands.settle()
    assert window.library.papers.find(wanted.arxiv_id or "")


def test_without_words_or_a_network_it_says_so(services: Services, hands: Hands) -> None:
    hands.window.actions_["search-online"].trigger()
    assert "Type what to look for" in hands.toast()
    hands.window.search_for("lamps")
    hands.settle()
    hands.window.program.change_settings(offline=True)
    hands.window.actions_["search-online"].trigger()
    assert "you work offline" in hands.toast()
    assert not services.calls("huggingface")
