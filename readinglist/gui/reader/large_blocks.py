"""Has the memory of pictures that are gone given back to the system at once."""

from __future__ import annotations

import ctypes
import functools
import sys

LARGE = 512 * 1024
M_MMAP_THRESHOLD = -3


@functools.cache
def give_back_large_blocks() -> None:
    """From now on, where the C library is glibc; elsewhere nothing happens.

    By itself glibc raises the size from which a block is a mapping of its own with each that is freed, up to 32 MB,
    and then keeps pictures in the arena of the thread that made them: each PDF has such a thread, and reading fifty
    of them left 300 MB behind.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(M_MMAP_THRESHOLD, LARGE)
