"""`readinglist` and `python -m readinglist`: without a command the window, with one the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the program with the arguments that it was called with, and end the process."""
    from readinglist.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
