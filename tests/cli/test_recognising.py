"""`ocr`: scans are recognised, searched and annotated; without Tesseract it says how to get it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.pdfs import write_pdf
from tests.scans import needs_tesseract, scan_of

PAGE = ["Growth of mosses in the north", "Mosses prefer the shaded side of a boulder and", "avoid the sunshine."]


def scan(cli: Cli, tmp_path: Path) -> str:
    """The id of a paper that is a scan."""
    path = scan_of(write_pdf(tmp_path / "typed.pdf", PAGE), tmp_path / "mosses.pdf")
    return str(cli("add", path, "--json").json["added"][0]["id"])


@needs_tesseract
def test_a_scan_is_recognised_searched_and_annotated(cli: Cli, tmp_path: Path) -> None:
    paper = scan(cli, tmp_path)
    annotate = ("annotate", paper, "--page", 1, "--quote", "shaded side of a boulder")
    assert cli(*annotate).code == 1

    done = cli("ocr", paper)
    assert (done.code, done.err.splitlines()[-1]) == (0, "Recognised the text of 1 PDF.")
    assert "mosses" in cli("search", "text:boulder").out
    made = cli(*annotate, "--json")
    assert made.code == 0 and made.json["quote"] == "shaded side of a boulder"

    again = cli("ocr", paper, "--again")
    assert (again.code, again.err.splitlines()[-1]) == (0, "Recognised the text of 1 PDF.")


def test_without_tesseract_it_says_how_to_get_it(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = scan(cli, tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    refused = cli("ocr", paper)
    assert refused.code == 1 and "Tesseract, which is not installed. Install it" in refused.err
    assert cli("jobs", "--json").json[0]["kind"] != "ocr"


@needs_tesseract
def test_a_language_that_is_not_there_is_refused(cli: Cli, tmp_path: Path) -> None:
    paper = scan(cli, tmp_path)
    (cli.folder / "settings.toml").write_text('ocr_languages = "tlh"\n')
    refused = cli("ocr", paper)
    assert refused.code == 1 and "does not know the language tlh here" in refused.err
