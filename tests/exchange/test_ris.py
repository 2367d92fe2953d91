"""RIS references arrive with all that they say, however carelessly they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.exchange.ris import looks_like_ris, read_ris
from readinglist.library.records import PaperRecord, Person


def only(text: str) -> PaperRecord:
    parsed = read_ris(text)
    assert not parsed.failures
    (record,) = parsed.records
    return record


def test_a_reference_with_everything() -> None:
    record = only(
        "TY  - JOUR\nID  - shelley1818\nAU  - Shelley, Mary\nAU  - van der Berg, Jan\nAU  - King, M., Jr.\n"
        "AU  - The Lamp Society\nTI  - The <i>Modern</i> Prometheus\nJO  - Journal of Lamps &amp; Light\n"
        "PY  - 1818\nDA  - 1818/03/11/\nAB  - First part.\n continued here.\nDO  - https://doi.org/10.1000/ABC\n"
        "UR  - https://example.org/a;b\nKW  - lamps\nKW  - Light; Lamps\nSN  - 1234-5678\nER  - \n"
    )
    assert record.title == "The Modern Prometheus"
    assert record.authors == (
        *(
            Person("Shelley", "Mary"),
            Person("van der Berg", "Jan"),
            Person("King Jr.", "M."),
            Person("The Lamp Society"),
        ),
    )
    assert (record.venue, record.year, record.date) == ("Journal of Lamps & Light", 1818, "1818-03-11")
    assert (record.doi, record.url, record.isbn) == ("10.1000/abc", "https://example.org/a;b", None)
    assert record.abstract == "First part. continued here."
    assert record.keywords == ("lamps", "Light")
    assert record.citation_key == "shelley1818"


def test_what_lacks_its_end_or_its_beginning_is_a_reference_too() -> None:
    parsed = read_ris(
        "\ufeffTY  - JOUR\r\nT1  - One\r\nTY - CONF\r\nT1 - Two\r\nT2 - Proceedings of Lamps\r\nER -\r\n\r\n"
        "TI  - Three\r\nER  -\r\nTY  - BOOK\r\nTI  - Four\r\nPB  - Lamp Press\r\nSN  - 0-201-53082-1"
    )
    assert not parsed.failures
    assert [record.title for record in parsed.records] == ["One", "Two", "Three", "Four"]
    assert [record.venue for record in parsed.records] == ["", "Proceedings of Lamps", "", "Lamp Press"]
    assert parsed.records[3].isbn == "9780201530827"


def test_references_that_say_nothing_are_told_with_their_line() -> None:
    parsed = read_ris("TY  - JOUR\nTI  - One\nER  - \n\nTY  - JOUR\nPY  - 2000\nER  - \n", source="my.ris")
    assert [record.title for record in parsed.records] == ["One"]
    assert [(failure.source, failure.line) for failure in parsed.failures] == [("my.ris", 5)]


@pytest.mark.parametrize(
    ("lines", "kind", "value"),
    [
        ("UR  - https://arxiv.org/abs/2405.15682v2", "arxiv_id", "2405.15682"),
        ("DO  - 10.48550/arXiv.2405.15682", "arxiv_id", "2405.15682"),
        ("JO  - arXiv preprint arXiv:2405.15682", "arxiv_id", "2405.15682"),
        ("UR  - https://pubmed.ncbi.nlm.nih.gov/123/", "pmid", "123"),
        ("AN  - 123\nDB  - PubMed", "pmid", "123"),
        ("UR  - https://openreview.net/forum?id=Ab_cd-9XyZ", "openreview_id", "Ab_cd-9XyZ"),
        ("M3  - doi: 10.1000/x", "doi", "10.1000/x"),
    ],
)
def test_identifiers_wherever_they_stand(lines: str, kind: str, value: str) -> None:
    record = only(f"TY  - JOUR\n{lines}\nER  - ")
    assert getattr(record, kind) == value
    assert kind == "doi" or record.doi is None
    assert not record.venue


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ("PY  - 2024", "2024"),
        ("Y1  - 2024/5/", "2024-05"),
        ("PY  - 2023\nDA  - 2024-01-02", "2023"),
        ("DA  - 2024-01-02", "2024-01-02"),
        ("PY  - in press", None),
    ],
)
def test_dates(lines: str, date: str | None) -> None:
    record = only(f"TY  - JOUR\nTI  - T\n{lines}\nER  - ")
    assert record.date == date
    assert record.year == (int(date[:4]) if date else None)


def test_other_text_is_none() -> None:
    assert not looks_like_ris("TY for the lamp - it is nice")
    assert looks_like_ris("\n TY  - JOUR \nTI  - T")
    assert read_ris("nothing").failures


@given(
    st.lists(st.sampled_from(["TY", "ER", "TI", "AU", "KW", "UR", "DA", "ZZ", "  ", ""]), max_size=12),
    st.text(max_size=9),
)
def test_any_lines_come_through(tags: list[str], text: str) -> None:
    parsed = read_ris("\n".join(f"{tag}  - {text}" if tag.strip() else text for tag in tags))
    assert parsed.records or parsed.failures
