"""Tags, notes, status, stars, edits, smart lists, Trash and undo from the command line."""

from __future__ import annotations

from tests.cli.conftest import AddTitles, Cli

PAPER_KEYS = [
    "id",
    "citation_key",
    "title",
    "authors",
    "year",
    "venue",
    "abstract",
    "arxiv_id",
    "arxiv_version",
    "doi",
    "url",
    "status",
    "starred",
    "tags",
    "note",
    "documents",
    "feed_date",
    "added",
    "updated",
]


def test_a_paper_has_all_keys_and_null_for_what_is_missing(cli: Cli, add_titles: AddTitles) -> None:
    (paper,) = add_titles("Sphere packing")
    shown = cli.json("show", paper)
    assert list(shown) == PAPER_KEYS
    assert shown["title"] == "Sphere packing"
    assert (shown["authors"], shown["tags"], shown["documents"], shown["starred"]) == ([], [], [], False)
    for name in ("year", "venue", "abstract", "arxiv_id", "arxiv_version", "doi", "url", "note", "feed_date"):
        assert shown[name] is None, name
    assert shown["added"].endswith("Z")
    assert shown["updated"] >= shown["added"]


def test_edit_writes_what_is_given_and_nothing_else(cli: Cli, add_titles: AddTitles) -> None:
    (paper,) = add_titles("Shpere packing")
    (edited,) = cli.json(
        *("edit", paper, "--title", "Sphere packing", "--author", "Ada Lovelace", "--author", "Li, Wei"),
        *(
            "--year",
            "2019",
            "--venue",
            "Annals",
            "--doi",
            "https://doi.org/10.4007/ANNALS.1",
            "--arxiv",
            "1603.04246v2",
        ),
    )
    assert edited["title"] == "Sphere packing"
    assert edited["authors"] == ["Ada Lovelace", "Wei Li"]
    assert (edited["year"], edited["venue"], edited["doi"]) == (2019, "Annals", "10.4007/annals.1")
    assert (edited["arxiv_id"], edited["arxiv_version"]) == ("1603.04246", 2)
    assert cli.json("edit", "1603.04246", "--year", "")[0]["year"] is None
    assert cli.json("edit", "10.4007/annals.1", "--venue", "")[0]["venue"] is None
    assert cli("edit", paper, "--doi", "nonsense").code == 1
    assert cli("edit", paper, "--year", "99999").code == 1


def test_tags_come_and_go(cli: Cli, add_titles: AddTitles) -> None:
    one, two = add_titles("One", "Two")
    changed = cli.json("tag", one, two, one, "--add", "nlp/retrieval", "--add", "seen")
    assert [(paper["id"], paper["tags"]) for paper in changed] == [
        (one, ["nlp/retrieval", "seen"]),
        (two, ["nlp/retrieval", "seen"]),
    ]
    assert cli.json("tag", one, "--remove", "seen", "--add", "kept")[0]["tags"] == ["kept", "nlp/retrieval"]
    assert cli.json("undo")["done"] is not None
    assert cli.json("tag", one)[0]["tags"] == ["nlp/retrieval", "seen"], "one command is one step"
    assert cli("tag", one, "--remove", "unknown").code == 1


def test_tags_command(cli: Cli, add_titles: AddTitles) -> None:
    one, two = add_titles("One", "Two")
    cli("tag", one, "--add", "a/x")
    cli("tag", two, "--add", "b")
    tags = cli.json("tags")
    assert [(tag["name"], tag["count"]) for tag in tags] == [("a/x", 1), ("b", 1)]
    assert set(tags[0]) == {"name", "colour", "count"}
    assert [tag["name"] for tag in cli.json("tags", "rename", "a/x", "c")] == ["b", "c"]
    assert cli.json("tags", "merge", "b", "c") == [{"name": "c", "colour": tags[0]["colour"], "count": 2}]
    undone = cli.json("undo")["done"]
    assert "Nothing changed: the tag is called c already." in cli("tags", "rename", "c", "c").err
    assert cli.json("redo")["done"] == undone, "nothing was done in between"
    for old, new in (("c", "b/d"), ("b/d", "b"), ("b", "c")):
        assert f"is now called {new}." in cli("tags", "rename", old, new).err
    assert "is now called C" in cli("tags", "rename", "c", "C").err
    assert "is now called c" in cli("tags", "rename", "C", "c").err
    assert cli.json("tags", "delete", "c") == []
    assert cli.json("show", one)["tags"] == []
    assert "c" not in cli("tags").out


def test_notes(cli: Cli, add_titles: AddTitles) -> None:
    (paper,) = add_titles("One")
    assert cli("note", paper).out == "\n"
    assert cli.json("note", paper, "--append", "first")[0]["note"] == "first"
    assert cli.json("note", paper, "--append", "second")[0]["note"] == "first\nsecond"
    assert cli.json("note", paper, "-", stdin="# From a pipe\n\nwith *stars*\n")[0]["note"].startswith("# From a pipe")
    assert cli("note", paper).out == "# From a pipe\n\nwith *stars*\n\n"
    assert cli.json("note", paper, "--text", "")[0]["note"] is None
    cli("undo")
    assert cli.json("show", paper)["note"].startswith("# From a pipe")


def test_what_one_command_wrote_the_next_finds(cli: Cli, add_titles: AddTitles) -> None:
    (paper,) = add_titles("One")
    cli("note", paper, "--text", "reminds me of elephants")
    cli("tag", paper, "--add", "zoology")
    for query in ("elephant", "note:elephants", "tag:zoology", "has:note"):
        assert [found["id"] for found in cli.json("list", query)] == [paper], query
        assert [found["id"] for found in cli.json("search", "--by", "words", query)] == [paper], query
    cli("note", paper, "--text", "")
    assert cli.json("list", "elephant") == []


def test_status_and_star(cli: Cli, add_titles: AddTitles) -> None:
    one, two = add_titles("One", "Two")
    assert [paper["status"] for paper in cli.json("status", one, two, "reading")] == ["reading", "reading"]
    cli("status", one, "read")
    assert cli.json("star", one)[0]["starred"] is True
    assert [paper["id"] for paper in cli.json("list", "is:starred")] == [one]
    assert cli.json("star", one, "--off")[0]["starred"] is False
    assert [paper["id"] for paper in cli.json("list", "status:reading")] == [two]


def test_dismissed_papers_show_only_when_asked_for(cli: Cli, add_titles: AddTitles) -> None:
    one, two = add_titles("Gone whales", "Kept whales")
    cli("status", one, "dismissed")
    assert [paper["id"] for paper in cli.json("list")] == [two]
    assert [paper["id"] for paper in cli.json("search", "whales", "--by", "words")] == [two]
    assert [paper["id"] for paper in cli.json("list", "status:dismissed")] == [one]
    assert [paper["id"] for paper in cli.json("search", "whales status:dismissed", "--by", "words")] == [one]


def test_smart_lists(cli: Cli) -> None:
    assert cli.json("lists") == []
    assert cli.json("lists", "add", "Fresh", "added:<7d", "is:unread") == [
        {"name": "Fresh", "query": "added:<7d is:unread"}
    ]
    assert "added:<7d" in cli("lists").out
    assert cli("lists", "add", "Broken", "year:abc").code == 1
    again = cli("lists", "add", "fresh", "added:<9d")
    assert "Replaced the query of the smart list Fresh, which was: added:<7d is:unread" in again.err
    cli("undo")
    assert cli.json("lists")[0]["query"] == "added:<7d is:unread"
    assert cli.json("lists", "remove", "Fresh") == []


def test_trash_and_back(cli: Cli, add_titles: AddTitles) -> None:
    one, two = add_titles("One", "Two")
    assert [paper["id"] for paper in cli.json("remove", one)] == [one]
    assert [paper["id"] for paper in cli.json("list")] == [two]
    assert [paper["id"] for paper in cli.json("trash")] == [one]
    assert [paper["id"] for paper in cli.json("restore", one)] == [one]
    assert cli.json("trash") == []
    cli("remove", one)
    assert [paper["id"] for paper in cli.json("trash", "--empty")] == [one]
    assert cli.json("trash") == []
    assert cli("show", one).code == 1
    assert [paper["id"] for paper in cli.json("list")] == [two]
    undone = cli("undo")
    assert undone.code == 1 and "cannot be undone" in undone.err and "undo again" in undone.err
    assert [paper["id"] for paper in cli.json("list")] == [two]
    assert "Two" in cli.json("undo")["done"]


def test_undo_and_redo(cli: Cli, add_titles: AddTitles) -> None:
    assert cli.json("undo") == {"done": None}
    assert cli.json("redo") == {"done": None}
    (paper,) = add_titles("One")
    cli("star", paper)
    undone = cli.json("undo")["done"]
    assert undone
    assert cli.json("show", paper)["starred"] is False
    assert cli.json("redo") == {"done": undone}
    assert cli.json("show", paper)["starred"] is True
    cli("undo")
    cli("undo")
    assert cli.json("list") == []
    assert "nothing to undo" in cli("undo").err


def test_data_goes_to_stdout_and_talk_to_stderr(cli: Cli, add_titles: AddTitles) -> None:
    (paper,) = add_titles("One")
    for command in (
        ["star", paper],
        ["tag", paper, "--add", "x"],
        ["status", paper, "read"],
        ["list"],
        ["remove", paper],
    ):
        outcome = cli(*command)
        assert outcome.code == 0
        assert "One" in outcome.out
        assert "One" not in outcome.err
