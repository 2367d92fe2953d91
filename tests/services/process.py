"""The services in a process of their own, so that they take nothing from the one that is measured or killed."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from types import TracebackType
from typing import Any

from tests.conftest import ROOT
from tests.services.names import CONTROL


class ServicesProcess:
    """`python -m tests.services` with these arguments, until `close`; also a context manager.

    It ends by itself when the process that started it is killed.
    """

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.services", "--json", "--attached", *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            self.close()
            raise RuntimeError("The services did not start: see above.")
        self.environ: dict[str, str] = json.loads(line)
        """What leads the program to them."""

    def __enter__(self) -> ServicesProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End it, and wait for that."""
        self._process.kill()
        self._process.communicate()

    def order(self, **order: Any) -> dict[str, Any]:
        """Steer it as Control says (`with_` stands for `with`), and see how things stand."""
        body = json.dumps({name.rstrip("_"): value for name, value in order.items()}).encode()
        return self._ask(urllib.request.Request(f"{self.environ[CONTROL]}/_control", body))

    def state(self, calls: str | None = None) -> dict[str, Any]:
        """How things stand; with `calls` (a service, or "" for all) the log as well."""
        asked = "" if calls is None else f"?calls={calls}"
        return self._ask(urllib.request.Request(f"{self.environ[CONTROL]}/_control{asked}"))

    def _ask(self, request: urllib.request.Request) -> dict[str, Any]:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=30) as answer:
            said: dict[str, Any] = json.load(answer)
            return said
