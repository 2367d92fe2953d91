"""Make resources/background-frequencies.tsv.gz: how many papers of a large collection have each word and phrase.

A small library has no statistics of its own. Counts only, of stems and of frequent pairs of them; no text. Each line
says in how many papers (title or abstract) the term stands, and in how many titles: what is common in abstracts and
rare in titles (`remarkable success`) is not what papers are about.

    python packaging/background_frequencies.py CORPUS.jsonl.gz...
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from readinglist.library.index_words import words_of
from readinglist.paths import resource
from readinglist.search.background import RESOURCE
from readinglist.search.stop_words import STOP_WORDS

SHORTEST_ABSTRACT = 200
RAREST_WORD = 2
RAREST_PAIR = 8


def main(corpora: list[Path], target: Path) -> None:
    """Count and write."""
    papers, titles = Counter[str](), Counter[str]()
    documents = 0
    for title, abstract in texts(corpora):
        documents += 1
        in_title = terms_of(title)
        titles.update(in_title)
        papers.update(in_title | terms_of(abstract))
    kept = sorted(term for term, count in papers.items() if count >= (RAREST_PAIR if " " in term else RAREST_WORD))
    lines = [f"{documents}\n", *(f"{term}\t{papers[term]}\t{titles[term]}\n" for term in kept)]
    with target.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write("".join(lines).encode())
    print(f"{target}: {len(kept):,} terms of {documents:,} papers, {target.stat().st_size:,} bytes")


def texts(corpora: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Title and abstract of each paper that has an abstract worth the name."""
    for corpus in corpora:
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            for line in lines:
                paper = json.loads(line)
                if len(paper["abstract"] or "") >= SHORTEST_ABSTRACT:
                    yield paper["title"], paper["abstract"]


def terms_of(text: str) -> set[str]:
    """Stems, and pairs of stems of neighbours of which neither is a stop word."""
    words = list(words_of(text))
    pairs = {
        f"{one.stem} {two.stem}"
        for one, two in pairwise(words)
        if text[one.end : two.start] in {" ", "-"} and not {one.form, two.form} & STOP_WORDS
    }
    return {word.stem for word in words} | pairs


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Count in how many papers each word and phrase stands.")
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.jsonl.gz")
    parser.add_argument("--to", type=Path, default=resource(RESOURCE))
    options = parser.parse_args()
    main(options.corpora, options.to)
