"""What is named as a reason: no address, no broken sentence, and not one sentence for every hit."""

from __future__ import annotations

from collections import Counter

import pytest

from readinglist.library import Library
from readinglist.library.index_answers import Marks
from readinglist.library.index_text import PaperText
from readinglist.search.frequencies import Frequencies
from readinglist.search.reasons import Side, reasons_for

NOBODY = Marks((), (), "")


@pytest.fixture
def frequencies(library: Library) -> Frequencies:
    library.index.catch_up()
    made = Frequencies(library.index.answers)
    made.refresh()
    return made


def side(title: str, abstract: str) -> Side:
    return Side(PaperText(1, title, "", abstract, "", "", "", ""), NOBODY)


@pytest.mark.parametrize(
    "link",
    ["https://github.com/lab/quokka-marsupial", "github.com/lab/quokka-marsupial-habitats", "www.quokka.org/pouch"],
)  # fmt: skip
def test_words_of_an_address_are_no_reason(frequencies: Frequencies, link: str) -> None:
    one = side("Counting birds", f"We count birds from the air. See {link} for more.")
    other = side("Herding sheep", f"Sheep are herded by a whistle. Look at {link}.")
    assert all("quokka" not in reason.text.lower() for reason in reasons_for(one, other, frequencies))
    told = side("Quokka", "Quokka marsupial habitats shrink."), side("Quokka", "Quokka marsupial habitats grow.")
    assert "quokka" in reasons_for(*told, frequencies)[0].text.lower()


@pytest.mark.parametrize(
    "broken", ["The whistle is capable of: 1.", "Sheep whistle.", "(2) Sheep whistle at birds of the air."]
)
def test_a_broken_sentence_is_not_the_closest(frequencies: Frequencies, broken: str) -> None:
    one = side("Herding", f"Each dog turns the flock around slowly at dusk. {broken}")
    other = side("Counting", "A whistle is capable of calling sheep and birds through the air.")
    (reason,) = reasons_for(one, other, frequencies)
    assert reason.kind == "meaning" and broken not in reason.text


def test_sentences_take_turns(frequencies: Frequencies) -> None:
    one = side(
        "Herding", "A dog turns the flock around slowly at dusk. A shepherd counts the flock twice before dusk falls."
    )
    others = [
        side("Night", f"The flock rests {where} at dusk and dawn alike.") for where in ("here", "there", "inside")
    ]
    said = Counter[str]()
    texts = [reasons_for(one, other, frequencies, said)[0].text.split("”")[0] for other in others]
    assert len(set(texts)) == 2
    assert len({reasons_for(one, other, frequencies)[0].text.split("”")[0] for other in others}) == 1


@pytest.mark.parametrize(
    "manner", ["few-shot", "training-free", "state-of-the-art", "open-source", "large-scale", "zero-shot", "real-time"]
)
def test_how_something_is_done_is_no_subject(frequencies: Frequencies, manner: str) -> None:
    one = side(f"Counting birds in a {manner} way", f"We count birds from the air. It is {manner} and cheap to run.")
    other = side(f"Herding sheep, {manner}", f"Sheep are herded by a whistle. The {manner} herding needs no dog.")
    assert all(f"*{manner}" not in reason.text for reason in reasons_for(one, other, frequencies))


def test_a_subject_with_such_a_word_in_it_is_named(frequencies: Frequencies) -> None:
    one = side("Captions", "We use classifier-free guidance for the captions of pictures.")
    other = side("Noise", "Sampling with classifier-free guidance costs two passes of the network.")
    assert reasons_for(one, other, frequencies)[0].text == "both about *classifier-free guidance*"
