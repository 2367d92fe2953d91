"""Text of papers as a person reads it: LaTeX and markup undone."""

from readinglist.plain_text.latex import plain_bibtex, plain_latex
from readinglist.plain_text.markup import plain_paragraphs, plain_words

__all__ = ["plain_bibtex", "plain_latex", "plain_paragraphs", "plain_words"]
