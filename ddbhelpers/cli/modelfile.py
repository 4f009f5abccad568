"""Which model file a command line means."""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ddbhelpers.errors import ModelFileError

if TYPE_CHECKING:
    from ddbhelpers.model import Model

VARIABLE = "DDB_MODEL"
FOLDER = "models"


def find_model_file(given: Path | None = None) -> Path:
    """Choose the model file: the one given, else DDB_MODEL, else the one in ./models.

    Raises ModelFileError where ./models holds none, or more than one.
    """
    if given or os.environ.get(VARIABLE):
        return given or Path(os.environ[VARIABLE])
    found = sorted(
        path for path in Path(FOLDER).glob("*.y*ml") if path.suffix in (".yaml", ".yml")
    )
    if len(found) == 1:
        return found[0]
    raise ModelFileError(
        f"no model was named, and ./{FOLDER} holds {len(found)} model files"
        if Path(FOLDER).is_dir()
        else f"no model was named, and there is no folder ./{FOLDER} here",
        allowed=", ".join(map(str, found)) or None,
        do=f"name one: --model FILE, or {VARIABLE}=FILE",
    )


def peek_model_file(arguments: Sequence[str]) -> Path | None:
    """Read --model out of a command line that cannot be parsed without the model.

    >>> peek_model_file(["get-order", "--limit", "2", "--model=shop.yaml"]).name
    'shop.yaml'
    """
    last = None
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--model="):
            last = argument.partition("=")[2]
        elif argument == "--model" and at + 1 < len(arguments):
            last = arguments[at + 1]
    return Path(last) if last else None


@cache
def cached_model(path: Path) -> "Model":
    """Load a model once in one run of the command. Raises ModelFileError."""
    from ddbhelpers.model import load_model

    return load_model(path)
