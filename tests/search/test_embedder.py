"""The embedding model in its child process: the shipped one, chosen ones, and what may go wrong."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from readinglist.errors import ModelError
from readinglist.search import Embedder
from readinglist.search.model_files import check_chosen, check_default, default_folder, digest


def test_vectors_have_length_one_and_the_order_of_the_texts(embedder: Embedder) -> None:
    texts = ["a dog runs", "the stock market fell", "", "a puppy is running " + "very " * 600, "x" * 30_000]
    vectors = embedder.encode(texts)
    assert vectors.shape == (5, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert vectors[0] @ vectors[1] < 0.3
    for text, vector in zip(texts, vectors, strict=True):  # whatever it was batched with
        assert embedder.encode([text])[0] @ vector == pytest.approx(1, abs=1e-4)
    assert embedder.encode([]).shape[0] == 0


def test_pieces_are_read_inside_their_text(embedder: Embedder) -> None:
    text = "We caption photographs. We also prune neural networks. " + "Nothing more to say here. " * 90
    cuts = [(0, 23), (24, 54), (len(text) - 25, len(text))]
    (whole,), (pieces,) = embedder.encode_parts([text], [cuts])
    assert whole == pytest.approx(embedder.encode([text])[0], abs=1e-5)
    images, sparsity = embedder.encode(["describing images", "sparse neural networks"])
    assert pieces.shape == (3, 384)
    assert pieces[0] @ images > pieces[1] @ images
    assert pieces[1] @ sparsity > pieces[0] @ sparsity
    assert not pieces[2].any()  # beyond what the model reads
    assert np.linalg.norm(pieces[:2], axis=1) == pytest.approx(1, abs=1e-5)
    _, (none, one) = embedder.encode_parts(["a", "b"], [[], [(0, 1)]])
    assert (len(none), len(one)) == (0, 1)


def test_a_query_goes_before_the_rest_of_a_long_work(embedder: Embedder) -> None:
    started, ended = threading.Event(), threading.Event()
    texts = ["words and more words " * 40] * 64

    def work() -> None:
        started.set()
        embedder.encode(texts)
        ended.set()

    thread = threading.Thread(target=work)
    thread.start()
    started.wait()
    embedder.encode(["a question"], urgent=True)
    assert not ended.is_set()
    thread.join()


def test_the_shipped_model_is_checked_file_by_file(embedder: Embedder, tmp_path: Path) -> None:
    assert embedder.stamp == check_default(default_folder())
    assert embedder.stamp.startswith("all-MiniLM-L6-v2@")
    copy = tmp_path / "model"
    shutil.copytree(default_folder(), copy)
    assert digest(copy) == digest(default_folder())
    (copy / "vocab.txt").write_text((copy / "vocab.txt").read_text().replace("the\n", "teh\n", 1))
    with pytest.raises(ModelError, match="not those that were published"):
        check_default(copy)


def test_another_model_can_be_chosen(tmp_path: Path, embedder: Embedder) -> None:
    folder = tmp_path / "my-model"
    shutil.copytree(default_folder(), folder)
    other = Embedder(folder, idle_seconds=0.2)
    before = threading.enumerate()
    try:
        assert other.stamp.startswith("my-model@")
        assert not other.running
        assert other.encode(["a dog"])[0] == pytest.approx(embedder.encode(["a dog"])[0], abs=1e-5)
        for thread in threading.enumerate():
            if thread.name == "embedder: idle" and thread not in before:
                thread.join(20)
        assert not other.running  # it ended by itself when idle, and starts again when needed
        (folder / "model.safetensors").write_bytes(b"no weights at all")
        with pytest.raises(ModelError, match=r"my-model cannot be loaded"):
            other.encode(["a dog"])
    finally:
        other.close()
    with pytest.raises(ModelError, match="shut down"):
        other.encode(["a dog"])


def model(folder: Path, *, modules: object = None, weights: str = "model.safetensors") -> Path:
    folder.mkdir()
    if modules is None:
        modules = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}]
    (folder / "modules.json").write_text(modules if isinstance(modules, str) else json.dumps(modules))
    (folder / weights).write_bytes(b"weights")
    return folder


def test_a_folder_that_could_be_a_model(tmp_path: Path) -> None:
    assert check_chosen(model(tmp_path / "good")).startswith("good@")


def test_folders_that_are_no_models(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no folder"):
        check_chosen(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=r"no file modules\.json"):
        check_chosen(tmp_path / "empty")
    with pytest.raises(ModelError, match="cannot be read"):
        check_chosen(model(tmp_path / "broken", modules="{"))
    with pytest.raises(ModelError, match="cannot be read"):
        check_chosen(model(tmp_path / "odd", modules=[1]))


def test_a_model_may_not_bring_code(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"code of its own \(evil\.Module\)"):
        check_chosen(model(tmp_path / "code", modules=[{"type": "evil.Module"}]))
    with pytest.raises(ModelError, match="no weights as safetensors"):
        check_chosen(model(tmp_path / "pickle", weights="pytorch_model.bin"))
    mixed = model(tmp_path / "mixed")
    (mixed / "2_Dense").mkdir()
    (mixed / "2_Dense" / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(ModelError, match="may hide code"):
        check_chosen(mixed)


def test_closing_ends_what_waits(tmp_path: Path) -> None:
    embedder = Embedder()
    failed: list[ModelError] = []

    def ask() -> None:
        try:
            embedder.encode(["a"] * 10_000)
        except ModelError as error:
            failed.append(error)

    thread = threading.Thread(target=ask)
    embedder.warm()
    thread.start()
    embedder.close()
    thread.join()
    assert "shut down" in str(failed[0])
