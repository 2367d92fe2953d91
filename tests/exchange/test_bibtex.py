"""BibTeX arrives with all that it says, broken entries are told one by one, and what we write reads back the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.exchange.bibtex import looks_like_bibtex, read_bibtex
from readinglist.exchange.decoding import decoded
from readinglist.library.records import PaperRecord, Person


def only(text: str) -> PaperRecord:
    parsed = read_bibtex(text)
    assert not parsed.failures
    (record,) = parsed.records
    return record


def test_an_entry_with_everything() -> None:
    record = only(
        r"""@article{shelley1818modern,
          author = {Shelley, Mary and van der Berg, Jan and {The Lamp Society, Ltd.} and King, Jr., Martin and others},
          title = "The Modern {P}rometheus, or 50\% of {\"O}l",
          journal = {Journal of Lamps \& Light}, year = 1818, month = mar,
          doi = {https://doi.org/10.1000/ABC}, pmid = {123}, isbn = {0-201-53082-1},
          url = {https://example.org/a\_b~c}, abstract = {First ``part''.

          Second
          part.},
          keywords = {lamps, light; a > b},
          annote = {Read it twice.},
        }"""
    )
    assert record.title == "The Modern Prometheus, or 50% of Öl"
    assert record.authors == (
        Person("Shelley", "Mary"),
        Person("van der Berg", "Jan"),
        Person("The Lamp Society, Ltd."),
        Person("King Jr.", "Martin"),
    )
    assert (record.venue, record.year, record.date) == ("Journal of Lamps & Light", 1818, "1818-03")
    assert (record.doi, record.pmid, record.isbn) == ("10.1000/abc", "123", "9780201530827")
    assert record.url == "https://example.org/a_b~c"
    assert record.abstract == "First “part”.\n\nSecond part."
    assert record.keywords == ("lamps, light", "a/b")
    assert record.note == "Read it twice."
    assert record.citation_key == "shelley1818modern"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("eprint = {2405.15682v2}, archiveprefix = {arXiv}", ("2405.15682", 2)),
        ("eprint = {2405.15682}, eprinttype = {arxiv}, eprintclass = {cs.CL}", ("2405.15682", None)),
        ("eprint = {0309136}, archiveprefix = {arXiv}, primaryclass = {math}", ("math/0309136", None)),
        ("journal = {arXiv preprint arXiv:2405.15682}", ("2405.15682", None)),
        ("journal = {CoRR}, volume = {abs/2405.15682}", ("2405.15682", None)),
        ("doi = {10.48550/arXiv.2405.15682}", ("2405.15682", None)),
        ("url = {http://arxiv.org/abs/hep-th/9901001}", ("hep-th/9901001", None)),
        ("arxivid = {2405.15682}", ("2405.15682", None)),
        ("eprint = {2405.15682}, eprinttype = {jstor}", (None, None)),
        ("note = {A comment on 10.1000/x}", (None, None)),
    ],
)
def test_arxiv_ids_wherever_they_stand(fields: str, expected: tuple[str | None, int | None]) -> None:
    record = only(f"@misc{{k, title = {{T}}, {fields}}}")
    assert (record.arxiv_id, record.arxiv_version) == expected
    assert record.doi is None
    assert "arxiv" not in record.venue.lower() and record.venue != "CoRR"


@pytest.mark.parametrize(
    ("fields", "year", "date"),
    [
        ("year = {2013}, month = mar", 2013, "2013-03"),
        ("year = 2013, month = 1 # {~} # mar", 2013, "2013-03-01"),
        ("year = {2013}, month = {3}, day = {7}", 2013, "2013-03-07"),
        ("date = {2013-03-07/2014}", 2013, "2013-03-07"),
        ("date = {2013~}", 2013, "2013"),
        (r"year = {{\noopsort{1973b}}1981}", 1981, "1981"),
        ("year = {1998a}", 1998, "1998"),
        ("year = {in press}", None, None),
        ("date = {-0044}", None, None),
    ],
)
def test_years_and_dates(fields: str, year: int | None, date: str | None) -> None:
    record = only(f"@misc{{k, title = {{T}}, {fields}}}")
    assert (record.year, record.date) == (year, date)


@pytest.mark.parametrize(
    ("entry", "venue"),
    [
        ("@inproceedings{k, title={T}, booktitle={Proc. of Lamps}, publisher={P}, series={S}}", "Proc. of Lamps"),
        ("@phdthesis{k, title={T}, school={School of Light}}", "School of Light"),
        ("@techreport{k, title={T}, institution={Lamp Works}}", "Lamp Works"),
        ("@book{k, title={T}, publisher={Lamp Press}}", "Lamp Press"),
        ("@article{k, title={T}, journaltitle={J. Lamps}}", "J. Lamps"),
        (r"@misc{k, title={T}, howpublished={\url{https://example.org}}}", ""),
        ("@misc{k, title={T}, howpublished={Leaflet}}", "Leaflet"),
    ],
)
def test_venues_by_type_of_entry(entry: str, venue: str) -> None:
    assert only(entry).venue == venue


def test_names_in_all_their_ways() -> None:
    record = only(
        r"@misc{k, title = {T}, author = {Ludwig van Beethoven AND {\'E}mile Zola and family=Berg, given=Jan,"
        r" prefix=van der and Novalis and M{\"u}ller-L{\"u}denscheidt, H.~A. and {OpenAI} and 王, 伟}}"
    )
    assert record.authors == (
        *(Person("van Beethoven", "Ludwig"), Person("Zola", "Émile"), Person("van der Berg", "Jan"), Person("Novalis")),
        *(Person("Müller-Lüdenscheidt", "H. A."), Person("OpenAI"), Person("王", "伟")),
    )


def test_macros_crossref_and_xdata() -> None:
    parsed = read_bibtex(
        """
        @string{jl = "Journal of " # {Lamps}}
        @string(vol = "VII")
        @preamble{"\\newcommand{\\noop}[1]{}"}
        @comment{jabref-meta: groups:1 AllEntriesGroup:;}
        Remarks between entries, like someone@example.org (at home), are no entries.
        @article(paren, title = {In (round) brackets}, journal = JL, number = vol # { b})
        @inproceedings{child, title = {Child}, crossref = {Parent}}
        @xdata{shared, publisher = {Lamp Press}}
        @book{heir, title = {Heir}, xdata = {shared}}
        @proceedings{parent, title = {Proceedings of Lamps}, year = 1999, editor = {Lovelace, Ada}, doi = {10.1000/p}}
        """
    )
    assert not parsed.failures
    assert [record.title for record in parsed.records] == [
        *("In (round) brackets", "Child", "Heir", "Proceedings of Lamps"),
    ]
    paren, child, heir, parent = parsed.records
    assert paren.venue == "Journal of Lamps"
    assert (child.venue, child.year, child.doi) == ("Proceedings of Lamps", 1999, None)
    assert heir.venue == "Lamp Press"
    assert parent.authors == (Person("Lovelace", "Ada"),)


def test_broken_entries_are_told_with_their_lines_and_the_good_ones_come_in() -> None:
    text = """% a remark
@article{one, title = {One}}
@article{comma,
  title = {Forgotten comma}
  author = {Lovelace, Ada}
}
@article{two, title = {Two}}
@article{brace, title = {Not {closed},
  year = 2000
}

@article{three, title = {Three}}
@article{nothing, year = {2001}}
@article{quotes, title = "A" author = "B"}
@article{four, title = {Four}}
@article{cut, title = {The end of the"""
    parsed = read_bibtex(text, source="my.bib")
    assert [record.title for record in parsed.records] == ["One", "Two", "Three", "Four"]
    assert [(failure.source, failure.line) for failure in parsed.failures] == [
        *(("my.bib", 3), ("my.bib", 8), ("my.bib", 13), ("my.bib", 14), ("my.bib", 16)),
    ]
    assert "comma" in parsed.failures[0].error and "“title”" in parsed.failures[0].error
    assert "brace" in parsed.failures[1].error and "“brace”" in parsed.failures[1].error


def test_oddities_that_are_no_errors() -> None:
    parsed = read_bibtex(
        "@article{same, title = {One}, title = {Ignored}}\r\n@article{same, title = {Two}}\r\n"
        "@techreport{\r\n  author = {Lovelace, Ada},\r\n  title = {No key}}\r\n"
        "@misc{, title = {Empty key},\r\n  % year = 1999,\r\n  year = 2000}\r\n"
        r"@misc{b, title = {A line break \\{and} @ more}}" + "\r\n@misc{ids, doi = {10.1000/x}}"
    )
    assert not parsed.failures
    assert [record.title for record in parsed.records] == [
        *("One", "Two", "No key", "Empty key", "A line break and @ more", ""),
    ]
    assert [record.citation_key for record in parsed.records] == ["same", "same", None, None, "b", "ids"]
    assert parsed.records[3].year == 2000


def test_text_without_entries_says_so() -> None:
    for text in ("", "% Encoding: UTF-8\n", "nothing here"):
        (failure,) = read_bibtex(text).failures
        assert failure.error
        assert not looks_like_bibtex(text)
    assert looks_like_bibtex("x\n @Article {k,\n title={T}}")
    assert not looks_like_bibtex("mail me@home(now), or @everyone")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = "@misc{k, title = {Größe über alles}, year = 2000}"
    assert decoded(text.encode(encoding)).lstrip("\ufeff") == text


def test_hidden_words_of_html_are_read() -> None:
    record = only(
        "@misc{k, title = {The <i>E. coli</i> R\\&amp;D}, abstract = {<jats:p>One.</jats:p><jats:p>Two.</jats:p>}}"
    )
    assert record.title == "The E. coli R&D"
    assert record.abstract == "One.\n\nTwo."


@pytest.mark.shared
def test_every_shared_bibliography_ends_as_records_or_reasons(shared: Path) -> None:
    folder = shared / "data" / "bibliographies"
    files = sorted(file for file in folder.rglob("*") if file.suffix in {".bib", ".bibtex", ".biblatex"})
    assert len(files) == 246
    records = failures = 0
    for file in files:
        parsed = read_bibtex(decoded(file.read_bytes()), source=file.name)
        assert parsed.records or parsed.failures
        assert all(failure.error for failure in parsed.failures)
        records += len(parsed.records)
        failures += len(parsed.failures)
    assert records >= 12_330 and failures <= 38
