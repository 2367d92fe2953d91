"""`python -m tests.services`: the services as a process of its own, for hand trials, crash rounds and benchmarks."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.services.faults import FAULTS, Rule, fault_named
from tests.services.names import SERVICES
from tests.services.papers import KINDS, many_papers
from tests.services.server import Services


def main() -> None:
    """Prints the variables that lead the program here, and serves until it is killed."""
    asked = _arguments()
    papers = many_papers(asked.papers, kinds=asked.kinds, pages=asked.pages, pdf_size=asked.pdf_size)
    more: dict[str, Any] = {}
    if asked.shared:
        from tests.services.shared import read_shared  # it loads what reads pasted pages

        shared = read_shared(asked.shared)
        papers += shared.papers
        more = {"days": shared.days, "recorded_feeds": shared.recorded_feeds}
    with Services(papers, latency=asked.latency, **more) as services:
        for rule in asked.faults:
            services.misbehave(rule.fault, rule.service, every=rule.every)
        if asked.json:
            print(json.dumps(services.environ), flush=True)
        else:
            print("\n".join(f"export {name}={shlex.quote(value)}" for name, value in services.environ.items()))
            sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            if asked.attached:
                sys.stdin.buffer.read()
            else:
                threading.Event().wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.services", description=main.__doc__)
    parser.add_argument("--papers", type=int, default=0, metavar="N", help="how many papers to make up")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=["arxiv"], help="which in turn (arxiv)")
    parser.add_argument("--pages", type=int, default=4, help="of a made PDF (4)")
    parser.add_argument("--pdf-size", type=int, default=0, metavar="BYTES", help="that a made PDF has at least")
    parser.add_argument("--shared", type=Path, metavar="DIR", help="the folder of shared data, to know its papers too")
    parser.add_argument("--latency", type=float, default=0.0, metavar="SECONDS", help="that each answer waits")
    parser.add_argument(
        "--faults",
        nargs="+",
        type=_rule,
        default=[],
        metavar="[SERVICE:]NAME[,KEY=VALUE]...",
        help=f"{', '.join(FAULTS)}; with every=3 for each third call. Services: {', '.join(SERVICES)}",
    )
    parser.add_argument("--json", action="store_true", help="print the variables as one line of JSON")
    parser.add_argument("--attached", action="store_true", help="end when standard input does")
    return parser.parse_args()


def _rule(text: str) -> Rule:
    """`arxiv_pdf:cut,after=2000,every=3`."""
    told, *more = text.split(",")
    service, _, name = told.rpartition(":")
    if service not in ("", *SERVICES):
        raise argparse.ArgumentTypeError(f"there is no service {service!r}")
    arguments = {}
    for pair in more:
        key, _, value = pair.partition("=")
        try:
            arguments[key] = json.loads(value)
        except ValueError:
            arguments[key] = value
    every = arguments.pop("every", 1)
    try:
        return Rule(fault_named(name, arguments), service, every=every)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    main()
