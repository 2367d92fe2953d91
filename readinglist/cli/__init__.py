"""The command line: everything that the program can do, without a screen."""

from readinglist.cli.main import run

__all__ = ["run"]
