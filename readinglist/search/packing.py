"""How vectors are packed, in index.db and in memory."""

from __future__ import annotations

import numpy as np


def pack_half(vector: np.ndarray) -> bytes:
    """A vector as float16: half the space, cosines change in the fourth digit."""
    return np.asarray(vector, dtype="<f2").tobytes()


def pack_bytes(vectors: np.ndarray) -> bytes:
    """Vectors (n, d) as n float32 scales and n x d int8; cosines change in the third digit."""
    scales = np.abs(vectors).max(axis=1, initial=0.0) / 127.0
    cells = np.rint(vectors / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    return b"".join((scales.astype("<f4").tobytes(), cells.tobytes()))


def unpack_bytes(blob: bytes, dimensions: int) -> np.ndarray:
    """The vectors of `pack_bytes` as float32 (n, d)."""
    return scaled(rows_of_bytes(blob, dimensions))


def rows_of_bytes(blob: bytes, dimensions: int) -> np.ndarray:
    """`pack_bytes` with each scale (as four int8) before its row, so that tables can be put together: (n, 4 + d)."""
    count = len(blob) // (4 + dimensions)
    scales = np.frombuffer(blob, np.int8, 4 * count).reshape(count, 4)
    cells = np.frombuffer(blob, np.int8, count * dimensions, 4 * count).reshape(count, dimensions)
    return np.concatenate([scales, cells], axis=1)


def scaled(rows: np.ndarray) -> np.ndarray:
    """Rows of a scale and int8 cells as float32 vectors."""
    vectors: np.ndarray = rows[:, 4:] * np.ascontiguousarray(rows[:, :4]).view("<f4")
    return vectors


def signs(vectors: np.ndarray) -> np.ndarray:
    """Which cells are positive, as bits in 64-bit words, one column for each vector: (words, n)."""
    bits = np.packbits(vectors > 0, axis=1)
    padded = np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8)))
    return np.ascontiguousarray(padded.view(np.uint64).T)
