"""LaTeX that still has its backslash becomes what it means, and no text is lost on the way."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.plain_text.latex import plain_bibtex, plain_latex
from readinglist.plain_text.latex_symbols import LETTERS, SYMBOLS


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"85.5\% of Q\&A", "85.5% of Q&A"),
        (r"\textless 3 and \textgreater 4", "< 3 and > 4"),
        (r"(Evo\textbf{Lved Sign Momentum})", "(EvoLved Sign Momentum)"),
        (r"{\epsilon}-differential, {\deg}", "ε-differential, °"),
        (r"360{\deg} 2.3\times A\neq B", "360° 2.3× A≠ B"),
        (r"Pl\"ucker, Bolet\'{\i}n, {\'e}t{\'e}, \c{c}a, Ho{\v r}ej", "Plücker, Boletín, été, ça, Hořej"),
        (r"S\o ren and \O{}re, Stra\ss e", "Søren and Øre, Straße"),
        (r"\emph{emergent \textbf{brevity}} {\it misaligned}", "emergent brevity misaligned"),
        (r"\url{https://example.org/a_b\_c}", "https://example.org/a_b_c"),
        (r"\href{https://example.org}{here}", "here (https://example.org)"),
        (r"leaders\footnote{https://example.org.}", "leaders (https://example.org.)"),
        (r"their \( O(n^3) \) time, $x_{ij}$ and $\frac{a}{b+1}$", "their O(n³) time, x_ij and a/(b+1)"),
        (r"$k$-means in $\mathbb{R}^d$", "k-means in R^d"),
        (r"H$_2$O", "H₂O"),
        (r"300\,k vs.\ 33", "300 k vs. 33"),
        (r"\LaTeX, \LaTeX{} and \eg this", "LaTeX, LaTeX and e.g. this"),
        (r"we call it \veomni, with {\name} and \method{}", "we call it veomni, with name and method"),
        (r"GPT-4o\'s don\'t \"quoted words\"", "GPT-4o's don't \"quoted words\""),
        (r"\b{Coupled Reasoning}", "Coupled Reasoning"),
        (r"https://example\allowbreak-dot.org/\allowbreak Math", "https://example-dot.org/Math"),
        (r"\not\in", "∉"),
    ],
)
def test_what_has_its_backslash_becomes_what_it_means(latex: str, text: str) -> None:
    assert plain_latex(latex) == text


@pytest.mark.parametrize(
    "text",
    [
        "ell_2-norms in mathcal{O}(n log n), C_{Phicirc Psi} > C_Psi, {it misaligned}, R^3",
        "MS~MARCO, ~10%, ``wasted inference'', a--b, {without} using",
        "it costs $5 or $10, and US$ 3 is not $",
        r"C:\Users\who \d+ \3 less than \0.1",
        "$ { } ^ _ ~ \\",
    ],
)
def test_what_has_none_stays_as_it_stands(text: str) -> None:
    assert plain_latex(text) == text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (r"{BERT}: {{P}re}-training", "BERT: Pre-training"),
        (r"G{\"o}del {\"{O}}ber \'Alvarez Ji{\v r}{\'\i} Erd\H{o}s {\AA}", "Gödel Öber Álvarez Jiří Erdős Å"),
        (r"pages 1--3 --- ``quoted'' it's", "pages 1–3 — “quoted” it's"),
        (r"Smith~\& Sons, 5\% of \$3, a\_b", "Smith & Sons, 5% of $3, a_b"),
        (r"\{braces\} and \textbackslash", "{braces} and \\"),
        (r"$\alpha$-Stable {$\ell_1$} Methods", "α-Stable ℓ₁ Methods"),
        (r"\enquote{said} \textsuperscript{2}", "“said” ²"),
        ("a lone } or { brace", "a lone } or { brace"),
        (r"x\\y", "x\ny"),
    ],
)
def test_fields_of_bibtex(field: str, text: str) -> None:
    assert plain_bibtex(field) == text


@given(st.text(st.characters(exclude_characters="\\$", exclude_categories=["Cs"])))
def test_text_without_latex_is_left_alone(text: str) -> None:
    assert plain_latex(text) == text


# Words that are no commands' names, and all that stands around commands.
WORD = st.text("xyzäßé中0123456789", min_size=1, max_size=6)
COMMAND = st.sampled_from(
    [*(f"\\{name}" for name in [*SYMBOLS, *LETTERS]), r"\textbf", r"\'", r"\c", r"\(", "\\", r"\zz"]
)
PIECE = st.one_of(WORD, COMMAND, st.sampled_from(["{", "}", "$", "^", "_", "~", " ", "\n", "%", "[", "]", "{}"]))


@given(st.lists(PIECE, max_size=25))
def test_no_letter_or_digit_is_ever_lost(pieces: list[str]) -> None:
    def letters(text: str) -> list[str]:
        text = unicodedata.normalize("NFKD", text)
        return [c for c in text if c in "xyzaße中0123456789"]

    source = "".join(piece for piece in pieces if not piece.startswith("\\"))
    for convert in (plain_latex, plain_bibtex):
        kept = letters(convert("".join(pieces)))
        rest = iter(kept)
        assert all(character in rest for character in letters(source)), (kept, source)


@given(st.text("\\{}$^_abcdt%'\" ~-", max_size=60))
def test_any_text_comes_through(text: str) -> None:
    assert isinstance(plain_latex(text), str)
    assert isinstance(plain_bibtex(text), str)


def test_hostile_nesting_costs_no_time() -> None:
    start = time.perf_counter()
    for text in ("{" * 50_000, "}" * 50_000, "\\hat" * 5_000, "{" * 3_000 + "}" * 3_000, "$" * 50_000, r"\(" * 20_000):
        plain_latex(text + "\\")
        plain_bibtex(text)
    assert time.perf_counter() - start < 5
