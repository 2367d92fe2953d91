"""The control path: a second process steers the services while they run, and asks how they were called."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tests.services.faults import fault_named, send
from tests.services.messages import Reply, Request, as_json
from tests.services.names import SERVICES
from tests.services.port import Line

if TYPE_CHECKING:
    from tests.services.server import Services


class Control:
    """`POST /_control` takes one JSON object, `GET /_control` tells how things stand; both answer with that.

        {"misbehave": "status", "with": {"code": 429}, "service": "arxiv", "path": "*", "times": 3, "every": 1}
        {"behave": ""}   {"refuse": "arxiv"}   {"accept": "arxiv"}     of one service, "" for all
        {"latency": 0.02}   {"forget": true}                           seconds; empties the log
        {"wait": "arxiv_pdf", "calls": 3, "timeout": 20}               until it has been called so often: "reached"

    `GET /_control?calls=SERVICE` tells of each call to a service, `?calls=` of all.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    def __call__(self, request: Request, line: Line) -> None:
        send(line, request, self._answered(request))

    def _answered(self, request: Request) -> Reply:
        if request.path != "/_control":
            return as_json({"error": "There is only /_control here."}, 404)
        try:
            more = self._steer(json.loads(request.body)) if request.method == "POST" else {}
        except (ValueError, TypeError) as error:
            return as_json({"error": str(error)}, 400)
        return as_json({**self._state(request), **more})

    def _steer(self, order: Any) -> dict[str, Any]:
        """Do that; what there is to say of it besides how things stand."""
        services = self._services
        if not isinstance(order, dict):
            raise TypeError("An order is an object.")
        if "misbehave" in order:
            fault = fault_named(order["misbehave"], order.get("with") or {})
            more = {name: order[name] for name in ("service", "path", "times", "every") if name in order}
            services.misbehave(fault, **more)
        elif "latency" in order:
            services.latency = float(order["latency"])
        elif "forget" in order:
            services.log.forget()
        elif "wait" in order:
            return {"reached": services.wait_for(order["wait"], order.get("calls", 1), order.get("timeout", 20.0))}
        else:
            for name, act in (("behave", services.behave), ("refuse", services.refuse), ("accept", services.accept)):
                if name in order:
                    act(order[name])
                    return {}
            raise ValueError(f"There is no such order: {', '.join(order) or 'none at all'}.")
        return {}

    def _state(self, request: Request) -> dict[str, Any]:
        services = self._services
        state: dict[str, Any] = {
            "latency": services.latency,
            "faults": len(services.faults),
            "services": {
                name: {
                    "calls": len(services.calls(name)),
                    "most_at_once": services.most_at_once(name),
                    "connections": services.connections(name),
                    "most_connections": services.most_connections(name),
                }
                for name in SERVICES
            },
        }
        if "calls" in request.query:
            state["calls"] = [asdict(call) for call in services.calls(request.query["calls"])]
        return state
