"""Two spellings of one title or name have one key, and citation keys are readable ASCII."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.identifiers import ascii_words, citation_key_base, name_key, title_key


@pytest.mark.parametrize(
    "spellings",
    [
        (r"G{\"o}del, {\"{U}}ber Formal Systems", "Gödel, Über formal systems", 'Go\u0308del: Uber "Formal" Systems.'),
        (r"{BERT}: Pre-training of Deep {T}ransformers", "BERT: Pre-Training of deep transformers"),
        (r"S\o ren's \textbf{Bold} \emph{Idea}", "Sørens bold idea", "Soren\u2019s Bold Idea"),
        (r"$\epsilon$-Greedy in $\mathcal{O}(n)$", "ε-greedy in O(n)", r"\varepsilon-greedy in mathcal{O}(n)"),
        (r"$\ell_2$ Norms", "ell_2 norms", "ℓ₂ norms"),
        (r"$\pi_0$: A Policy", "π0: a policy", "π₀ A policy"),
        (r"Q\&A at 50\%", "Q&A at 50%", "Q and A at 50"),
        (r"\v{S}koda and \c{c}edilla", r"{\v S}koda \& {\c c}edilla", "Škoda and çedilla"),
        ("Straße", r"Stra{\ss}e", "STRASSE"),
        ("Ｆｕｌｌ　Ｗｉｄｔｈ", "full width"),
        ("深度学习：综述", "深度学习 综述"),
        ("ＢＥＲＴの解析 が", "bertの解析 が"),
    ],
)
def test_spellings_of_one_title(spellings: tuple[str, ...]) -> None:
    assert len({title_key(title) for title in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Depth Anything V2", "Depth Anything V3"),
        ("深度学习", "深度视觉"),
        ("か", "が"),
        ("Глубокое обучение", "Глубокое зрение"),
        ("L1 norms", "L2 norms"),
        ("C", "C++ and more"),
    ],
)
def test_different_titles_stay_different(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)


def test_letters_of_other_scripts_are_kept() -> None:
    assert title_key("Глубокое обучение") == "глубокое обучение"
    assert title_key("Περὶ Ψυχῆς") == "περι ψυχησ"
    assert title_key("深度学习") == "深度学习"


@pytest.mark.parametrize(
    "spellings",
    [
        ("van der Berg", "Berg", "Van Der Berg"),
        ("Müller", r"M{\"u}ller", "MULLER"),
        ("García-Molina", "Garcia Molina"),
        ("O'Brien", "O\u2019Brien", "OBrien"),
        ("Cox Jr.", "Cox"),
        ("王", "王"),
    ],
)
def test_spellings_of_one_family_name(spellings: tuple[str, ...]) -> None:
    keys = {name_key(name) for name in spellings}
    assert len(keys) == 1 and "" not in keys


@pytest.mark.parametrize(
    ("family", "year", "title", "key"),
    [
        ("Khattab", 2020, "ColBERT: Efficient and Effective Passage Search", "khattab2020colbert"),
        ("Müller-Lüdenscheidt", 2024, "On the Art of Bathing", "mullerludenscheidt2024art"),
        ("van der Maaten", 2008, "Visualizing Data using {t-SNE}", "vandermaaten2008visualizing"),
        ("Щукин", None, "The 3 Fish", "shchukinfish"),
        ("김", 2021, "What is a Model?", "gim2021model"),
        (None, 2021, "Are We Done with the MMLU Benchmark of Old?", "donemmlubenchmark"),
        ("王", 2021, "Deep 学习 Networks", "deepnetworks"),
        (None, None, "深度学习", "paper"),
        (None, None, "", "paper"),
    ],
)
def test_citation_keys(family: str | None, year: int | None, title: str, key: str) -> None:
    assert citation_key_base(family, year, title) == key


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert title_key(title_key(text)) == title_key(text)
    assert name_key(name_key(text)) == name_key(text)


@given(st.text("abcdefgh äöüßéñø中文がк12", max_size=30), st.sampled_from('!?.,:;-—–()[]"“”«»/*+'))
def test_case_punctuation_and_blanks_do_not_count(title: str, mark: str) -> None:
    assert title_key(title.upper()) == title_key(title)
    assert title_key(f"  {mark}{title.replace(' ', f'{mark}  ')}{mark}\n") == title_key(title)


@given(st.none() | st.text(), st.none() | st.integers(1900, 2100), st.text())
def test_citation_keys_are_ascii_and_never_empty(family: str | None, year: int | None, title: str) -> None:
    key = citation_key_base(family, year, title)
    assert key.isascii() and key.isalnum() and key == key.lower()
    assert all(word.isascii() and word for word in ascii_words(title))
