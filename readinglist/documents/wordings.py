"""Words by which the parts of a first page are known, in the languages that papers are written in most."""

from __future__ import annotations

import re


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern of several, capitals and small letters alike."""
    return re.compile(rf"(?:{'|'.join(patterns)})", re.IGNORECASE)


MONTH = (
    r"(?:jan|feb|m[aä]r|apr|ma[iy]|ju[nl]|aug|sep|o[ck]t|nov|de[cz]"
    r"|janv|f[ée]vr|mars|avr|juin|juil|ao[uû]t|d[ée]c)\w*\.?"
)

DATE = any_of(
    rf"\W*(?:\d{{1,2}}\.? ?)?{MONTH},?(?: \d{{1,2}},?)?(?: ?\d{{4}})?\W*",
    r"\W*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\W*",
    r"\W*(?:19|20)\d\d\W*",
    r".*\d年.*月.*",
)

ABSTRACT = any_of(
    r"\W*(?:\d+\.? )?(?:abstract|summary|zusammenfassung|kurzfassung|r[ée]sum[ée]|resumen|resumo|a b s t r a c t)"
    r"\b(?!.*\bof\b)",
    r"\W*(?:要旨|概要|摘要)",
)

_HEADINGS = (
    r"abstracts?|summary|author summary|introduction|background|significance|highlights|contents|table of contents"
    r"|key ?words.*|index terms.*|acknowledge?ments?|article info|a r t i c l e  ?i n f o"
    r"|zusammenfassung|kurzfassung|inhalt(?:sverzeichnis)?|einleitung|r[ée]sum[ée]|introducci[óo]n|resumen|resumo"
    r"|sommario|要旨|概要|目次|摘要|はじめに"
)
HEADING = any_of(
    rf"(?:\d+\.?|[IVX]+\.|[A-Z]\.)?\s*(?:{_HEADINGS})\s*[.:—-]?",
    r"\d{1,2}\.?(?: [^\W\d]+){1,5}",
    r"\d+(?:\.\d+)+ .*",
)

REFERENCES = any_of(
    r"\W*(?:\d+(?:\.\d+)*\.?|[IVX]+\.)?\s*(?:references?(?: and notes| cited)?|bibliography|(?:works|literature) cited"
    r"|literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|r[ée]f[ée]rences(?: bibliographiques)?|bibliographie"
    r"|bibliograf[íi]a|referencias|参考文献)\s*:?\s*"
)

INSTITUTION = any_of(
    r"\b(?:universit\w*|institut\w*|facult\w*|fakult[äa]t|department|dept\.|laborator\w*|laboratoire|college)",
    r"\b(?:school of|cent(?:er|re) for|academy of|organi[sz]ation for|polytechni\w*|hochschule|[ée]cole|ministry)",
    r"大学|学院|研究科|研究所",
)

_KINDS = (
    r"(?:research|review|article|paper|communication|letter|report|survey|tutorial|study|method|perspective|editorial"
    r"|commentary|opinion|viewpoint|note)s?"
)
_WHICH = (
    r"(?:original |regular |full |short |mini[- ]?|systematic |invited |brief |case |technical |final |full[- ]length )"
)
_DEGREES = r"(?:a )?(?:ph\.? ?d\.?|master['’]?s?|bachelor['’]?s?|doctoral|m\.?sc\.?|b\.?sc\.?|diploma) ?"

FURNITURE = any_of(
    # the kind of paper, and what becomes of it
    rf"{_WHICH}?{_KINDS}(?: {_KINDS})?|open access|(?:working|discussion) paper.*|draft\b.{{0,40}}|under review.*",
    r"preprint(?: (?:submitted|version|of).*|:.*)?|published as a .*|to appear.*|(?:accepted|received)\b.*\d.*",
    r"copyright (?:©|\(c\)|\d|by).*|technical report.*|tech\. rep.*|nber .*",
    # journals, proceedings, publishers
    r"proceedings .*|proc\. .*|(?:the )?(?:\w+ )?journal of .*|transactions on .*|acta .*|annals of .*",
    r"ieee .*(?:transactions|journal|access|letters).*|lecture notes in .*|advances in .*\d{4}.*|vol(?:ume|\.) ?\d.*",
    r"no\. ?\d.*|issn.*|isbn.*|contents lists .*|sciencedirect|elsevier.*|springer.*|scientific reports",
    r"nature(?: \w+)?|science|cell|the lancet.*|plos \w+|e-?life",
    # links and numbers
    r"www\..*|https?:.*|arxiv(?:[: ].*\d.*| preprint.*)|doi\b.*\d.*|page \d.*|graphics (?:produced|output).*",
    # title pages of theses
    rf"(?:{_DEGREES})?(?:thesis|dissertation)|dissertation .*|inaugural[- ]?dissertation.*",
    r".*\bthesis (?:submitted|presented)\b.*|.{0,8}(?:学位|毕业|畢業)(?:论文|論文|设计).*",
    r"(?:master|bachelor|diplom|doktor|studien|seminar)arbeit.*|卒業論文|修士論文|博士論文|博士学位论文|硕士学位论文",
    r"submitted (?:in|to|for|as) .*|in partial fulfil.*|(?:requirements )?for the degree .*|presented (?:to|by) .*",
    r"vorgelegt .*|zur erlangung .*|pr[ée]sent[ée]e? (?:par|[àa]) .*|pour obtenir .*",
    # JSTOR's cover
    r"authors?(?:\(s\))?:.*|source:.*|published by:.*|stable url:.*",
)

_FILES = r"dvi|docx?|tex|pdf|indd|qxd|e?ps|fm|rtf|odt|p65|pages|txt|html?|wpd|pmd|sxw|cdr|md"

NO_TITLE = any_of(
    r"\W*(?:microsoft (?:word|powerpoint|excel).*|untitled.*|no (?:title|job name).*|print|\S+|[\d\W]*)\W*",
    r"\W*(?:full |main )?(?:title|paper|article|manuscript|document|main|draft|text|template|sample|preprint|thesis"
    r"|report|slides?|presentation|layout|body|cover)(?:[ _-]?\d+.*)?\W*",
    rf".*\.(?:{_FILES})\W*",
    r".*[\\/]\S+[\\/].*|.*- (?:google docs|overleaf.*)|graphics (?:produced|output).*|.* graphics output",
    r"proceedings\b.*|(?:the )?journal of .*|acm .*proceedings.*|.*\bissue \d+|(?:page|p\.|pp\.) ?\d.*|.*\d\.\.\d.*",
    r"arxiv:.*|doi:.*|pii[:_ ].*|ssrn.*|ieee paper.*|latex.*|sig-?alternate.*|.*\btemplate\b.*|.*\bclass file\b.*",
    r".*\b(?:instructions|guidelines) (?:for|to) authors?.*|(?:author|your) .*",
)

COVER = any_of(
    r"JSTOR is a not-for-profit|www\.ssoar\.info|HAL is a multi-?disciplinary|Discover the world.?s research",
    r"See discussions, stats, and author profiles|Full Terms & Conditions of access and use",
    r"Please scroll down for article|Citation for (?:the )?published version|Please cite the Published Version",
    r"This is the author'?s? (?:accepted )?manuscript of|White Rose Research Online|Edinburgh Research Explorer",
    r"Link to publication|eScholarship\.org|Open Access Articles\b.*MIT|The MIT Faculty has made|Archive ouverte",
    r"Zurich Open Repository|Make Your Publications Visible|Provided in Cooperation with|Take ?down policy",
    r"Citer ce document ?/ ?Cite this|For additional information about this article|Document Version",
    r"institutional (?:research )?repository|Digital Commons|Nutzungsbedingungen:|Terms of use:",
    r"Follow this and additional works|Recommended Citation|This version is available at",
    r"Downloaded from .{0,60}(?:eprint|repository|research portal)",
)
INTRODUCTION = any_of(r"(?:\d\.?|I\.)?\s*(?:introduction|einleitung|introducci[óo]n)\W*")
