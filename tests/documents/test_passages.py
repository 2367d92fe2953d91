"""Passages: whole sentences of running text, about 150 to 200 words, each on its page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from readinglist.documents import Passage, passages
from readinglist.documents.passage import MOST_WORDS

SENTENCE = "Readers of small libraries often look for a paper whose title they have long forgotten."
PARAGRAPH = " ".join([SENTENCE] * 6)


def words(passage: Passage) -> int:
    return len(passage.text.split())


def test_long_text_is_cut_at_ends_of_sentences() -> None:
    pages = ["\n".join([PARAGRAPH] * 5)] * 4
    found = passages(pages)
    assert all(150 <= words(passage) <= MOST_WORDS for passage in found[:-1])
    assert all(passage.text.endswith(".") and passage.text.startswith("Readers") for passage in found)
    assert sum(map(words, found)) == 4 * 5 * len(PARAGRAPH.split())
    assert [passage.page for passage in found] == sorted(passage.page for passage in found)
    assert {passage.page for passage in found} == {1, 2, 3, 4}


def test_a_short_text_is_one_passage() -> None:
    assert passages([SENTENCE]) == [Passage(1, SENTENCE)]
    assert passages([]) == []
    assert passages(["", ""]) == []


def test_a_sentence_goes_on_over_the_page() -> None:
    (passage,) = passages([f"{SENTENCE} They ask the", f"people at the desk who know it all. {SENTENCE}"])
    assert "They ask the people at the desk" in passage.text
    assert passage.page == 1


def test_abbreviations_end_no_sentence() -> None:
    text = f"As Moreau et al. (2021) and Fig. 3 show, e.g. in Sec. 2, cf. Okafor, it works. {SENTENCE}"
    assert passages([" ".join([text] * 8)])[0].text.startswith("As Moreau et al. (2021) and Fig. 3 show")


def test_references_are_left_out_and_appendices_are_not() -> None:
    entries = "\n".join(
        f"[{number}] Moreau, I. and Okafor, C. Shelves, volume {number}. Shelf Press, 2001." for number in range(40)
    )
    pages = [
        PARAGRAPH,
        PARAGRAPH,
        f"{PARAGRAPH}\nReferences\n{entries}\nAppendix A\n{PARAGRAPH.replace('Readers', 'Others')}",
    ]
    text = " ".join(passage.text for passage in passages(pages))
    assert "Shelf Press" not in text
    assert "Others of small libraries" in text


def test_entries_without_a_heading_are_left_out() -> None:
    entries = "\n".join(f"Moreau, I. (200{number}). Shelves. Shelf Press." for number in range(9))
    text = " ".join(passage.text for passage in passages([PARAGRAPH, f"{entries}\n{PARAGRAPH}"]))
    assert "Shelf Press" not in text
    assert SENTENCE in text


def test_running_heads_tables_and_rubbish_are_left_out() -> None:
    pages = [f"Journal of Shelves 12 (2021), page {number}\n{PARAGRAPH}" for number in range(5)]
    pages[2] += "\n0.12 0.34 0.56 0.78 12.3 45.6 78.9 0.12 0.34 0.56 0.78\n∑ ∫ ≤ ≥ ± × ÷ ∂ ∇ ∞ ∈ ∉ ⊂ ⊃ ∪ ∩"
    text = " ".join(passage.text for passage in passages(pages))
    assert "Journal of Shelves" not in text
    assert "0.34" not in text
    assert "∑" not in text


def test_text_without_spaces_is_cut_as_well() -> None:
    found = passages(["本論文では，正規表現照合問題に取り組む．" * 200])
    assert len(found) > 5
    assert all(len(passage.text) < 1000 for passage in found)
    assert passages(["word " * 1000 + "."])[0].page == 1
    assert max(map(words, passages(["word " * 1000 + "."]))) <= MOST_WORDS


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=400), max_size=5))
def test_any_pages_make_passages_with_words_of_theirs(pages: list[str]) -> None:
    everything = "".join("".join(pages).split())
    for passage in passages(pages):
        assert passage.text.strip()
        assert 1 <= passage.page <= len(pages)
        assert "".join(passage.text.split()) in everything or len(pages) > 1 or "\n" in "".join(pages)
