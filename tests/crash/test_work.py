"""kill -9 at random moments of `readinglist work` on real PDFs: every job ends, nothing is doubled or lost."""

from __future__ import annotations

import contextlib
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from readinglist.library import Library
from tests.conftest import ROOT

pytestmark = [pytest.mark.crash, pytest.mark.shared]

ROUNDS = 25
SEED = 20260101


def command(library: Path, *arguments: object) -> list[str]:
    return [sys.executable, "-m", "readinglist", "--library", str(library), "--offline", *map(str, arguments)]


def run(library: Path, *arguments: object) -> Any:
    done = subprocess.run(
        [*command(library, *arguments), "--json"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=3000
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_killed_at_any_moment(shared: Path, tmp_path: Path) -> None:
    folder, chance = tmp_path / "library", random.Random(SEED)
    files = sorted((shared / "data" / "pdfs" / "jabref").rglob("*.pdf"))[:60]
    files += sorted((shared / "data" / "pdfs" / "papers").glob("*.pdf"))[:6]
    added = run(folder, "add", *files)["added"]
    run(folder, "add", shared / "data" / "daily-papers-listing.txt", "--date", "2025-09-03")
    for _ in range(ROUNDS):
        worker = subprocess.Popen(command(folder, "work"), cwd=ROOT, stderr=subprocess.DEVNULL)
        # No condition to wait for: that the moment is any is what is tried here.
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.wait(chance.uniform(0.3, 12))
        worker.kill()
        worker.wait()
    left = run(folder, "work", "--until-idle")["left"]
    assert {(group["kind"], group["state"]) for group in left} <= {("extract", "failed"), ("look-up", "waiting")}
    with Library.open(folder) as library:
        documents = [one for paper in library.papers.get_many(range(1, 1000)) for one in paper.documents]
        assert {one.state for one in documents} <= {"read", "empty", "failed"}
        assert all(one.reason for one in documents if one.state != "read")
        assert all(one.pages is not None for one in documents if one.state == "read")
        assert len({one.sha256 for one in documents}) == len(documents) >= len({paper["id"] for paper in added}) - 5
        assert all(job.attempts <= 1 for job in library.jobs.list()), "a kill costs no attempt"
        assert {path.name for path in library.documents_folder.glob("*.pdf")} == {one.path.name for one in documents}
        assert list(library.partial_folder.iterdir()) == []
        assert library.index.check() == []
        from readinglist.search import Embedder

        embedder = Embedder()
        missing = library.index.missing(embedder.stamp)
        embedder.close()
        assert (missing.papers, missing.documents, missing.unread_documents) == ((), (), ())
