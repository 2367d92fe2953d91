"""How well a name answers to a few letters typed in a hurry."""

from __future__ import annotations

WORDS_BEGIN = 3.0
"""What a name scores at least if its words begin like those that are wanted."""


def score(wanted: str, name: str) -> float:
    """How well `wanted` fits `name`: 0 is not at all, more is better. All letters must occur, in their order.

    Letters that begin words and letters in a row count more, and a short name more than a long one. Several words are
    looked for each on its own, in any order.
    """
    parts = wanted.lower().split()
    if not parts:
        return 1.0
    name = name.lower()
    scores = [_score_word(part, name) for part in parts]
    if not all(scores):
        return 0.0
    return sum(scores) / len(scores) + 1.0 / (1 + len(name))


def _score_word(wanted: str, name: str) -> float:
    where = name.find(wanted)
    if where >= 0:
        begins = where == 0 or not name[where - 1].isalnum()
        return (4.0 if where == 0 else WORDS_BEGIN) if begins else 2.0
    # Letters scattered over the name: each must follow the last, best where it begins a word.
    position, points = -1, 0.0
    for letter in wanted:
        found = name.find(letter, position + 1)
        if found < 0:
            return 0.0
        if found == 0 or not name[found - 1].isalnum():
            points += 1.0
        elif found == position + 1:
            points += 0.6
        else:
            points += 0.1
        position = found
    worth = points / len(wanted)
    # Letters strewn over a long name by chance are no answer.
    return worth if worth > 0.45 else 0.0
