"""Days in words, whatever language the system speaks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from readinglist.dates import day_and_month
from tests.conftest import ROOT

SAID = """
import locale
from datetime import UTC, date, datetime
from readinglist.dates import clock_time
from readinglist.jobs.feed_times import showing
locale.setlocale(locale.LC_ALL, "")  # as Qt does when a window is made
assert f"{date(2025, 5, 3):%B}" == "Mai"
print(showing("arXiv is away.", "2025-05-03", datetime(2025, 6, 1, tzinfo=UTC)))
print(clock_time(datetime(2025, 5, 3, 12, tzinfo=UTC)))
"""


def test_each_month_has_its_name() -> None:
    months = {day_and_month(date(2025, month, 3)) for month in range(1, 13)}
    assert len(months) == 12 and {"3 May", "3 December"} < months


def test_sentences_are_english_on_a_system_that_is_not(tmp_path: Path) -> None:
    localedef = shutil.which("localedef")
    made = localedef and subprocess.run(
        [localedef, "-i", "de_DE", "-f", "UTF-8", tmp_path / "de_DE.UTF-8"], capture_output=True, check=False
    )
    if not made or not (tmp_path / "de_DE.UTF-8").exists():
        pytest.skip("no German locale can be made here")
    german = os.environ | {"LOCPATH": str(tmp_path), "LC_ALL": "de_DE.UTF-8", "TZ": "UTC"}
    said = subprocess.run(
        [sys.executable, "-c", SAID], env=german, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert said.stdout.splitlines() == ["arXiv is away; showing what it had up to 3 May.", "3 May, 12:00"], said.stderr
