"""The furniture of a Daily Papers page: what stands on it beside titles and abstracts; data only."""

from __future__ import annotations

import re


def _whole(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(forms), re.IGNORECASE)


HEADER = _whole(
    r"(?:the )?(?:daily|trending) papers(?: (?:by|of|for) .{0,60})?",
    r"get (?:the )?(?:trending|daily|latest|new)? ?papers .*",
    r"(?:by ?)?ak(?: and the research community)?|and the research community",
    r"subscribe(?: .{0,40})?",
    r"hugging ?face(?:'s logo)?",
    r"search (?:models, .*|(?:any |for )?papers?.{0,20}|by arxiv.{0,30})",
    r"skip to (?:main )?content",
)
"""Stands only above the papers: the page's name, the byline, the letter box for the newsletter."""

WORDS = frozenset(
    "new by unsubscribe papers paper trending models datasets spaces buckets community docs enterprise pricing"
    " solutions login signup posts collections learn blog forum forums website notifications profile settings"
    " inbox organizations hub company tos terms privacy about careers jobs contact footer rising hot daily weekly"
    " monthly day week month year upvote upvoted upvotes downvote like likes comment comments discuss discussion"
    " reply share bookmark save saved copy open github gitlab code repo repository project demo arxiv pdf html"
    " page abstract abs summary tldr tl;dr title authors author organization organisation institution affiliation"
    " previous prev next newer older back first last more less show hide expand collapse play pause image video"
    " thumbnail loading cookies menu search sort filter date today's top".split()
)
"""Lines of one or two of these words are menus, buttons and labels."""

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
PHRASES = _whole(
    r"(?:\+ ?)?new(?: paper)?|log ?in|sign ?up|join|submit(?: a| your)?(?: new)? papers?|system theme",
    r"most (?:upvoted|liked|recent)|all time|this (?:day|week|month|year)",
    r"back to (?:the )?(?:top|home|list|blog|results|papers|daily papers)",
    r"sort(?: by)?\s?:?\s?(?:trending|hot|new(?:est)?|date|upvotes?|popular\w*|recent|rising|relevance)?",
    r"add to (?:collection|library)|copy link|download(?: pdf)?|home ?page",
    r"open (?:pdf|in (?:a )?(?:new tab|colab|browser|app))",
    r"(?:read|show|load|see|view|learn) (?:more|less|all|paper|abstract|details|discussion|comments|on \w+)",
    r"(?:read|show|see|view) full .{0,20}",
    r"(?:view )?(?:the )?(?:arxiv|pdf|html|paper|project|github|code|hugging face)"
    r"[ -]?(?:page|link|repo|repository|website)?s?",
    r"(?:models|datasets|spaces) citing this paper.{0,8}|collections including this paper.{0,8}",
    r"#?\d* ?(?:paper|trending) of the (?:day|week|month).{0,10}|#\d+ ?(?:paper of the (?:day|week|month)|trending)?",
    r"\+ ?\d+ (?:more|authors?|others?)|and \d+ (?:more|others?)|\d+ ?[smhdwy](?: ago)?|\d+ min(?:utes?)? read",
    r"(?:[a-z-]{2,8}\.[a-z-]{2,3}[,; ]*)+|(?:[a-z-]{2,8}\.[A-Z]{2}[,; ]*)+",
    r"page \d+(?: of \d+)?|just now|week \d+(?:,? \d{4})?|\d{4}-W\d\d",
    r"(?:about |over |almost )?(?:an?|\d+) (?:second|minute|hour|day|week|month|year)s? ago",
    rf"(?:{_MONTHS})[a-z]* \d{{4}}",
    r"(?:previous|prev|next|newer|older)(?: day| page)?[: ]+(?:\w+,? )?"
    rf"(?:(?:{_MONTHS})[a-z]* \d{{1,2}}|\d{{1,2}} (?:{_MONTHS})[a-z]*).{{0,6}}",
    r"your browser does not support .{0,40}|\d+:\d\d ?/ ?\d+:\d\d|© .{0,40}|all rights reserved\.?",
    r".{1,40}(?:'s|’s) (?:avatar|profile picture|logo)|(?:avatar|profile picture|logo) of .{1,40}",
)

LABELLED = _whole(
    r"(?:tags|topics|keywords|categories|category|subjects?|licen[cs]e|affiliations?|institutions?|organi[sz]ations?"
    r"|submitter|venue|journal|conference|website|doi|comments|citations)\s*[:：]\s+\S.{0,200}"
)
"""A line that says what it is: `Tags: retrieval, survey`."""

_COUNTED = (
    r"upvotes?|votes?|points?|likes?|stars?|comments?|repl(?:y|ies)|models?|datasets?|spaces?|views?|github|hf"
    r"|hugging ?face|code|citations?|shares?|discussions?|new|papers?|results?|submissions?|collections?"
    r"|forks?|downloads?"
)
_NUMBER = r"\d[\d.,]*\s?[km]?"
COUNT = _whole(rf"{_NUMBER}(?:\W*(?:{_COUNTED}))?", rf"(?:{_COUNTED}|upvote)\W*{_NUMBER}(?:\s*stars?)?")
AUTHORS = _whole(r"\d+\s+(?:co-?)?authors?")
SUBMITTER = _whole(r"(?:submitted|posted|shared|added|curated|suggested) by\b[: ]*(?P<who>.{0,60})")
PUBLISHED = _whole(
    r"(?:published|submitted|posted|updated|added|released|uploaded)(?: on| at)?:? (?=.{0,40}\d)(?P<when>.{5,40})"
)
BYLINE = re.compile(r"(?:[Bb]y )?[^.]{2,60}? et al\.?|[Bb]y (?:(?!\d)[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.-]* ?){2,4}")
SUMMARY = _whole(r"(?:ai|machine|auto)[ -]?(?:generated)?[ -]?(?:summary|tl;?dr|keywords)(?: by .{0,30})?:?")

BETWEEN = re.compile(r"\s*[·•|∙⋅●]+\s*|\s{2,}|\t+|\s+[–—]\s+")
"""What stands between the pieces of one line: `42 · 6 authors · GitHub 1.2k`."""

PAGE_NAME = re.compile(
    r"^(?:the )?(?:hugging ?face )?(?:daily|trending|top)? ?papers\b[\s:,·•|–—-]*(?:for|of|on)?\s+|^date\s?:\s+",
    re.IGNORECASE,
)
ARROWS = "←→‹›«»<>◀▶❮❯⟨⟩"
