"""Makes pages of many furniture styles around given papers, to see whether just the papers come out again."""

from __future__ import annotations

import datetime
import random
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

HEADERS = (
    "new|Get trending papers in your email inbox!|Subscribe|Daily Papers|byAK and the research community",
    "Daily Papers|by AK and the research community",
    "Hugging Face's logo|Hugging Face|Models|Datasets|Spaces|Community|Docs|Enterprise|Pricing|Log In|Sign Up"
    "|Daily Papers|by|AK|and the research community",
    "Search models, datasets, users...|Papers|Trending Papers|byAK and the research community|Daily|Weekly|Monthly"
    "|Submit a paper|Sort: Trending",
    "",
)
FOOTERS = (
    "",
    "Previous|Next",
    "Company|TOS|Privacy|About|Careers|Website|Models|Datasets|Spaces|Pricing|Docs",
    "System theme|© Hugging Face",
)
INSTITUTIONS = (
    *("ByteDance", "NVIDIA", "Tsinghua University", "Stanford University", "Shanghai AI Laboratory", "Meta AI", "Qwen"),
    *(
        "Hong Kong University of Science and Technology",
        "Google DeepMind",
        "Microsoft Research",
        "Alibaba-NLP",
        "清华大学",
    ),
    *("Carnegie Mellon University", "Tencent Hunyuan", "Zhejiang University", "Massachusetts Institute of Technology"),
)
ACCOUNTS = ("reader42", "some-one", "A Reader", "paperbot", "x_y", "Someone Else", "u-1f2e")
WRITERS = (
    *(
        "Jane Austen",
        "Charles Darwin",
        "Mary Shelley",
        "Honoré de Balzac",
        "Johann W. von Goethe",
        "Zora Neale Hurston",
    ),
    *(
        "Jean-Paul Sartre",
        "J. R. R. Tolkien",
        "Selma Lagerlöf",
        "Homer",
        "Fyodor Dostoevsky",
        "Virginia Woolf",
        "鲁 迅",
    ),
    *("Miguel de Cervantes", "Rabindranath Tagore", "Flann O'Brien"),
)

# What may stand between title and abstract, and behind the abstract.
UNDER: tuple[list[str], ...] = (
    *([], [], ["·{k} authors"], ["{k} authors"], ["· {k} authors", "·", "{n}"], ["{institution}"], ["arXiv:{arxiv}"]),
    *(["{institution}", "· Published on {date}"], ["{k} authors · {n} comments"], ["Published on {date}"]),
    *(["{account} · {n}"], ["♥ {n}", "cs.CL", "+{k} authors"], ["{names}"]),
    *(["By Mary Shelley et al."], ["Tags: retrieval, survey", "[PDF] [Code]"], ["PDF | HTML | Code", "{k}h ago"]),
)
BEHIND: tuple[list[str], ...] = (
    *([], [], ["GitHub {n}"], ["GitHub", "1.{n}k"], ["{n}"], ["arXiv page", "View PDF"], ["{institution}"], ["---"]),
    *(["{n} comments", "Read more"], ["Upvote", "{n}", "GitHub", "{n}", "arXiv Page"]),
    *(["Comments ({n})", "cs.CL, cs.LG"], ["Language Models", "Retrieval", "Datasets {k}"], ["💬 {n}", "🔗 Code"]),
)


@dataclass(frozen=True)
class Expected:
    title: str
    abstract: str
    day: datetime.date | None


@dataclass(frozen=True)
class Style:
    """The furniture of one page, drawn by chance; `{...}` is filled anew for each paper."""

    before: tuple[str, ...]
    under: tuple[str, ...]
    behind: tuple[str, ...]


def make_style(chance: random.Random) -> Style:
    before = [
        *chance.choice([[], [], ["{n}"], ["Upvote", "{n}"], ["▲ {n}"], ["+{n}"]]),
        *chance.choice(
            [[], [], ["Submitted by", "{account}"], ["Submitted by {account}"], ["Submitted by", "", "{n}"]]
        ),
        *chance.choice([[], [], [], ["{institution}"], ["#{n} Paper of the day"], ["{account}'s avatar"]]),
    ]
    under = chance.choice(UNDER)
    behind = chance.choice(BEHIND)
    if sum("{institution}" in part for part in [*before, *under, *behind]) > 1:
        return make_style(chance)
    return Style(tuple(before), tuple(under), tuple(behind))


def date_forms(day: datetime.date, today: datetime.date) -> list[str]:
    short = [f"{day:%b} {day.day}", f"{day:%B} {day.day}", f"{day.day} {day:%b}", f"{day:%a}, {day:%b} {day.day}"]
    full = [f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}", day.isoformat()]
    full.append(f"Daily Papers · {day:%b} {day.day}, {day.year}")
    return short + full if (today - day).days < 364 else full


def make_page(
    papers: Sequence[tuple[str, str]], chance: random.Random, today: datetime.date
) -> tuple[str, list[Expected]]:
    """A page of these papers and what should come out of it."""
    style = make_style(chance)
    dated = chance.random() < 0.9
    form = chance.randrange(4)
    days = chance.choice([1, 1, 1, 2, 3]) if dated else 1
    several = chance.random() < 0.3  # abstracts of several paragraphs
    without = chance.random() < 0.2  # some titles have no abstract
    sparse = chance.random() < 0.25  # furniture stands beside every other paper only
    lines = chance.choice(HEADERS).split("|")
    expected: list[Expected] = []
    cuts = sorted(chance.sample(range(1, len(papers)), days - 1)) if days <= len(papers) else []
    day = today - datetime.timedelta(days=chance.randrange(300)) if dated else None
    for at, (title, abstract) in enumerate(papers):
        if day and (at == 0 or at in cuts):
            day = day if at == 0 else day - datetime.timedelta(days=chance.randrange(1, 5))
            lines.append(date_forms(day, today)[form])
        bare = without and at % 7 == 3 and len(title.split()) > 4
        paragraphs = [] if bare else _paragraphs(abstract, chance) if several else [abstract]
        shown = style if not sparse or chance.random() < 0.5 else Style((), (), ())
        block = [*shown.before, "{title}", *shown.under]
        lines += [_filled(part, chance, title) for part in block]
        lines += paragraphs
        lines += [_filled(part, chance, title) for part in shown.behind]
        expected.append(Expected(title, "\n\n".join(paragraphs), day))
    lines += chance.choice(FOOTERS).split("|")
    return _laid_out([line for line in lines if line], chance), expected


def _filled(part: str, chance: random.Random, title: str) -> str:
    values = {
        "n": chance.randrange(1, 400),
        "k": chance.randrange(2, 40),
        "account": chance.choice(ACCOUNTS),
        "institution": chance.choice(INSTITUTIONS),
        "date": chance.choice(["Sep 1, 2025", "Oct 16, 2025"]),
        "arxiv": f"25{chance.randrange(1, 13):02}.{chance.randrange(1, 20000):05}",
        "title": title,
        "names": ", ".join(chance.sample(WRITERS, chance.choice([2, 3, 12, 16]))),
    }
    return part.format(**values)


def _paragraphs(abstract: str, chance: random.Random) -> list[str]:
    sentences = re.split(r"(?<=[a-z0-9)][.]) (?=[A-Z])", abstract)
    if len(sentences) < 4:
        return [abstract]
    cut = chance.randrange(1, len(sentences) - 1)
    return [" ".join(sentences[:cut]), " ".join(sentences[cut:])]


def _laid_out(lines: list[str], chance: random.Random) -> str:
    layout = chance.randrange(6)
    if layout == 0:
        return "\n".join(lines)
    if layout == 1:
        return "\r\n\r\n".join(lines) + "\r\n"
    if layout == 2:
        return "\r\n".join(f"  {line}\u00a0" for line in lines)
    if layout == 3:  # a mail program broke the lines
        width = chance.choice([72, 76, 80, 90])
        broken = [textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in lines]
        return "\n\n".join(broken)
    if layout == 4:
        return "\n".join(line + "\n" * chance.choice([0, 1, 2]) for line in lines)
    return "\n\n".join(lines)
