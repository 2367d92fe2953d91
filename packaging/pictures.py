"""Draw each main view, light and dark, at 1440x900 and 1024x700: python packaging/pictures.py DIR [SOURCE...]

The library is the sample, its PDF read and all indexed; each SOURCE (a file or folder) is added to it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from readinglist import sample
from readinglist.gui.pictures import draw
from readinglist.program import Program


def main(arguments: list[str]) -> int:
    """Draw into the folder that the arguments name; returns the exit code."""
    if not arguments or arguments[0].startswith("-"):
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory() as folder, Program(Path(folder) / "library", offline=True) as program:
        sources = [Path(name) for name in arguments[1:]]
        if sources:
            program.intake.paths(sources)
        sample.load(program.library, program.store)
        broken = Path(folder) / "broken-download.pdf"
        broken.write_bytes(b"%PDF-1.5\nand then the line went dead")
        program.intake.paths([broken])
        program.runner.run_until_idle()
        # What waits and what failed is to be seen as well.
        program.runner.pause_all()
        program.change_settings(work_paused=True)
        program.intake.text("arXiv:2005.11401 https://doi.org/10.1038/nature14539")
        for path in draw(program, Path(arguments[0])):
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
