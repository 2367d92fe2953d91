"""The child process that holds the embedding model; only here torch and sentence-transformers are loaded."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from readinglist.child_serving import Handler, Message, Progress, serve

if TYPE_CHECKING:
    import numpy as np
    from sentence_transformers import SentenceTransformer

BATCH = 8
"""Texts at once: on a CPU eight abstracts stay in its cache and are 10 to 15 % quicker than 32."""


class Model:
    """A loaded model. Vectors are float32 with length 1."""

    def __init__(self, folder: str) -> None:
        from sentence_transformers import SentenceTransformer

        self.folder = folder
        self._model: SentenceTransformer = SentenceTransformer(
            folder,
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
        self._model.eval()
        self.dimensions = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: list[str], cuts: list[list[tuple[int, int]]] | None) -> tuple[np.ndarray, list[np.ndarray]]:
        """A vector for each text (n, d) and, with `cuts`, for each text one per piece [start, end) of it (k, d).

        A piece's vector is the mean of its tokens' vectors as the model sees them inside the whole text; it is zero
        where the model did not read that far.
        """
        import numpy as np

        whole = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        parts = [np.zeros((len(cut), self.dimensions), dtype=np.float32) for cut in cuts or ()]
        order = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors, tokens, offsets = self._forward([texts[at] for at in batch], with_tokens=cuts is not None)
            whole[batch] = vectors
            if cuts is not None and tokens is not None and offsets is not None:
                for row, at in enumerate(batch):
                    parts[at][:] = _pieces(tokens[row], offsets[row], cuts[at])
        return _unit(whole), [_unit(part) for part in parts]

    def _forward(
        self, texts: list[str], *, with_tokens: bool
    ) -> tuple[np.ndarray, np.ndarray | None, np.ndarray | None]:
        import torch

        wanted: dict[str, Any] = {"return_offsets_mapping": True} if with_tokens else {}
        with torch.inference_mode():
            features = self._model.preprocess(texts, processing_kwargs={"text": wanted})
            offsets = features.pop("offset_mapping", None)
            result = self._model(features)
        vectors = result["sentence_embedding"].numpy()
        if offsets is None:
            return vectors, None, None
        return vectors, result["token_embeddings"].numpy(), offsets.numpy()


def _pieces(tokens: np.ndarray, offsets: np.ndarray, cuts: list[tuple[int, int]]) -> np.ndarray:
    import numpy as np

    begins, ends = offsets[:, 0], offsets[:, 1]
    pieces = np.zeros((len(cuts), tokens.shape[1]), dtype=np.float32)
    for row, (start, end) in enumerate(cuts):
        inside = (ends > begins) & (begins >= start) & (ends <= end)
        if inside.any():
            pieces[row] = tokens[inside].mean(axis=0)
    return pieces


def _unit(vectors: np.ndarray) -> np.ndarray:
    import numpy as np

    unit: np.ndarray = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return unit


def start() -> Handler:
    """Load the libraries, not yet the model: its folder comes with each request."""
    os.environ.update(
        HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_PROGRESS_BARS="1",
        TOKENIZERS_PARALLELISM="false", TRANSFORMERS_VERBOSITY="error",
    )  # fmt: skip
    import numpy as np
    import sentence_transformers  # noqa: F401  the slow part, done before the parent's clock starts
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(max(1, _cores() - 1))
    loaded: list[Model] = []

    def answer(message: Message, blob: bytes, progress: Progress) -> tuple[Message, bytes]:
        if not loaded or loaded[0].folder != message["folder"]:
            loaded.clear()
            try:
                loaded.append(Model(message["folder"]))
            except Exception as error:  # the folder may hold anything, and each library complains in its own way
                return {"error": str(error)}, b""
        whole, parts = loaded[0].encode(message["texts"], message.get("cuts"))
        counts = {"texts": len(whole), "dimensions": loaded[0].dimensions, "parts": [len(part) for part in parts]}
        return counts, np.concatenate([whole, *parts]).astype("<f4").tobytes()

    return answer


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


if __name__ == "__main__":
    serve(start)
