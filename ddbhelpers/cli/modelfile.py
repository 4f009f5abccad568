"""Which model file a command line means."""

import os
from collections.abc import Sequence
from pathlib import Path

from ddbhelpers.errors import ModelFileError

VARIABLE = "DDB_MODEL"
FOLDER = "models"
OWN = "my_"
YAML = (".yaml", ".yml")
READS = ("GetItem", "Query", "Scan")  # as the model has them, which takes long to load
MODEL_KEYS = ("name:", "tables:", "entities:", "access_patterns:")


def find_model_file(given: Path | None = None) -> Path:
    """Choose the model file: the one given, else DDB_MODEL, else the one in ./models.

    Items beside it are no model, and one whose name begins with `my_`, as a walk
    through the notebooks leaves it, is taken only where there is no other. Raises
    ModelFileError where ./models holds no model, or more than one.
    """
    if given or os.environ.get(VARIABLE):
        named = given or Path(os.environ[VARIABLE])
        if is_items(named):
            raise ModelFileError(
                f"{named}: names no tables, entities or access patterns",
                allowed="a model",
                do=f"if it holds items, type: ddb seed {named}",
            )
        return named
    found = [
        path
        for path in sorted(Path(FOLDER).glob("*"))
        if path.suffix in YAML and not is_items(path)
    ]
    found = [path for path in found if not path.name.startswith(OWN)] or found
    if len(found) == 1:
        return found[0]
    raise ModelFileError(
        f"no model was named, and ./{FOLDER} holds {len(found)} model files"
        if Path(FOLDER).is_dir()
        else f"no model was named, and there is no folder ./{FOLDER} here",
        allowed=", ".join(map(str, found)) or None,
        do=f"name one: --model FILE, or {VARIABLE}=FILE",
    )


def is_items(path: Path) -> bool:
    """Tell whether a YAML file holds something else than a model; not parsed."""
    top = _top_level(path)
    return bool(top) and not any(line.startswith((*MODEL_KEYS, "{")) for line in top)


def is_model(path: Path) -> bool:
    """Tell whether a YAML file is a model, by its top level; nothing is parsed."""
    return any(line.startswith(MODEL_KEYS) for line in _top_level(path))


def read_patterns(path: Path) -> tuple[str, dict[str, str]]:
    """Give a model's name, and the questions of its read patterns by their names.

    They are what the YAML says: only a file that does not say them is read as a model
    is, for the ModelFileError that tells why.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        model = YAML(typ="safe", pure=True).load(path)
        return str(model["name"]), {
            str(name): str(pattern.get("question", ""))
            for name, pattern in model.get("access_patterns", {}).items()
            if pattern.get("operation") in READS
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, YAMLError):
        from ddbhelpers.model import load_model

        model = load_model(path)
        reads = [pattern for pattern in model.access_patterns if pattern.is_read]
        return model.name, {pattern.name: pattern.question for pattern in reads}


def _top_level(path: Path) -> list[str]:
    if path.suffix not in YAML or not path.is_file():
        return []
    text = path.read_text(encoding="utf-8", errors="replace")
    return [line for line in text.splitlines() if line[:1].strip(" \t#")]


def peek_model_file(arguments: Sequence[str]) -> Path | None:
    """Read --model out of a command line that cannot be parsed without the model.

    >>> peek_model_file(["get-order", "--limit", "2", "--model=shop.yaml"]).name
    'shop.yaml'
    """
    last = None
    for place, argument in enumerate(arguments, 1):
        if argument == "--":
            break
        if argument.startswith("--model="):
            last = argument.partition("=")[2]
        elif argument == "--model" and place < len(arguments):
            last = arguments[place]
    return Path(last) if last else None
