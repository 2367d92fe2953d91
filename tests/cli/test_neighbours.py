"""What lies next door to a page, from the command line."""

from __future__ import annotations

import textwrap
from pathlib import Path

from tests.cli.conftest import Cli
from tests.pdfs import write_pdf

NEWTS = (
    "The newts of shallow ponds breed in spring, when the water is warmer than eight degrees. The female wraps each egg"
    " into the leaf of a water plant, and after three weeks the larvae hatch and hunt for water fleas."
)
TOADS = (
    "Toads and newts share shallow ponds in spring. While the toad lays strings of thousands of eggs, the female newt"
    " wraps each of her eggs into a leaf of a water plant; larvae of both hatch after some weeks in warm water."
)


def test_the_passages_of_other_pdfs_and_notes_are_told(cli: Cli, tmp_path: Path) -> None:
    ids = [
        cli.json("add", write_pdf(tmp_path / f"{name}.pdf", [f"About {name}", "", *textwrap.wrap(text, 70)]))["added"][
            0
        ]["id"]
        for name, text in {"newts": NEWTS, "toads": TOADS}.items()
    ]
    unread = cli("next-door", ids[0], "--page", "1")
    assert unread.code == 1 and "readinglist work" in unread.err
    noted = cli.json("add", "--title", "A field guide to the animals of rivers")["added"][0]["id"]
    cli(
        "note",
        noted,
        "--text",
        "Page 12: newts wrap their eggs into leaves of water plants in shallow ponds, in spring.",
    )
    cli("--offline", "work", "--until-idle")
    found = cli.json("next-door", ids[0], "--page", "1")
    assert {(each["paper"], each["page"]) for each in found} == {(ids[1], 1), (noted, None)}
    assert all(list(each) == ["paper", "title", "document", "page", "quote", "text", "score"] for each in found)
    shown = cli("next-door", ids[0], "--page", "1", "--limit", "1")
    assert shown.code == 0 and len(shown.out.splitlines()) == 2
    beyond = cli("next-door", ids[0], "--page", "9")
    assert beyond.code == 1 and "no page 9" in beyond.err
    assert cli("next-door", noted, "--page", "1").code == 1
    assert cli("next-door", ids[0]).code == 2
