"""Annotations from the command line, on real PDFs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readinglist import settings
from readinglist.errors import InputError
from readinglist.library import Library
from tests.cli.conftest import Cli
from tests.pdfs import write_pdf

KEYS = [
    *("id", "paper", "page", "kind", "quote", "comment", "colour", "tags", "author", "origin", "created", "modified"),
]
PAGES = (
    ["Newts are slow and modest", "animals that live in ponds,", "and they are seldom in a hurry."],
    ["A second page about toads", "which are a different infor-", "mation altogether."],
)


@pytest.fixture
def paper(cli: Cli, tmp_path: Path) -> int:
    """A paper with a PDF of two pages."""
    added: int = cli.json("add", write_pdf(tmp_path / "newts.pdf", *PAGES))["added"][0]["id"]
    return added


def annotate(cli: Cli, paper: int, page: int, quote: str, *more: str) -> Any:
    return cli.json("annotate", paper, "--page", page, "--quote", quote, *more)


def test_an_annotation_has_the_keys_and_null_for_what_is_missing(cli: Cli, paper: int) -> None:
    made = annotate(cli, paper, 1, "seldom in a hurry")
    assert list(made) == KEYS
    assert (made["paper"], made["page"], made["kind"], made["colour"]) == (paper, 1, "highlight", "yellow")
    assert (made["quote"], made["comment"], made["tags"], made["origin"]) == ("seldom in a hurry", None, [], "here")
    assert made["created"] == made["modified"] and made["created"].endswith("Z")
    assert cli.json("annotations", paper) == [made]


def test_a_quote_is_found_over_line_ends_and_kept_as_it_stands_on_the_page(cli: Cli, paper: int) -> None:
    made = annotate(cli, paper, 1, "modest animals\n that   live", "--underline", "--colour", "purple")
    assert (made["quote"], made["kind"], made["colour"]) == ("modest animals that live", "underline", "purple")
    assert annotate(cli, paper, 2, "different information altogether")["quote"] == "different information altogether"


@pytest.mark.parametrize(("page", "quote"), [(2, "seldom in a hurry"), (1, "newts that fly"), (3, "Newts")])
def test_what_is_not_on_that_page_is_refused(cli: Cli, paper: int, page: int, quote: str) -> None:
    outcome = cli("annotate", paper, "--page", page, "--quote", quote)
    assert outcome.code == 1 and outcome.out == "" and len(outcome.err.splitlines()) == 1
    assert cli.json("annotations") == []


@pytest.mark.parametrize(
    "bad",
    [
        ("--page", "0", "--quote", "Newts"),
        ("--page", "1", "--quote", " "),
        ("--page", "1"),
        ("--page", "1", "--quote", "Newts", "--colour", "pink"),
    ],
)
def test_mistakes_are_told_as_such(cli: Cli, paper: int, bad: tuple[str, ...]) -> None:
    assert cli("annotate", paper, *bad).code == 2


def test_without_a_pdf_there_is_nothing_to_mark(cli: Cli) -> None:
    bare = cli.json("add", "--title", "A paper without a file")["added"][0]["id"]
    outcome = cli("annotate", bare, "--page", 1, "--quote", "x")
    assert outcome.code == 1 and "attach" in outcome.err


def test_they_are_listed_in_order_and_by_tag_and_colour(cli: Cli, paper: int) -> None:
    last = annotate(cli, paper, 2, "toads", "--tag", "zoo/toads")
    second = annotate(cli, paper, 1, "seldom", "--colour", "red", "--tag", "zoo", "--comment", "*really*")
    first = annotate(cli, paper, 1, "Newts are slow", "--colour", "red")
    assert cli.json("annotations", paper) == cli.json("annotations") == [first, second, last]
    assert cli.json("annotations", "--tag", "zoo") == [second, last]
    assert cli.json("annotations", "--colour", "red") == [first, second]
    assert cli.json("annotations", paper, "--colour", "red", "--tag", "zoo") == [second]
    assert second["comment"] == "*really*" and second["tags"] == ["zoo"]
    assert cli("annotations", paper, "--format", "json").out == cli("--json", "annotations", paper).out
    lines = cli("annotations").out.splitlines()
    assert [line for line in lines if "*really*" in line] and len(lines) == 5
    cli("undo")
    assert cli.json("annotations") == [second, last]
    assert cli.json("search", "--by", "words", "has:annotation really")[0]["snippet"].startswith("p. 1: ")
    assert cli.json("search", "--by", "words", "annotation:toads")[0]["snippet"] == "p. 2: **toads**"


def test_they_come_as_markdown(cli: Cli, paper: int) -> None:
    made = annotate(cli, paper, 2, "A second page", "--comment", "Well.")
    key = cli.json("show", paper)["citation_key"]
    text = cli("annotations", paper, "--format", "markdown").out
    assert f"> A second page ([p. 2](readinglist://paper/{key}?page=2&annotation={made['id']}))\n\nWell.\n" in text
    assert cli("--json", "annotations", "--format", "markdown").code == 2


def test_a_copy_has_them_as_annotations_and_the_original_is_untouched(cli: Cli, paper: int, tmp_path: Path) -> None:
    import hashlib

    import pymupdf

    made = annotate(cli, paper, 1, "seldom in a hurry", "--colour", "green", "--comment", "Ha.")
    source = Path(cli.json("show", paper)["documents"][0]["path"])
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    target = tmp_path / "out" / "copy.pdf"
    refused = cli("annotated-pdf", paper, "-o", target)
    assert refused.code == 1 and "out" in refused.err
    target.parent.mkdir()
    assert cli.json("annotated-pdf", paper, "-o", target) == {"path": str(target), "annotations": 1}
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before

    other = cli.json("--library", tmp_path / "other", "add", target)["added"][0]["id"]
    cli("--library", tmp_path / "other", "work", "--until-idle", "--offline")
    (found,) = cli.json("--library", tmp_path / "other", "annotations", other)
    assert found["origin"] == "pdf"
    for name in ("page", "kind", "quote", "comment", "colour", "author"):
        assert found[name] == made[name], name
    assert found["created"][:19] == made["created"][:19]
    assert cli("annotated-pdf", paper, "-o", source).code == 1

    library = Library(tmp_path / "other")  # there the file brought it; what is deleted is left out of the copy
    library.annotations.remove([found["id"]])
    library.close()
    bare = target.with_name("bare.pdf")
    cli.json("--library", tmp_path / "other", "annotated-pdf", other, "-o", bare)
    with pymupdf.open(bare) as document:
        assert list(document[0].annots()) == []


def test_they_are_signed_as_the_settings_say(cli: Cli, paper: int) -> None:
    settings.change(cli.folder / "settings.toml", name=" Ada  L. ")
    assert annotate(cli, paper, 1, "Newts are slow")["author"] == "Ada L."
    with pytest.raises(InputError, match="one line"):
        settings.change(cli.folder / "settings.toml", name="Ada\nL.")


def test_a_locked_pdf_asks_for_its_password_in_a_sentence(cli: Cli, tmp_path: Path) -> None:
    import pymupdf

    plain, locked, target = write_pdf(tmp_path / "plain.pdf", *PAGES), tmp_path / "locked.pdf", tmp_path / "copy.pdf"
    with pymupdf.open(plain) as document:
        document.save(locked, encryption=5, user_pw="shelf", owner_pw="x")
    paper = cli.json("add", "--title", "Newts and toads")["added"][0]["id"]
    cli.json("attach", paper, locked)
    words = ("annotate", paper, "--page", 1, "--quote", "seldom in a hurry")
    for more, said in (((), "is locked"), (("--password", "wrong"), "does not open with this password")):
        outcome = cli(*words, *more)
        assert outcome.code == 1 and said in outcome.err and "--password" in outcome.err
        assert len(outcome.err.splitlines()) == 1
    assert cli.json(*words, "--password", "shelf")["quote"] == "seldom in a hurry"
    outcome = cli("annotated-pdf", paper, "-o", target)
    assert outcome.code == 1 and "is locked" in outcome.err and not target.exists()
    assert cli.json("annotated-pdf", paper, "-o", target, "--password", "shelf")["annotations"] == 1
    with pymupdf.open(target) as copy:
        assert copy.authenticate("shelf") and [each.type[1] for each in copy[0].annots()] == ["Highlight"]
