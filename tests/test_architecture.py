"""The house's plan, defended: which way imports point, and which third-party package is named where."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator, Set
from typing import NamedTuple

from tests.conftest import ROOT

LEAVES = {
    *("errors", "paths", "settings", "logs", "identifiers", "plain_text", "http_client", "passwords", "mail"),
    *("dates", "thumbnails", "whole_files"),
    *("child_process", "child_serving"),  # both ends of a pipe to a child process
}
SIBLINGS = {"sources", "documents", "search", "exchange"}
BELOW_PEOPLE = {"library", *SIBLINGS, "recommend", "intake", "sample", "jobs", "program"}


class Row(NamedTuple):
    """What the modules of one package may import besides the leaves: of ours, and packages named only there."""

    ours: Set[str] = frozenset()
    theirs: Set[str] = frozenset()


PLAN = {
    "__main__": Row({"app"}),
    "app": Row({"gui", "cli", *BELOW_PEOPLE}),
    "gui": Row(BELOW_PEOPLE, {"PySide6", "shiboken6"}),
    "cli": Row(BELOW_PEOPLE, {"click"}),
    "program": Row(BELOW_PEOPLE),
    "jobs": Row({"library", *SIBLINGS, "recommend"}),
    "sample": Row({"library", "documents"}),
    "intake": Row({"library", *SIBLINGS}),
    "recommend": Row({"library", *SIBLINGS}, {"sklearn", "scipy", "numpy"}),
    "sources": Row({"library", "daily_papers"}, {"feedparser", "defusedxml"}),
    "documents": Row({"library"}, {"pymupdf"}),
    "search": Row({"library"}, {"numpy", "sentence_transformers", "torch", "transformers"}),
    "exchange": Row({"library", "daily_papers"}, {"bibtexparser", "rispy"}),
    "daily_papers": Row({"library"}),  # Hugging Face's JSON: pasted it comes by exchange, fetched by sources
    "library": Row(theirs={"sqlite3", "sqlite_utils"}),
    **{leaf: Row() for leaf in LEAVES},
    "http_client": Row(theirs={"requests", "urllib3"}),
    "paths": Row(theirs={"platformdirs"}),
    "settings": Row(theirs={"tomlkit"}),
    "passwords": Row(theirs={"keyring"}),
    "__init__": Row(),
}

# Heavy or unsafe beside a window: named only in modules that nothing but a child process imports.
CHILD_ONLY = {"pymupdf", "sentence_transformers", "torch", "transformers", "scipy", "sklearn"}

FREE = sys.stdlib_module_names - {"sqlite3"}

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in sorted((ROOT / "readinglist").rglob("*.py"))
}


def place(module: str) -> str:
    """The row of PLAN that a module belongs to: `library` for `readinglist.library.papers`."""
    return module.split(".")[1]


def imports(module: str) -> Iterator[str]:
    """Absolute names of all that a module imports, wherever in it: lazily, relatively, for type checking only."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                base = "." * node.level + (node.module or "")
                base = importlib.util.resolve_name(base, module.rpartition(".")[0]) if node.level else base
                yield from (f"{base}.{alias.name}" for alias in node.names)
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=[ast.Constant(str(name)), *_]):
                if called in ("import_module", "__import__"):
                    yield name


def targets(module: str) -> set[str]:
    """Our modules that a module's imports run: to import a.b.c is to import a and a.b as well."""
    names = {
        ".".join(parts[:n]) for name in imports(module) for parts in [name.split(".")] for n in range(1, len(parts) + 1)
    }
    return {name for stem in names for name in (stem, f"{stem}.__init__") if name in MODULES}


def third_party(module: str) -> set[str]:
    return {name.split(".")[0] for name in imports(module)} - FREE - {"readinglist"}


def test_everything_is_on_the_plan() -> None:
    assert {place(module) for module in MODULES} <= PLAN.keys()


def test_imports_point_down() -> None:
    astray = {}
    for module in MODULES:
        may = PLAN[place(module)].ours | LEAVES | {place(module), "__init__"}
        if upward := {target for target in targets(module) if place(target) not in may}:
            astray[module] = upward
    assert astray == {}


def test_third_party_stays_at_home() -> None:
    assert {module: more for module in MODULES if (more := third_party(module) - PLAN[place(module)].theirs)} == {}


def test_heavy_packages_stay_in_child_processes() -> None:
    """Nothing that the window, the command line or a job can reach by imports names a package for children only."""
    reached: set[str] = set()
    todo = {module for module in MODULES if place(module) in ("__main__", "app", "gui", "cli", "program", "jobs")}
    while todo:
        reached |= todo
        todo = set().union(*map(targets, todo)) - reached
    assert {module for module in reached if third_party(module) & CHILD_ONLY} == set()


def test_window_and_command_line_start_light() -> None:
    """No module of gui, cli or jobs loads what costs time, is for a call only, or belongs into a child process."""
    names = [name.removesuffix(".__init__") for name in MODULES if place(name) in ("gui", "cli", "jobs")]
    heavy = ["defusedxml", "pymupdf", "requests", "scipy", "sentence_transformers", "sklearn", "torch", "transformers"]
    program = (
        "import importlib, sys\n"
        f"for name in {names}: importlib.import_module(name)\n"
        f"print([name for name in {heavy} if name in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (run.returncode, run.stdout.strip()) == (0, "[]"), run.stderr
