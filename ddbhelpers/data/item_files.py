"""Files of items: JSON Lines, JSON and YAML, of Python values or of DynamoDB JSON.

==================  ===============================================================
file                holds
==================  ===============================================================
``.jsonl``          one item a line; also ``{"Item": {…}}``, as a table export has it
``.json``           a list of items; an object with such a list under ``Items``, as
                    ``aws dynamodb scan`` prints it; lines, as an export to S3 has them;
                    or the puts of ``aws dynamodb batch-write-item --request-items``
``.yaml``, ``.yml`` a list of items; or values: under the name of each entity a list of
                    its attributes' values, of which the model makes items
==================  ===============================================================

Each of them may be compressed, ``.json.gz``. Each item may be in Python values,
``{"pk": "A"}``, or in DynamoDB JSON, ``{"pk": {"S": "A"}}``. Numbers are read exactly.
Sets and binary need DynamoDB JSON, where binary is Base64; YAML has its own ``!!set``
and ``!!binary``.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ddbhelpers.capacity import as_dynamodb_json
from ddbhelpers.data.fitting import AS_IS, misfit
from ddbhelpers.errors import CapacityError, ItemFileError, ModelError
from ddbhelpers.files import read_text, to_base64, with_bytes, write_text
from ddbhelpers.model import Model
from ddbhelpers.model.wire import Item, item_from_wire, item_to_wire

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

Placed = Iterator[tuple[int, Any]]
Construct = Callable[["Node"], Any]
FILES = "a file that ends in .jsonl, .json, .yaml or .yml, or in one of these and .gz"
ITEM = 'an item such as {"pk": "A", "sk": "B"} or {"pk": {"S": "A"}, "sk": {"S": "B"}}'
SHARED = "shared"  # what several items take over by YAML's own <<
YAML_LIST = "a list of items, or such a list of values under each entity's name"
LIST = 'a list of items, an object with the list under "Items", or an item a line'
TYPES = frozenset({"S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"})
_SPACE = re.compile(r"\s*")


def load_items(
    path: str | os.PathLike[str], model: Model | None = None, *, check: bool = True
) -> list[Item]:
    """Read items as Python values; ItemFileError names the file and the line.

    With a model, an item that is not what the model says is refused too, unless
    ``check`` is False. A file of values, such as models/conversation.yaml, needs its
    model.
    """
    path = Path(path)
    name = path.name.lower().removesuffix(".gz")
    read = _READERS.get(Path(name).suffix)
    if read is None:
        raise ItemFileError(f"{path}: is no file of items", allowed=FILES)
    text = read_text(path, ItemFileError)
    items = []
    try:
        for line, value in read(text, model):
            item = _item(value, line)
            if model is not None and check:
                _refuse_misfit(model, item, line)
            items.append(item)
    except json.JSONDecodeError as error:
        fault = _Fault(f"not JSON: {error.msg.lower()}", ITEM, error.lineno)
    except _Fault as found:
        fault = found
    else:
        return items
    raise ItemFileError(
        f"{path}, line {fault.line}: {fault.says}", allowed=fault.allowed, do=fault.do
    )


def save_items(
    items: Iterable[Mapping[str, object]], path: str | os.PathLike[str]
) -> Path:
    """Write items to a ``.jsonl`` file of DynamoDB JSON, whole or not at all.

    It is what ``load_items`` and DynamoDB's import from S3 read, and it loses nothing.
    Raises ItemFileError if the file cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() != ".jsonl":
        raise ItemFileError(f"{path}: items are saved as lines", allowed="name.jsonl")
    write = partial(json.dumps, ensure_ascii=False, default=to_base64)
    lines = [write({"Item": item_to_wire(item)}) + "\n" for item in items]
    write_text(path, "".join(lines), ItemFileError)
    return path


class _Fault(Exception):
    """What is wrong in a file, and in which line."""

    def __init__(
        self, says: str, allowed: str | None, line: int, do: str | None = None
    ) -> None:
        self.says, self.allowed, self.line, self.do = says, allowed, line, do


def _item(value: Any, line: int) -> Item:
    for wrapper in ("PutRequest", "Item"):
        if isinstance(value, Mapping) and [*value] == [wrapper]:
            value = value[wrapper]
    if isinstance(value, Mapping) and [*value] == ["DeleteRequest"]:
        raise _Fault("a DeleteRequest stores nothing", ITEM, line)
    if not isinstance(value, Mapping) or not value:
        raise _Fault(f"{str(value)[:60]!r} is no item", ITEM, line)
    if unnamed := [name for name in value if not isinstance(name, str)]:
        raise _Fault(f"{unnamed[0]!r} is no attribute name", "text", line)
    try:
        if all(isinstance(v, Mapping) and TYPES.issuperset(v) for v in value.values()):
            # no item of Python values is only maps: its keys are none
            value = with_bytes(value)
        item = item_from_wire(as_dynamodb_json(value))
    except (CapacityError, ModelError) as error:
        raise _Fault(error.given, error.allowed, line) from None
    except ValueError as error:
        raise _Fault(f"binary that is not Base64: {error}", "Base64", line) from None
    return item


def _refuse_misfit(model: Model, item: Item, line: int) -> None:
    if found := misfit(model, item, [table.name for table in model.tables]):
        names = model.table().key_names
        keys = ", ".join(f"{name}={item.get(name)!r}" for name in names)
        raise _Fault(f"the item ({keys}){found[0]}", found[1], line, AS_IS)


@dataclass(frozen=True)
class Constant:
    """NaN or Infinity, which no item can hold: refused with the item it stands in."""

    name: str

    def __repr__(self) -> str:
        """Show it as the file has it."""
        return self.name


_JSON = json.JSONDecoder(parse_float=Decimal, parse_constant=Constant)


def _json_lines(text: str, _: Model | None) -> Placed:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, _JSON.decode(line)
            except json.JSONDecodeError as error:
                says = f"not JSON: {error.msg.lower()}"
                raise _Fault(says, "one item on each line", number) from None


def _json(text: str, model: Model | None) -> Placed:
    """Read lists of items one by one, so that each item knows its line."""
    try:
        whole = _JSON.decode(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise
        whole = {"Item": ...}  # the first of several lines
    if isinstance(whole, list):
        yield from _listed(text, _after_space(text, 0))
    elif isinstance(whole, Mapping) and [*whole] == ["Item"]:
        yield from _json_lines(text, model)
    else:
        yield from _under_names(text, whole)


def _under_names(text: str, whole: Any) -> Placed:
    """Read the list under ``Items``, or the puts under each table's name."""
    held = whole.get("RequestItems", whole) if isinstance(whole, Mapping) else {}
    names = [name for name in held if isinstance(held[name], list)]
    if len(names) < len(held):
        names = [name for name in names if name.lower() == "items"]
    if not names:
        raise _Fault("there is no list of items", LIST, 1)
    for name in names:
        found = re.search(rf"{re.escape(json.dumps(name))}\s*:\s*(?=\[)", text)
        if found is None:
            raise _Fault(f"{name!r} is written with escapes", "plain letters", 1)
        yield from _listed(text, found.end())


def _listed(text: str, start: int) -> Placed:
    """Read the list that begins there, item by item."""
    line, counted, place = 1, 0, start + 1
    while True:
        place = _after_space(text, place)
        if text[place] == "]":
            return
        if text[place] == ",":
            place += 1
            continue
        line, counted = line + text.count("\n", counted, place), place
        value, place = _JSON.raw_decode(text, place)
        yield line, value


def _after_space(text: str, place: int) -> int:
    return _SPACE.match(text, place).end()  # type: ignore[union-attr]  # it fits


def _yaml(text: str, model: Model | None) -> Placed:
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import SafeConstructor
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    class Exact(SafeConstructor):
        """Numbers exactly, and times as the text that they are in an item."""

    Exact.add_constructor("tag:yaml.org,2002:float", lambda _, node: _number(node))
    Exact.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Exact
    try:
        root = yaml.compose(text)  # whose nodes know their lines
        construct = partial(yaml.constructor.construct_object, deep=True)
        match root and root.id:
            case "sequence":
                for node in root.value:
                    yield _line(node), construct(node)
            case "mapping":
                yield from _made(root, construct, model)
            case _:
                raise _Fault("there is no list of items", YAML_LIST, 1)
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        says = getattr(error, "problem", None) or str(error).split("\n")[0]
        hint = "quotes around a text that holds ': ' or ' #'"
        raise _Fault(f"not YAML: {says}", hint, mark.line + 1 if mark else 1) from None


def _line(node: "Node") -> int:
    return int(node.start_mark.line) + 1


def _made(root: "Node", construct: Construct, model: Model | None) -> Placed:
    """Make items of the values that stand under the names of their entities."""
    names = [str(name.value) for name, _ in root.value]
    if "scenes" in names:
        says = "stories are read no more; write the values of each item"
        raise _Fault(says, f"{YAML_LIST}, as in models/conversation.yaml", 1)
    if model is None:
        says = "values make items only with their model, load_items(path, model)"
        raise _Fault(says, "a list of items", 1)
    entities = {entity.name: entity for entity in model.entities}
    for name, (key, held) in zip(names, root.value, strict=True):
        if name not in entities:
            if name == SHARED:
                continue
            says = f"{name!r} is no entity of {model.name!r}"
            raise _Fault(says, ", ".join([*entities, SHARED]), _line(key))
        if held.id != "sequence":
            raise _Fault(f"{name} holds no list", "- attribute: value", _line(key))
        for node in held.value:
            values = construct(node)
            if not isinstance(values, dict):
                says = f"{str(values)[:60]!r} is no {name}"
                raise _Fault(says, "attribute: value", _line(node))
            try:
                item = entities[name].item(**{str(key): values[key] for key in values})
            except ModelError as error:
                raise _Fault(error.given, error.allowed, _line(node)) from None
            yield _line(node), item


def _number(node: "Node") -> Decimal | Constant:
    try:
        number = Decimal(node.value.replace("_", ""))
    except ArithmeticError:
        return Constant(node.value)
    return number if number.is_finite() else Constant(node.value)


_READERS = {
    ".jsonl": _json_lines,
    ".json": _json,
    ".yaml": _yaml,
    ".yml": _yaml,
}
