"""The command line: everything that the program can do, without a screen."""

from readinglist.cli.main import run
from readinglist.cli.state import Windows

__all__ = ["Windows", "run"]
