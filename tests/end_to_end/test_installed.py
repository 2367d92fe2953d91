"""The main job through the installed command: text in, work done offline, search and related out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.end_to_end.conftest import Call, run

BIBTEX = """
@inproceedings{rivers2021, title={Learned Sparse Retrieval with an Inverted Index}, author={Rivers, Nora and Tan, Wei},
  year={2021}, keywords={retrieval}, abstract={Documents become sparse vectors over a vocabulary, and an inverted index
  finds the nearest ones. Learned sparse retrieval expands each document with words that it does not contain.}}
@article{okafor2022, title={How Far Does Dense Retrieval Carry?}, author={Okafor, Ifeoma}, year={2022},
  abstract={We compare dense retrieval with learned sparse retrieval where no training data is at hand, and find that
  an inverted index with word weights is hard to beat.}}
@article{lind2020, title={Growing Tomatoes on Balconies}, author={Lind, Maja}, year={2020},
  abstract={Sun, water and a large pot: what tomatoes need in a city, measured over three summers on forty balconies.}}
@article{broken2020, title={This entry never ends
"""


def answer(text: str) -> Any:
    return json.loads(text)


def test_the_main_job(call: Call, tmp_path: Path) -> None:
    added = answer(call("add", "-", "--json", stdin=BIBTEX, expect=1).stdout)
    assert len(added["added"]) == 3
    assert len(added["failed"]) == 1, "the broken entry is reported, the good ones come in"

    titles = call("list", "--sort", "title").stdout
    assert titles.index("Growing Tomatoes") < titles.index("How Far Does") < titles.index("Learned Sparse")

    paper = answer(call("show", "Learned Sparse", "--json").stdout)
    assert paper["authors"] == ["Nora Rivers", "Wei Tan"]
    assert (paper["year"], paper["tags"], paper["status"]) == (2021, ["retrieval"], "to-read")

    call("attach", "Growing Tomatoes", ROOT / "resources" / "sample" / "reading-list-guide.pdf")
    call("--offline", "work", "--until-idle")
    left = answer(call("jobs", "--json").stdout)
    assert {job["kind"] for job in left} == {"look-up"}, "of papers without an id, for when there is a network"
    (document,) = answer(call("show", "Growing Tomatoes", "--json").stdout)["documents"]
    assert document["pages"] == 3 and Path(document["path"]).is_relative_to(tmp_path / "library" / "documents")

    found = answer(call("--json", "--offline", "search", "plants for flat dwellers", "--by", "meaning").stdout)
    assert found[0]["title"] == "Growing Tomatoes on Balconies"
    related = answer(call("--json", "--offline", "related", "Learned Sparse").stdout)
    assert related[0]["title"] == "How Far Does Dense Retrieval Carry?"
    assert related[0]["reasons"]

    call("tag", "Growing", "--add", "garden")
    assert answer(call("undo", "--json").stdout)["done"]
    assert answer(call("list", "tag:garden", "--json").stdout) == []


def test_demo_draws_pictures(call: Call, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    said = call("demo", "--pictures", pictures)
    drawn = sorted(pictures.glob("*.png"))
    assert len(drawn) >= 2, said.stdout
    assert all(picture.read_bytes().startswith(b"\x89PNG") and picture.stat().st_size > 10_000 for picture in drawn)
    assert "because" in said.stdout and said.stderr == ""
    assert not (tmp_path / "library").exists(), "the demo's library is its own"


def test_the_installed_program_runs_not_the_tree(installed: Path, tmp_path: Path) -> None:
    program = (
        "import readinglist, readinglist.paths as p; print(readinglist.__file__); print(p.resource('icons/star.svg'))"
    )
    where = run([installed.parent / "python", "-c", program], cwd=tmp_path).stdout.split()
    for path in map(Path, where):
        assert path.exists() and path.is_relative_to(installed.parent.parent)


def test_as_a_module(installed: Path, tmp_path: Path) -> None:
    module = run([installed.parent / "python", "-m", "readinglist", "--version"], cwd=tmp_path)
    command = run([installed, "--version"], cwd=tmp_path)
    assert module.stdout == command.stdout != ""


def test_without_a_screen_it_says_so(call: Call) -> None:
    said = call(expect=1)
    assert said.stdout == ""
    (sentence,) = said.stderr.splitlines()
    assert "screen" in sentence and "DISPLAY" in sentence and "Every command works" in sentence


def test_a_screen_that_does_not_answer(call: Call) -> None:
    for dead in ({"DISPLAY": ":4711"}, {"WAYLAND_DISPLAY": "wayland-4711"}):
        said = call(expect=1, **dead)
        (sentence,) = said.stderr.splitlines()
        assert "4711" in sentence and "does not answer" in sentence


def test_a_query_may_begin_with_a_minus(call: Call) -> None:
    call("add", "--title", "Kept")
    call("add", "--title", "Left out")
    assert [paper["title"] for paper in answer(call("list", "-left", "--json").stdout)] == ["Kept"]
