"""Markup that services leave in titles and abstracts, undone however often it was escaped."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.plain_text import plain_paragraphs, plain_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>We grow <jats:italic>moss</jats:italic>.</jats:p>", "We grow moss."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        (
            "<jats:sec><jats:title>Aims</jats:title><jats:p>To see.</jats:p></jats:sec>"
            "<jats:sec><jats:title>What we did.</jats:title><jats:p>We looked.</jats:p></jats:sec>",
            "Aims: To see.\n\nWhat we did. We looked.",
        ),
        ("<h4>Background</h4> It rains. <h4>Results</h4>We are wet.", "Background: It rains.\n\nResults: We are wet."),
        ("&amp;lt;p&amp;gt;Salt &amp;amp;amp; pepper&amp;lt;/p&amp;gt;", "Salt & pepper"),
        ("H<sub>2</sub>O at 10<sup>−3</sup> bar, x<sup>max</sup>", "H₂O at 10⁻³ bar, xmax"),
        ("p &lt; 0.05 and <u, v> > 0, a token <think>", "p < 0.05 and <u, v> > 0, a token <think>"),
        ('see <a href="https://example.org/x">the page</a>', "see the page"),
        (
            r"<jats:alternatives><jats:tex-math>\begin{document}$$\alpha$$\end{document}</jats:tex-math>"
            "<mml:math>\n <mml:mi>α</mml:mi>\n</mml:math></jats:alternatives> rays",
            "α rays",
        ),
        (
            r"<jats:tex-math>\usepackage{x}\begin{document}$$\alpha$$\end{document}</jats:tex-math> rays",
            r"$$\alpha$$ rays",
        ),
        ("<![CDATA[Moss & lichen]]>", "Moss & lichen"),
        ("caf&eacute; &#8211; &frac12;", "café – ½"),
    ],
)
def test_what_a_reader_would_see(text: str, expected: str) -> None:
    assert plain_paragraphs(text) == expected
    assert plain_words(text) == expected.replace("\n\n", " ")


@given(st.lists(st.sampled_from(["<p", ">", "</p>", " a=", "<jats:title>", "&lt;", "&amp;", "<mml:mi>", " ", "x"])))
def test_any_heap_of_it_ends_as_text(pieces: list[str]) -> None:
    text = plain_paragraphs("".join(pieces))
    assert text == text.strip() and "\n\n\n" not in text


@pytest.mark.parametrize(
    "piece", ["<p a=", "<p ", "<jats:title>", "<tex-math>", "<sub>1", "&amp;", "<", "<mml:", " \n"]
)
def test_a_heap_of_one_thing_takes_a_time_that_grows_with_it_only(piece: str) -> None:
    start = time.perf_counter()
    plain_paragraphs(piece * 40_000)
    assert time.perf_counter() - start < 5
