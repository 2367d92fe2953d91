"""All services on ports of this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType

from tests.services.arxiv import ArxivApi, ArxivPdfs
from tests.services.control import Control
from tests.services.crossref import Crossref
from tests.services.datacite import DataCite
from tests.services.europe_pmc import EuropePmc
from tests.services.faults import Fault, Faults, Rule, answered, send
from tests.services.feeds import ArxivRss, Journal
from tests.services.files import Publisher
from tests.services.hugging_face import HuggingFace
from tests.services.hugging_face_days import DailyLists
from tests.services.log import Call, Log
from tests.services.messages import Reply, Request
from tests.services.names import CONTROL, SERVICES, UNKNOWN
from tests.services.papers import PaperOnServer
from tests.services.port import Line, Port
from tests.services.unpaywall import Unpaywall

Answers = Callable[[Request], Reply]


class Services:
    """Runs from the moment it is made until `close`; a context manager does both."""

    def __init__(
        self,
        papers: Sequence[PaperOnServer] = (),
        *,
        latency: float = 0.0,
        days: Mapping[str, bytes] | None = None,
        recorded_feeds: Sequence[bytes] = (),
    ) -> None:
        """`latency`: seconds that each answer waits. `days` and `recorded_feeds`: as `read_shared` gives them."""
        self.papers = list(papers)
        self.latency = latency
        self.log = Log()
        self.faults = Faults()
        self.announcements = ArxivRss()
        """What arXiv announces today."""
        self.journal = Journal()
        """Feeds and pages of a host that the program does not know."""
        self._answers: dict[str, Answers] = {}
        self._ports = {service: Port(service, self._serving(service)) for service in SERVICES}
        try:
            self._answers = self._prepared(days or {}, recorded_feeds)
            self.control = Port("control", Control(self))
        except BaseException:
            self._close_ports()
            raise
        self._ports["control"] = self.control

    def __enter__(self) -> Services:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Cut all connections and wait for all threads."""
        self._close_ports()

    @property
    def environ(self) -> dict[str, str]:
        """What leads the program here, and a second process to the control path."""
        urls = {f"READINGLIST_{name.upper()}_URL": self.url(name) for name in SERVICES if name not in UNKNOWN}
        return {**urls, "READINGLIST_ALLOW_LOCAL": "1", CONTROL: self.control.url}

    def url(self, service: str) -> str:
        """Where a service is."""
        return self._ports[service].url

    def pdf_url(self, paper: PaperOnServer) -> str:
        """Where the publisher has the PDF of a paper with a DOI, whether it is open or not."""
        return f"{self.url('publisher')}/pdf/{paper.doi}"

    def misbehave(
        self, fault: Fault, service: str = "", path: str = "*", *, times: int | None = None, every: int = 1
    ) -> None:
        """That fault for the next `times` calls, or until `behave`; see Rule for the rest."""
        self._check(service or SERVICES[0])
        self.faults.add(Rule(fault, service, path, times, every))

    def behave(self, service: str = "") -> None:
        """No more faults, and take connections: of one service, or of all."""
        self.faults.clear(service)
        self.accept(service)

    def refuse(self, service: str = "") -> None:
        """Cut the connections to one service, or all, and refuse new ones."""
        for name in self._check(service):
            self._ports[name].refuse()

    def accept(self, service: str = "") -> None:
        """Take connections again, at the addresses of before."""
        for name in self._check(service):
            self._ports[name].accept()

    def calls(self, service: str = "") -> list[Call]:
        """Those to one service, or to all, in order."""
        return self.log.calls(service)

    def paths(self, service: str) -> list[str]:
        """What was asked of it."""
        return [call.path for call in self.log.calls(service)]

    def wait_for(self, service: str = "", calls: int = 1, timeout: float = 20.0) -> bool:
        """Until so many calls to a service (or to all) have come; False if they have not in `timeout` seconds."""
        return self.log.wait_for(service, calls, timeout)

    def most_at_once(self, service: str) -> int:
        """The most calls to it that were being answered at one time."""
        return self.log.most_at_once(service)

    def most_connections(self, service: str) -> int:
        """The most connections to it that were open at one time."""
        return self._ports[service].most_connections

    def connections(self, service: str) -> int:
        """Made to it so far."""
        return self._ports[service].connections

    def _prepared(self, days: Mapping[str, bytes], recorded_feeds: Sequence[bytes]) -> dict[str, Answers]:
        papers = self.papers
        self.days = DailyLists(days, lambda: datetime.now(UTC).date())
        return {
            "arxiv": ArxivApi(papers, recorded_feeds),
            "arxiv_pdf": ArxivPdfs(papers),
            "arxiv_rss": self.announcements,
            "huggingface": HuggingFace(papers, self.days),
            "datacite": DataCite(papers),
            "crossref": Crossref(papers, self.pdf_url),
            "europepmc": EuropePmc(papers, self.pdf_url),
            "unpaywall": Unpaywall(papers, self.pdf_url),
            "publisher": Publisher(papers),
            "journal": self.journal,
        }

    def _serving(self, service: str) -> Callable[[Request, Line], None]:
        def serve(request: Request, line: Line) -> None:
            call = self.log.begin(service, request)
            line.answered = lambda: self.log.end(call)
            try:
                line.wait(self.latency)
                fault = self.faults.next(service, request.path)
                reply = answered(request, self._answers[service](request), fault)
                call.status = reply.status  # before the caller can know
                send(line, request, reply, fault)
            finally:
                self.log.end(call)

        return serve

    def _check(self, service: str) -> Sequence[str]:
        if service and service not in SERVICES:
            raise ValueError(f"There is no service {service!r}; there are {', '.join(SERVICES)}.")
        return (service,) if service else SERVICES

    def _close_ports(self) -> None:
        for port in self._ports.values():
            port.close()
