"""Questions, tags and rules from the command line."""

from __future__ import annotations

import json

from tests.cli.conftest import Cli


def test_a_question_is_kept_until_it_is_removed(cli: Cli) -> None:
    made = cli.json("watch", "add", "how mosses drink")
    assert made == {"id": made["id"], "question": "how mosses drink", "tag": None, "open": 0}
    assert cli.json("watch", "list") == [made | {"papers": []}]
    assert cli("watch", "add", "How mosses drink").code == 1
    assert cli("watch", "remove", "how birds fly").code == 1
    cli.json("watch", "remove", "How Mosses Drink")
    assert cli.json("watch") == []
    assert cli("undo").code == 0
    assert [watch["question"] for watch in cli.json("watch")] == ["how mosses drink"]


def test_a_tag_that_is_not_there_cannot_be_watched(cli: Cli) -> None:
    outcome = cli("watch", "tag", "kitchen")
    assert outcome.code == 1 and "There is no tag kitchen" in outcome.err


def test_a_rule_is_tried_made_and_removed(cli: Cli) -> None:
    cli("feeds", "add", "hf-daily")
    assert cli.json("rules", "add", "mute", "title:moss", "--try") == []
    made = cli.json("rules", "add", "tag", "title:moss", "--tag", "plants")
    assert made == {"id": made["id"], "words": "title:moss", "action": "tag", "tag": "plants"}
    assert cli.json("rules") == [made]
    assert cli("rules", "add", "tag", "title:moss").code == 1, "which tag?"
    assert cli("rules", "add", "mute", 'title:"moss').code == 1, "no query"
    assert cli("rules", "remove", str(made["id"])).code == 0
    assert json.loads(cli("--json", "rules").out) == []
