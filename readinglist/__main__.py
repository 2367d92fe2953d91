"""`readinglist` and `python -m readinglist`: without a command the window, with one the command line."""

from __future__ import annotations

import contextlib
import logging
import os
import sys


def main() -> None:
    """Run the program with the arguments that it was called with, and end the process."""
    try:
        from readinglist.app import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # before anything was begun: imports take a while, too
        status = 130
    if "PySide6.QtWidgets" in sys.modules:
        # All is closed by now. What is left of Qt would be taken down in any order, which has crashed at exit.
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
    sys.exit(status)


if __name__ == "__main__":
    main()
