"""Model files: YAML that a person enjoys reading, and that comes back byte for byte.

Loading names the line and the field of what is wrong. Saving an unchanged model
leaves the file alone; saving a changed one keeps the comments of what stayed.
"""

import datetime as dt
import os
import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import FoldedScalarString, SingleQuotedScalarString

from ddbhelpers.errors import ModelError, ModelFileError
from ddbhelpers.files import read_text, write_text
from ddbhelpers.model.base import first_fault, names_of
from ddbhelpers.model.design import Model
from ddbhelpers.model.pattern import Condition
from ddbhelpers.model.table import KeyAttribute, Projection

WIDTH = 88
OPEN = ("keys", "key")  # one line for each, however short
BARE_TEMPLATE = re.compile(r": *\{\w+(:\d+)?\}")
EXAMPLE = "a YAML file with name, tables, entities and access_patterns"


def load_model(path: str | os.PathLike[str]) -> Model:
    """Read a model from a YAML file; ModelFileError names file, line and field."""
    path = Path(path)
    other = "name another file with --model FILE"
    text = read_text(path, ModelFileError, allowed=EXAMPLE, do=other)
    return parse_model(text, str(path))


def parse_model(text: str, source: str = "model") -> Model:
    """Read a model from YAML text; ``source`` stands in the error messages.

    >>> parse_model("name: shop").name
    'shop'
    """
    tree = _tree(text, source)
    try:
        return Model.model_validate(_plain(tree))
    except ValidationError as error:
        place, says = first_fault(error)
    except ModelError as error:
        place, says = (), str(error)
    names = names_of(tree, place)
    dotted, _, rest = says.partition(": ")
    inside = (*names, *dotted.split("."))
    if rest and _line(tree, inside) > _line(tree, names):
        # a check of several fields together names the field itself
        names, says = inside, rest
    if "unknown key" in says:
        names = (*names, says.split("'")[1])
    if unquoted := _unquoted_template(tree, ()):
        names, template = unquoted
        says = f"a template that begins with {{ is written in quotes: '{template}'"
    line = _line(tree, names)
    field = ".".join(map(str, names)) or "the model"
    raise ModelFileError(f"{source}, line {line}: {field}: {says}")


def dump_model(model: Model) -> str:
    """Write a model as YAML text, always the same text for the same model.

    >>> print(dump_model(Model(name="shop", tables={"shop": {"partition_key": "pk"}})))
    name: shop
    <BLANKLINE>
    tables:
      shop:
        partition_key: pk
    <BLANKLINE>
    """
    return _written(_laid_out(_mapping(model)))


def save_model(model: Model, path: str | os.PathLike[str]) -> Path:
    """Write a model to a file, whole or not at all; ModelFileError if it cannot.

    A file that already says the same is left as it is, with its comments; in a file
    that says something else, the comments beside what stays are kept.
    """
    path = Path(path)
    text = dump_model(model)
    if path.is_file():
        try:
            old = load_model(path)
        except ModelFileError:
            old = None  # broken: nothing in it to keep
        if old == model:
            return path
        if old is not None:
            text = _keeping_comments(read_text(path, ModelFileError), model) or text
    write_text(path, text, ModelFileError)
    return path


def _keeping_comments(old: str, model: Model) -> str | None:
    """Change a file's text to say what the model says; None if that did not come out.

    A comment may stand where nothing can keep it, so the result is read once more.
    """
    if "#" not in old:
        return None
    tree = _tree(old, "model")
    _merge(tree, _laid_out(_mapping(model)))
    text = _written(tree)
    try:
        return text if parse_model(text) == model else None
    except ModelFileError:
        return None


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = WIDTH
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _tree(text: str, source: str) -> CommentedMap:
    try:
        tree = _yaml().load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        says = " ".join(str(getattr(error, "problem", error)).split())
        line = mark.line + 1 if mark else 1
        there = text.splitlines()[line - 1 : line]
        raise ModelFileError(
            f"{source}, line {line}: not YAML: {says}",
            allowed=EXAMPLE,
            do="write a template that begins with { in quotes"
            if any(map(BARE_TEMPLATE.search, there))
            else None,
        ) from None
    if not isinstance(tree, CommentedMap):
        what = "the file is empty" if tree is None else "the file is no mapping"
        raise ModelFileError(f"{source}, line 1: {what}", allowed=EXAMPLE)
    return tree


def _unquoted_template(
    node: object, names: tuple[str | int, ...]
) -> tuple[tuple[str | int, ...], str] | None:
    """Find `{name}` without quotes, which YAML reads as a mapping without a value."""
    if isinstance(node, CommentedMap):
        if node.fa.flow_style() and len(node) == 1 and [*node.values()] == [None]:
            return names, f"{{{next(iter(node))}}}"
        inside: list[tuple[str | int, object]] = [*node.items()]
    elif isinstance(node, CommentedSeq):
        inside = [*enumerate(node)]
    else:
        return None
    found = (_unquoted_template(value, (*names, name)) for name, value in inside)
    return next(filter(None, found), None)


def _plain(node: object) -> Any:
    """Take off what ruamel adds for the round trip; a date is text of its own shape."""
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, (list, tuple)):
        return [_plain(value) for value in node]
    if isinstance(node, dt.date):
        return node.isoformat()
    return str(node) if isinstance(node, str) else node


def _line(tree: Any, names: tuple[str | int, ...]) -> int:
    line, node = 1, tree
    for name in names:
        try:
            line, node = node.lc.item(name)[0] + 1, node[name]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return int(line)


def _mapping(value: object) -> Any:
    """Shorten a value of the model to what a person would write."""
    match value:
        case float() if value.is_integer():
            return int(value)
        case KeyAttribute(type="S"):
            return value.name
        case Projection():
            return list(value.attributes) or value.type
        case Condition(operator="equals"):
            return value.operands[0]
        case Condition():
            several = len(value.operands) > 1
            return {
                value.operator: list(value.operands) if several else value.operands[0]
            }
        case BaseModel():
            return _fields(value)
        case dict():
            return {key: _mapping(inner) for key, inner in value.items()}
        case tuple() | list():
            return [_mapping(inner) for inner in value]
    return value


def _fields(value: BaseModel) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for name, field in type(value).model_fields.items():
        inner = getattr(value, name)
        default = field.get_default(call_default_factory=True)
        if inner == default and not field.is_required():
            continue
        if name in ("partition_key", "sort_key") and len(inner) == 1:
            inner = inner[0]
        of_key = name in ("partition_key", "sort_key")
        if not of_key and isinstance(inner, tuple) and hasattr(inner[0], "name"):
            written[name] = {part.name: _without_name(part) for part in inner}
            continue
        written[field.alias or name] = _mapping(inner)
    return written


def _without_name(value: BaseModel) -> Any:
    fields = _fields(value)
    del fields["name"]
    # an attribute with nothing but a type is written as its type
    return fields["type"] if list(fields) == ["type"] else fields


def _laid_out(data: dict[str, Any]) -> CommentedMap:
    """Choose lines or braces, and set blank lines between the parts."""
    top: CommentedMap = _shaped(data, 0)
    for name, section in top.items():
        if isinstance(section, CommentedMap):
            top.yaml_set_comment_before_after_key(name, before="\n")
            if name in ("entities", "access_patterns"):
                for key in list(section)[1:]:
                    section.yaml_set_comment_before_after_key(key, before="\n")
    return top


def _shaped(node: object, depth: int, name: str = "-") -> Any:
    """Give ruamel's nodes; a small leaf that fits its line is written in braces."""
    start = 2 * depth + len(name)
    if isinstance(node, str) and start + len(node) > WIDTH and "\n" not in node:
        return _folded(node, depth)
    if isinstance(node, str) and node.startswith((": ", "?")):
        return SingleQuotedScalarString(node)  # ruamel leaves it bare, also in braces
    if not isinstance(node, (dict, list)):
        return node
    shaped: Any
    if isinstance(node, dict):
        shaped = CommentedMap(
            (key, _shaped(value, depth + 1, key)) for key, value in node.items()
        )
    else:
        shaped = CommentedSeq(_shaped(value, depth + 2) for value in node)
    if depth > 2 and name not in OPEN and _fits(node, start):
        shaped.fa.set_flow_style()
    return shaped


def _fits(node: dict[str, object] | list[object], start: int) -> bool:
    """Tell whether a mapping or list of plain values fits on one line in braces."""
    inner = node.values() if isinstance(node, dict) else node
    if any(isinstance(value, dict) for value in inner):
        return False
    stream = StringIO()
    yaml = YAML()
    yaml.default_flow_style, yaml.width = True, 10 * WIDTH
    yaml.dump(node, stream)
    return start + len(stream.getvalue().strip()) <= WIDTH


def _folded(text: str, depth: int) -> FoldedScalarString:
    """Break a long sentence into lines, as ``>-`` writes it."""
    folded: Any = FoldedScalarString(text)
    start, length, folds = 0, 2 * depth, []
    for word in text.split(" "):
        if start and length + len(word) > 80:
            folds.append(start - 1)
            length = 2 * depth
        start, length = start + len(word) + 1, length + len(word) + 1
    folded.fold_pos = folds
    return cast(FoldedScalarString, folded)


def _written(tree: CommentedMap) -> str:
    stream = StringIO()
    _yaml().dump(tree, stream)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def _merge(old: CommentedMap, new: CommentedMap) -> None:
    """Make ``old`` say what ``new`` says, touching nothing that already does."""
    for key in [key for key in old if key not in new]:
        del old[key]
    for place, (key, value) in enumerate(new.items()):
        if key not in old:
            old.insert(place, key, value)
        elif isinstance(old[key], CommentedMap) and isinstance(value, CommentedMap):
            _merge(old[key], value)
        elif _plain(old[key]) != _plain(value):
            old[key] = value
    if list(old) != list(new):
        for key in new:
            old.move_to_end(key)
