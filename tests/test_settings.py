"""Settings: what is written is read again, and what the user wrote by hand is never lost."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.errors import InputError, LibraryError
from readinglist.settings import CHECKS, DENSITIES, THEMES, Settings, change, load

BY_HAND = """\
# my own remark
theme = "dark"   # easier at night
favourite = "ours, not the program's"

[plugin]
answer = 42
"""


def test_each_setting_is_checked() -> None:
    assert set(CHECKS) == {field.name for field in dataclasses.fields(Settings)}


def test_missing_file_is_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml") == (Settings(), ())


@given(
    theme=st.sampled_from(THEMES),
    density=st.sampled_from(DENSITIES),
    font_size=st.integers(9, 32),
    seconds=st.integers(1, 3600),
    paused=st.booleans(),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, theme: str, density: str, font_size: int, seconds: int, paused: bool
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    written = change(
        path, theme=theme, density=density, font_size=font_size, extract_seconds=seconds, work_paused=paused
    )
    assert load(path) == (written, ())
    assert (written.theme, written.density, written.font_size) == (theme, density, font_size)
    assert (written.extract_seconds, written.work_paused) == (seconds, paused)


def test_unknown_keys_comments_and_tables_stay(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    settings = change(path, theme="light", font_size=16)
    assert (settings.theme, settings.font_size) == ("light", 16)
    text = path.read_text(encoding="utf-8")
    assert "# my own remark" in text
    assert "# easier at night" in text
    assert 'favourite = "ours, not the program\'s"' in text
    assert text.index("font_size") < text.index("[plugin]"), "a key behind a table would belong to the table"
    assert load(path)[0] == settings


def test_a_wrong_value_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('theme = "pink"\nfont_size = 15\nwork_paused = 1\n', encoding="utf-8")
    settings, problems = load(path)
    assert settings == Settings(font_size=15)
    assert len(problems) == 2
    assert "theme" in problems[0]
    assert "system, light, dark" in problems[0]


def test_a_broken_file_is_reported_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("theme = dark\n", encoding="utf-8")
    settings, problems = load(path)
    assert settings == Settings()
    assert "line 1" in problems[0]
    assert path.read_text(encoding="utf-8") == "theme = dark\n"
    assert change(path, theme="light").theme == "light"
    assert (tmp_path / "settings.toml.broken").read_text(encoding="utf-8") == "theme = dark\n"
    path.write_text("again broken [", encoding="utf-8")
    change(path, theme="dark")
    assert (tmp_path / "settings.toml.broken-2").read_text(encoding="utf-8") == "again broken ["


def test_model_folder_comes_and_goes(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    assert change(path, model_folder=tmp_path / "model").model_folder == tmp_path / "model"
    assert change(path, model_folder=None).model_folder is None
    assert "model_folder" not in path.read_text(encoding="utf-8")


def test_an_address_and_a_proxy_are_kept_and_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    chosen = change(path, contact=" reader@example.org ", proxy="http://proxy.example.org:3128")
    assert (chosen.contact, chosen.proxy) == ("reader@example.org", "http://proxy.example.org:3128")
    assert change(path, contact="", proxy="") == Settings()


@pytest.mark.parametrize(
    "values",
    [
        {"theme": "pink"},
        {"font_size": 400},
        {"font_size": True},
        {"offline": "yes"},
        {"colour": "red"},
        {"contact": "me"},
        {"proxy": "ftp://there"},
        {"proxy": "http://[::1"},
        {"proxy": "http://proxy.example.org:99999"},
        {"proxy": "http://proxy.example.org:0"},
        {"proxy": "http://:3128"},
        {"folder_megabytes": -1},
    ],
)
def test_nonsense_is_refused_and_nothing_written(tmp_path: Path, values: dict[str, str | int | bool]) -> None:
    path = tmp_path / "settings.toml"
    with pytest.raises(InputError):
        change(path, **values)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"settings cannot be written"):
        change(tmp_path / "gone" / "settings.toml", theme="dark")


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    change(tmp_path / "settings.toml", theme="dark")
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]


def test_reading_settings_loads_no_writer() -> None:
    code = "import sys, readinglist.settings; sys.exit('tomlkit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
