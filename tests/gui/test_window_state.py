"""What the window remembers comes back, and a broken file harms nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readinglist.gui import window_state
from readinglist.gui.window_state import FILE, WindowState

states = st.builds(
    WindowState,
    panes=st.lists(st.integers(0, 3000), max_size=3).map(tuple),
    sidebar=st.booleans(),
    place=st.text(max_size=20),
    name=st.text(max_size=20),
    text=st.text(max_size=40),
    selected=st.lists(st.integers(1, 10**9), max_size=5).map(tuple),
    folded=st.lists(st.text(max_size=10), max_size=5).map(tuple),
    tab=st.text(max_size=10),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states)
def test_what_was_saved_is_loaded(tmp_path: Path, state: WindowState) -> None:
    window_state.save(tmp_path, state)
    assert window_state.load(tmp_path) == state


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"panes": "wide", "sidebar": 1, "selected": [true, 2]}', "\x00"])
def test_a_broken_file_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert window_state.load(tmp_path) == WindowState()


def test_unknown_keys_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"place": "inbox", "of a later version": {}}')
    assert window_state.load(tmp_path) == WindowState(place="inbox")


def test_no_file_is_the_first_start(tmp_path: Path) -> None:
    assert window_state.load(tmp_path) == WindowState()


def test_a_folder_that_is_gone_is_only_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    window_state.save(tmp_path / "gone", WindowState())
    assert "cannot be kept" in caplog.text
