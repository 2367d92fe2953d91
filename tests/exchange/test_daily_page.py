"""Just the papers of a page come in, under the day on which they stand, whatever furniture is around them."""

from __future__ import annotations

import datetime
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.exchange.daily_page import is_daily_page, read_daily_page
from readinglist.exchange.page_dates import parse_day
from readinglist.library.records import PaperRecord, Person
from readinglist.plain_text import plain_latex
from tests.exchange.page_styles import Expected, date_forms, make_page

TODAY = datetime.date(2026, 3, 1)

# Our own papers about lamps; long enough to be abstracts.
LAMPS = (
    "Sparse Lamps: Light from Half the Oil",
    "Lamps need oil, and oil is dear. In this paper we ask how much of it a lamp needs to be of use to a reader. We"
    " propose sparse lamps, which burn only while a page is turned, and we train their wicks on the habits of forty"
    " readers. Our results on three shelves of books show the same pages read with half of the oil. The wicks last"
    " longer as well, by 12\\% on average, and we give all of them away.",
)
SHADES = (
    "ShadeBench",
    "Shades are judged by eye, and eyes do not agree. We present a bench of two hundred shades with marks of nine"
    " readers each. Marks of paper shades agree better than those of glass shades. We show that a simple rule, the"
    " wider the darker, explains most of what readers say, and that no shade that we could buy does better than a"
    " folded newspaper. All marks and all newspapers are open to everybody who writes to us.",
)
WICKS = (
    "Do Wicks Dream? A Survey of Smouldering",
    "Smouldering is what a wick does when nobody looks. This survey collects what has been written about it since the"
    " first lamp. We sort the writings by the colour of the smoke and find three schools that do not cite each other."
    " Our findings suggest that most disagreements come from drafty rooms. We close with questions that only a very"
    " patient reader can answer, and with a list of rooms that have no draft at all.",
)
CHINESE = (
    "油灯与阅读:一项关于光线的综述",
    "本文综述了油灯对阅读的影响。我们收集了过去一百年间的研究,并按照灯芯的类型加以分类。结果表明,光线的稳定性比亮度更为重要。"
    "我们还提出了一种新的测量方法,可以在普通房间中使用,并公开了所有数据。最后,我们讨论了未来的研究方向,包括无烟灯芯与节油灯罩。",
)
PAPERS = (LAMPS, SHADES, WICKS, CHINESE)


def page(*lines: str, between: str = "\n\n") -> str:
    return between.join(lines)


def read(text: str) -> list[tuple[str, str]]:
    return [(record.title, record.abstract) for record in read_daily_page(text, today=TODAY).records]


def plain(*papers: tuple[str, str]) -> list[tuple[str, str]]:
    return [(title, plain_latex(abstract)) for title, abstract in papers]


HEAD = (
    "new",
    "Get trending papers in your email inbox!",
    "Subscribe",
    "Daily Papers",
    "byAK and the research community",
)


def test_the_page_as_it_is_copied() -> None:
    text = page(*HEAD, "Sep 3", *LAMPS, *SHADES, *WICKS, *CHINESE)
    assert read(text) == plain(*PAPERS)
    records = read_daily_page(text, today=TODAY).records
    assert {record.feed_date for record in records} == {datetime.date(2025, 9, 3)}
    assert "12% on average" in records[0].abstract
    assert is_daily_page(text, today=TODAY)


@pytest.mark.parametrize("between", ["\n", "\r\n", "\r\n\r\n", "\n\n\n", "  \n\u00a0\n"])
def test_line_endings_and_blank_lines_do_not_matter(between: str) -> None:
    assert read(page(*HEAD, "Sep 3", *LAMPS, *SHADES, *WICKS, between=between)) == plain(LAMPS, SHADES, WICKS)


def test_furniture_around_each_paper() -> None:
    lines = [*HEAD, "Wednesday, September 3, 2025", "Previous", "Next"]
    for number, (title, abstract) in enumerate(PAPERS):
        lines += ["Submitted by", "some-reader", f"{number}1", title, "·", f"{number + 2} authors", "·", "12"]
        lines += [abstract, "Lamp Works", "GitHub", "1.2k", "arXiv Page", "3 comments", "#1 Paper of the day"]
    lines += ["Company", "TOS", "Privacy", "© Hugging Face"]
    assert read(page(*lines)) == plain(*PAPERS)


def test_institutions_and_names_between_title_and_abstract() -> None:
    lines = [*HEAD, "Sep 3"]
    for title, abstract in PAPERS:
        lines += [title, "Mary Shelley, Jan van der Berg and Ada Lovelace", "Stanford University", abstract]
    records = read_daily_page(page(*lines), today=TODAY).records
    assert [record.title for record in records] == [title for title, _ in PAPERS]
    assert records[0].authors == (Person("Shelley", "Mary"), Person("van der Berg", "Jan"), Person("Lovelace", "Ada"))


def test_several_days_on_one_page() -> None:
    text = page(*HEAD, "Sep 3", *LAMPS, "Sep 2", *SHADES, *WICKS, "Aug 29, 2024", *CHINESE)
    days = [record.feed_date for record in read_daily_page(text, today=TODAY).records]
    assert days == [datetime.date(2025, 9, 3)] + [datetime.date(2025, 9, 2)] * 2 + [datetime.date(2024, 8, 29)]
    given = datetime.date(2020, 1, 2)
    assert {record.feed_date for record in read_daily_page(text, today=TODAY, date=given).records} == {given}


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Sep 3", "2025-09-03"),
        ("September 3, 2024", "2024-09-03"),
        ("3 Sep 2024", "2024-09-03"),
        ("Wed, Sep 3", "2025-09-03"),
        ("Tuesday, Sep 3", "2024-09-03"),
        ("2024-09-03", "2024-09-03"),
        ("Mar 1", "2026-03-01"),
        ("Mar 2", "2025-03-02"),
        ("Feb 29", "2024-02-29"),
        ("2024年9月3日", "2024-09-03"),
        ("Sept. 3rd", "2025-09-03"),
        ("‹ Sep 3 ›", "2025-09-03"),
        ("Daily Papers for Sep 3", "2025-09-03"),
        ("Date: Sep 3", "2025-09-03"),
        ("Yesterday", "2026-02-28"),
    ],
)
def test_days_as_pages_write_them(line: str, day: str) -> None:
    (record, *_) = read_daily_page(page("Daily Papers", line, *LAMPS, *WICKS), today=TODAY).records
    assert record.feed_date == datetime.date.fromisoformat(day)


@pytest.mark.parametrize("text", ["Marvel 3", "Sep 33", "Feb 30", "3", "Sep", "Sep 3 and more", "May the 4th"])
def test_what_is_no_day(text: str) -> None:
    assert parse_day(text, TODAY) is None


def test_links_to_other_days_are_not_this_page_s_day() -> None:
    text = page("Daily Papers", "Sep 3", "← Sep 2", "Sep 4 →", "Previous: Sep 2", *LAMPS, *WICKS)
    assert {record.feed_date for record in read_daily_page(text, today=TODAY).records} == {datetime.date(2025, 9, 3)}
    text = page("Daily Papers", "Sep 3", "Previous", "Sep 2", "Next", "Sep 4", *LAMPS, *WICKS)
    assert {record.feed_date for record in read_daily_page(text, today=TODAY).records} == {datetime.date(2025, 9, 3)}


def test_the_only_day_of_a_page_is_meant_for_all_of_it() -> None:
    records = read_daily_page(page("Daily Papers", *LAMPS, *WICKS, "Sep 3"), today=TODAY).records
    assert [record.feed_date for record in records] == [datetime.date(2025, 9, 3)] * 2
    records = read_daily_page(page("Daily Papers", *LAMPS, *WICKS), today=TODAY).records
    assert [record.feed_date for record in records] == [None] * 2


def test_abstracts_of_several_paragraphs_and_titles_without() -> None:
    first, second = LAMPS[1].split(" We propose", 1)
    lines = [*HEAD, "Sep 3", LAMPS[0], first, "We propose" + second, "Why Lamps Go Out at Night", *WICKS, *SHADES]
    expected = [(LAMPS[0], plain_latex(f"{first}\n\nWe propose{second}")), ("Why Lamps Go Out at Night", "")]
    assert read(page(*lines)) == [*expected, *plain(WICKS, SHADES)]


def test_a_page_without_abstracts() -> None:
    titles = [*(title for title, _ in PAPERS), "Lamps of the North"]
    lines = [line for title in titles for line in ("Submitted by", "a-reader", "12", title, "·", "6 authors", "·", "3")]
    assert read(page(*HEAD, "Sep 3", *lines)) == [(title, "") for title in titles]
    lines = [f"{title} · 4 authors" for title in titles]
    assert read(page(*HEAD, "Sep 3", *lines, between="\n")) == [(title, "") for title in titles]


def test_lines_that_a_mail_program_broke() -> None:
    import textwrap

    broken = [textwrap.fill(line, 72) for paper in (LAMPS, SHADES, WICKS) for line in paper]
    assert read(page(*HEAD, "Sep 3", *broken)) == plain(LAMPS, SHADES, WICKS)


def test_numbered_and_marked_titles() -> None:
    numbered = [line for number, (t, a) in enumerate((LAMPS, SHADES, WICKS), 1) for line in (f"{number}. {t}", a)]
    assert read(page(*HEAD, "Sep 3", *numbered)) == plain(LAMPS, SHADES, WICKS)
    marked = [line for t, a in (LAMPS, SHADES, WICKS) for line in (f"## {t}", f"Abstract: {a}")]
    assert read(page(*HEAD, "Sep 3", *marked)) == plain(LAMPS, SHADES, WICKS)


def test_summaries_by_a_machine_are_left_out() -> None:
    short = "A summary of lamps that a machine wrote in one sentence, and it is a long one as well."
    lines = [LAMPS[0], "AI-generated summary", short, LAMPS[1], *WICKS, "AI-generated summary", short]
    assert read(page(*HEAD, "Sep 3", *lines)) == plain(LAMPS, WICKS)


def test_a_line_of_links_gives_the_id() -> None:
    lines = [LAMPS[0], "arXiv:2509.01234v2", LAMPS[1], WICKS[0], "https://arxiv.org/abs/2509.04321", WICKS[1]]
    records = read_daily_page(page(*HEAD, *lines), today=TODAY).records
    assert [(r.arxiv_id, r.arxiv_version) for r in records] == [("2509.01234", 2), ("2509.04321", None)]
    above = ["2509.01234 · cs.CL", *LAMPS, "2509.04321 · cs.IR", *WICKS]
    records = read_daily_page(page(*HEAD, *above), today=TODAY).records
    assert [r.arxiv_id for r in records] == ["2509.01234", "2509.04321"]


def test_links_inside_abstracts_are_no_ids() -> None:
    abstract = LAMPS[1] + " Code is at https://github.com/example/lamps and builds on arXiv:2401.00001."
    (record, _) = read_daily_page(page(*HEAD, LAMPS[0], abstract, *WICKS), today=TODAY).records
    assert record.arxiv_id is None and "arXiv:2401.00001" in record.abstract


# ------------------------------------------------------------------------------------------------ HTML

HTML = f"""<!doctype html><html><head><title>Daily Papers</title><style>p {{}}</style></head><body>
<nav><a href="/models">Models</a> <a href="/login">Log In</a></nav><h1>Daily Papers</h1>
<p>by<a href="/akhaliq">AK</a> and the research community</p><div>Sep 3</div>
<script>var x = "<a href='/papers/1'>";</script>
<article><a href="/papers/2509.01234"><img src="x.png"></a>
  <h3><a href="/papers/2509.01234">Sparse Lamps: Light from
     <b>Half</b> the Oil</a></h3><p>{LAMPS[1]}</p><a href="/papers/2509.01234#community">3</a></article>
<article><h3><a href="https://arxiv.org/abs/2509.04321v2">{WICKS[0]}</a></h3><p>{WICKS[1]}</p>
<article><h3><a href="/papers/2509.05555">A Listed Paper without Abstract</a></h3></article>
</body></html>"""


def test_html_gives_text_and_ids() -> None:
    parsed = read_daily_page("", today=TODAY, html=HTML)
    assert [(r.title, r.arxiv_id, r.arxiv_version) for r in parsed.records] == [
        (LAMPS[0], "2509.01234", None),
        (WICKS[0], "2509.04321", 2),
        ("A Listed Paper without Abstract", "2509.05555", None),
    ]
    assert parsed.records[0].abstract == plain_latex(LAMPS[1])
    assert {record.feed_date for record in parsed.records} == {datetime.date(2025, 9, 3)}


def test_the_clipboard_holds_text_and_html() -> None:
    text = page(*HEAD, "Sep 3", *LAMPS, *WICKS)
    records = read_daily_page(text, today=TODAY, html=HTML).records
    assert [record.arxiv_id for record in records] == ["2509.01234", "2509.04321", "2509.05555"]


def test_the_data_inside_a_saved_page_is_best() -> None:
    paper = {"id": "2509.01234", "title": LAMPS[0], "summary": LAMPS[1], "submittedOnDailyAt": "2025-09-03T01:00:00Z"}
    props = json.dumps({"dailyPapers": [{"paper": paper, "title": LAMPS[0]}]}).replace('"', "&quot;")
    parsed = read_daily_page("", today=TODAY, html=f'<div data-target="DailyPapers" data-props="{props}"></div>')
    (record,) = parsed.records
    assert (record.arxiv_id, record.feed_date) == ("2509.01234", datetime.date(2025, 9, 3))
    assert parsed.kind == "daily-page"


@given(st.text("<>/ah=\"'!-& papers2509.01234\n", max_size=80))
def test_broken_html_comes_through(html: str) -> None:
    read_daily_page("", today=TODAY, html=html)


@given(
    st.lists(
        st.sampled_from([*HEAD, "Sep 3", "12", "6 authors", *LAMPS, *WICKS, "Submitted by", "x", "", "·"]), max_size=15
    )
)
def test_any_order_of_lines_comes_through(lines: list[str]) -> None:
    for record in read_daily_page(page(*lines), today=TODAY).records:
        assert record.title and record.title not in HEAD


# ------------------------------------------------------------------------------------------------ what is no page


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello world",
        "A Title of Something",
        f"Dear all,\n\n{LAMPS[1]}\n\nBest",
        f"Hello\n\n{LAMPS[1]}",
        "Introduction\n\n" + LAMPS[1] + "\n\nRelated Work\n\n" + WICKS[1],
        "Shopping\n\nOil and wicks. " * 3 + "\n\nTo do\n\nBuy a new shade and fold the newspaper. " * 12,
    ],
)
def test_other_text_is_no_page(text: str) -> None:
    assert not is_daily_page(text, today=TODAY)


def test_a_part_of_a_page_is_one() -> None:
    assert is_daily_page(page(*LAMPS, *SHADES, *WICKS), today=TODAY)
    assert is_daily_page(page(*LAMPS), today=TODAY)
    assert read(page(*LAMPS)) == plain(LAMPS)


# ------------------------------------------------------------------------------------------------ real papers


def test_our_papers_in_many_styles_of_furniture() -> None:
    exact = 0
    for seed in range(60):
        chance = random.Random(seed)
        text, expected = make_page(PAPERS[: 3 + seed % 2], chance, TODAY)
        exact += _are_exact(read_daily_page(text, today=TODAY).records, expected)
        assert is_daily_page(text, today=TODAY)
    assert exact >= 59


def _are_exact(records: tuple[PaperRecord, ...], expected: list[Expected]) -> bool:
    return [(r.title, r.abstract, r.feed_date) for r in records] == [
        (plain_latex(e.title), "\n\n".join(map(_line, e.abstract.split("\n\n"))), e.day) for e in expected
    ]


def _line(paragraph: str) -> str:
    return " ".join(plain_latex(paragraph).split())


@pytest.mark.shared
def test_the_listing_gives_its_87_papers(shared: Path) -> None:
    text = (shared / "data" / "daily-papers-listing.txt").read_text(encoding="utf-8")
    blocks = [block.strip() for block in text.split("\n\n")][6:]
    assert read(text) == [
        (_line(title), _line(abstract)) for title, abstract in zip(blocks[::2], blocks[1::2], strict=True)
    ]
    records = read_daily_page(text, today=TODAY).records
    assert len(records) == 87
    assert {record.feed_date for record in records} == {datetime.date(2025, 9, 3)}
    abstracts = "\n".join(record.abstract for record in records)
    assert "\\" not in abstracts and "ell_2" in abstracts and "mathcal{O}" in abstracts and "MS~MARCO" in abstracts


@pytest.mark.shared
def test_real_papers_in_many_styles_of_furniture(shared: Path) -> None:
    rows = [
        row["paper"]
        for file in sorted((shared / "data" / "daily-papers").glob("*.json"))
        for row in json.loads(file.read_text(encoding="utf-8"))
    ]
    papers = [(" ".join(row["title"].split()), " ".join(row["summary"].split())) for row in rows]
    exact = found = total = 0
    for seed in range(5000, 5100):
        chance = random.Random(seed)
        text, expected = make_page(chance.sample(papers, chance.choice([3, 8, 20])), chance, TODAY)
        records = read_daily_page(text, today=TODAY).records
        exact += _are_exact(records, expected)
        titles = {record.title for record in records}
        found += sum(plain_latex(paper.title) in titles for paper in expected)
        total += len(expected)
    assert exact >= 98, f"only {exact} of 100 pages are exact"
    assert found >= total * 0.998


def test_the_styles_know_their_own_days() -> None:
    for back in (0, 1, 200, 363, 400, 2000):
        day = TODAY - datetime.timedelta(days=back)
        for form in date_forms(day, TODAY):
            text = page("Daily Papers", form, *LAMPS, *WICKS)
            assert read_daily_page(text, today=TODAY).records[0].feed_date == day, form
