"""What is said of work that failed for good, reason by reason, and what can be done about it; no widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readinglist.gui.details_words import papers
from readinglist.library.failures import GIVEN_UP, FailureGroup
from readinglist.library.jobs import CANCELLED
from readinglist.library.records import Job


@dataclass(frozen=True, slots=True)
class Remedy:
    """A reason in a few words, what would help, and deeds (keys of DEEDS): for all at once, and for each."""

    head: str
    advice: str = ""
    for_all: tuple[str, ...] = ("retry",)
    for_one: tuple[str, ...] = ("retry",)
    says_all: bool = False
    """The reason of each paper need not be shown: it says the same, at greater length."""


SUBSCRIBED = "Where you or your institution subscribe, open its page, save the file there and attach it."
BY_HAND = "Open its page: your browser may be let through where the program is not. Then attach the file."
NO_COPY = Remedy("No free copy of the PDF is known", SUBSCRIBED, ("retry",), ("page", "attach"), says_all=True)
NO_COPY_NO_CONTACT = Remedy(
    NO_COPY.head,
    f"Unpaywall knows most free copies, and answers only to those who give an e-mail address. {SUBSCRIBED}",
    ("contact", "retry"),
    NO_COPY.for_one,
    says_all=True,
)
NO_ANSWER = "Perhaps it does so now."
ROOM = ("network", "retry")

REMEDIES: Mapping[tuple[str, str], Remedy] = {
    ("download", "refused"): Remedy("The PDF is not given away freely", BY_HAND, for_one=("page", "attach")),
    ("download", "wrong-content"): Remedy(
        "Something else came instead of the PDF", BY_HAND, for_one=("page", "attach")
    ),
    ("download", "too-large"): Remedy("The PDF is larger than you allow", "Allow more in the settings.", ROOM),
    ("download", "quota"): Remedy(
        "There is no room for the PDF", "Allow the papers' files more room in the settings, or remove some.", ROOM
    ),
    ("download", "unavailable"): Remedy("The PDF's host did not answer, several times", NO_ANSWER),
    ("download", ""): Remedy("The PDF could not be kept"),
    ("look-up", "not-found"): Remedy(
        "No service knows the paper",
        "Look whether its id or title is right, or fill in the rest yourself.",
        for_one=("paper", "retry"),
    ),
    ("look-up", "choice"): Remedy(
        "It is not certain which paper it is", "Services know papers like these. Say which it is.", (), ("choose",)
    ),
    ("look-up", "refused"): Remedy("The services refuse the question"),
    ("look-up", "unavailable"): Remedy("The services did not answer, several times", NO_ANSWER),
    ("look-up", ""): Remedy("The paper could not be looked up"),
    ("extract", ""): Remedy(
        "The PDF could not be read",
        "Look whether the file opens elsewhere; a damaged one can be replaced.",
        for_one=("paper", "retry"),
    ),
    ("ocr", ""): Remedy("The text of a scan could not be recognised", for_one=("paper", "retry")),
    ("embed", ""): Remedy("It could not be indexed for search by meaning"),
    ("", GIVEN_UP): Remedy("Cancelled by you"),
}


def remedy_of(group: FailureGroup, *, contact: bool) -> Remedy:
    """What to say and offer; `contact`: the user has given an e-mail address."""
    if (group.kind, group.cause) == ("download", "no-pdf"):
        return NO_COPY if contact else NO_COPY_NO_CONTACT
    kind = "look-up" if group.kind == "refresh" else group.kind
    return REMEDIES.get((kind, group.cause)) or REMEDIES.get((kind, "")) or Remedy("It could not be done")


def head_words(group: FailureGroup, remedy: Remedy) -> str:
    """`No free copy of the PDF is known (12 papers)`."""
    return f"{remedy.head} ({papers(group.count)})"


def same_words(jobs: Sequence[Job]) -> str:
    """The reason that all of these give, where there are several with one and the same; then it is said once."""
    reasons = {reason_words(job) for job in jobs}
    return reasons.pop() if len(jobs) > 1 and len(reasons) == 1 else ""


def reason_words(job: Job) -> str:
    """Why this one failed."""
    if job.error == CANCELLED:
        return "You cancelled it"
    # What follows tells those who have no buttons where its page is.
    return (job.error or "The reason is not known").partition(" You can add the file yourself;")[0]
