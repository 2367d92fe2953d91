"""packaging/background_frequencies.py on a corpus of three papers."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

FILLER = " Words that fill the abstract up to a length worth counting stand here, one behind the other." * 3


def test_papers_and_titles_are_counted(tmp_path: Path) -> None:
    papers = [
        {"title": "Dense Retrieval", "abstract": f"Dense retrieval of passages.{FILLER}"},
        {"title": "Retrieving", "abstract": f"We study dense retrieval, and the dense. Retrieval again.{FILLER}"},
        {"title": "Dense retrieval without an abstract", "abstract": None},
    ]
    corpus, target = tmp_path / "corpus.jsonl.gz", tmp_path / "counts.gz"
    with gzip.open(corpus, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(paper) + "\n" for paper in papers * 4)
    command = [sys.executable, "packaging/background_frequencies.py", str(corpus), "--to", str(target)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True)
    first, *rows = gzip.decompress(target.read_bytes()).decode().splitlines()
    counts = {term: (int(papers), int(titles)) for term, papers, titles in (row.split("\t") for row in rows)}
    assert first == "8"
    assert counts["retriev"] == (8, 8)
    assert counts["dens"] == (8, 4)
    assert counts["dens retriev"] == (8, 4)
    assert "we studi" not in counts  # a stop word makes no phrase
    assert "dens again" not in counts
    assert list(counts) == sorted(counts)
