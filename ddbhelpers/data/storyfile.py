"""The YAML of a story: read exactly, every part knowing its line."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

TITLE, SCENES = "story", "scenes"
EXAMPLE = "a mapping of pools, with 'scenes'"


class Fault(Exception):
    """What is wrong in a story, and in which line."""

    def __init__(self, says: str, allowed: str | None, line: int) -> None:
        """Hold the parts of the message."""
        self.says, self.allowed, self.line = says, allowed, line


def read_tree(text: str) -> Any:
    """Read the YAML: numbers exactly, times as text."""
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import RoundTripConstructor
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    class Exact(RoundTripConstructor):
        """Numbers as Decimal, times and dates as the text that an item has."""

    Exact.add_constructor("tag:yaml.org,2002:float", lambda _, n: Decimal(n.value))
    Exact.add_constructor("tag:yaml.org,2002:timestamp", lambda _, n: n.value)
    yaml = YAML()
    yaml.Constructor = Exact
    try:
        tree = yaml.load(text)
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        says = getattr(error, "problem", None) or str(error).split("\n")[0]
        line = mark.line + 1 if mark else 1
        hint = "quotes around a text that holds ': ' or ' #'"
        raise Fault(f"not YAML: {says}", hint, line) from None
    except ArithmeticError:
        raise Fault("a number that is none", "such as 12.50", 1) from None
    if not isinstance(tree, dict):
        raise Fault("there is no story", EXAMPLE, 1)
    return tree


def line_of(node: Any, key: Any) -> int:
    """Tell the line in which a key, or a place of a list, stands."""
    lines = node.lc  # ruamel's own
    mark = lines.item(key) if isinstance(node, list) else lines.key(key)
    return int(mark[0]) + 1


def mapping(node: Any, key: Any) -> Any:
    """Give what stands under a key, which must be a mapping."""
    if not isinstance(node[key], dict):
        raise Fault(f"{key!r} holds no names", "name: value", line_of(node, key))
    return node[key]


def known(node: Any, allowed: Iterable[str]) -> None:
    """Refuse a name that is not allowed here."""
    for name in node:
        if name not in allowed:
            says = f"unknown name {name!r}"
            raise Fault(says, ", ".join(allowed), line_of(node, name))


def plain(value: Any) -> Any:
    """Take off what is only there to write the file again."""
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    return str(value) if isinstance(value, str) else value
