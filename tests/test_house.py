"""The house: arrows between rooms, one client, short modules, a quick import."""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import ddbhelpers

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ddbhelpers"
MODULES = sorted(PACKAGE.rglob("*.py"))
OURS = ("ddbhelpers", "tools", "tests", "benchmarks")
MAX_LINES = 400
# Each room may use itself and the rooms to its left, so arrows point one way only. Two
# kinds of room stand aside: plan is arithmetic and needs no engine, and show takes
# values, never a client.
GROUND = ["moved", "errors", "words", "files"]
ORDER = [
    *GROUND,
    *(
        "model",
        "request",
        "capacity",
        "interop",
        "check",
        "explaining",
        "plan",
        "search",
    ),
    *("engine", "metering", "data", "verify", "streams", "show", "lab", "cli"),
]
MAY_USE = {room: set(ORDER[: place + 1]) for place, room in enumerate(ORDER)}
MAY_USE["capacity"] -= {"request"}
MAY_USE["explaining"] -= {"check", "request"}
MAY_USE["engine"] -= {"check", "plan", "search"}
MAY_USE["metering"] -= {"check", "plan", "search"}
MAY_USE["__main__"] = {"cli"}
MAY_USE["__init__"] = {"moved"}
MAX_FILES = 16  # on one floor, beside __init__.py and __main__.py
MAX_WINGS = 2
# Above the core, libraries first; the core is arithmetic and checked values.
CORE = {
    **{
        room: set()
        for room in ("moved", "errors", "words", "capacity", "request", "check")
    },
    "files": {"ruamel"},
    "model": {"pydantic", "pydantic_core", "ruamel"},
    "explaining": set(),
    "plan": {"numpy", "pandas", "pydantic", "ruamel"},
}
ARITHMETIC = {"math", "numpy", "pandas", "statistics"}
SUMS = {"agg", "cumsum", "groupby", "mean", "merge", "pivot_table", "sum"}
SDK = {"boto3", "botocore", "mypy_boto3_dynamodb"}


def room_of(path: Path) -> str:
    """Name the room that a module stands in.

    >>> room_of(PACKAGE / "model" / "keys.py")
    'model'
    """
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.AST, package: str) -> Iterator[str]:
    """Name every module that is imported, also lazily and for types only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*up, base] if base else up)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func)
            first = node.args[0]
            if called.endswith("import_module") and isinstance(first, ast.Constant):
                yield str(first.value)


@cache
def imported_by(path: Path) -> set[str]:
    package = ".".join(path.relative_to(ROOT).parent.parts)
    return set(imports(ast.parse(path.read_text("utf-8")), package))


def roots(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported_by(path)}


def used_rooms(path: Path) -> set[str]:
    names = [name.split(".") for name in imported_by(path)]
    parts = [name[1] for name in names if name[0] == "ddbhelpers" and len(name) > 1]
    return {part for part in parts if part in MAY_USE}


def arrows() -> dict[str, set[str]]:
    """Give the modules of ours that each module imports when it is loaded, or later.

    An import for types only is an arrow too: a reader follows it all the same.
    """
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path
        for path in MODULES
        if path.name != "__init__.py"
    }
    return {name: imported_by(path) & names.keys() for name, path in names.items()}


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Name the circles of a graph: files that reach themselves again.

    >>> circles({"a": {"b"}, "b": {"a"}, "c": {"a"}})
    [['a', 'b']]
    """

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            fresh = graph.get(waiting.pop(), set()) - seen
            seen |= fresh
            waiting += fresh
        return seen

    reach = {name: reached(name) for name in graph}
    found = {
        tuple(sorted(other for other in reach[name] if name in reach.get(other, ())))
        for name in graph
        if name in reach[name]
    }
    return [list(circle) for circle in sorted(found)]


def uses_engine(path: Path) -> bool:
    return "engine" in used_rooms(path)


def test_every_import_is_seen() -> None:
    tree = ast.parse(
        "import a.b\n"
        "from c import d\n"
        "from . import e\n"
        "from ..f import g\n"
        "def later():\n"
        "    import h\n"
        "    importlib.import_module('i')\n"
        "if TYPE_CHECKING:\n"
        "    from j import k\n"
    )
    assert {
        "a.b",
        "c.d",
        "top.room.e",
        "top.f.g",
        "h",
        "i",
        "j.k",
    } <= set(imports(tree, "top.room"))


def offenders(wrong: Callable[[Path], object]) -> dict[str, object]:
    """Name the modules for which something is wrong, and what it is."""
    found = {path.relative_to(PACKAGE).as_posix(): wrong(path) for path in MODULES}
    return {name: what for name, what in found.items() if what}


def test_a_room_uses_only_the_rooms_before_it() -> None:
    assert offenders(lambda path: used_rooms(path) - MAY_USE[room_of(path)]) == {}


def test_only_the_engine_room_imports_boto3() -> None:
    assert offenders(lambda path: room_of(path) != "engine" and roots(path) & SDK) == {}
    assert any("boto3" in roots(path) for path in MODULES)


def test_show_takes_values_and_never_a_client() -> None:
    assert offenders(lambda path: room_of(path) == "show" and uses_engine(path)) == {}


def test_show_computes_nothing() -> None:
    """What is summed, shared or grouped comes from the room that owns the value."""

    def sums(path: Path) -> set[str]:
        tree = ast.parse(path.read_text("utf-8"))
        types = [n for n in ast.walk(tree) if isinstance(n, ast.If)]
        for node in types:
            if ast.unparse(node.test) == "TYPE_CHECKING":
                node.body = [ast.Pass()]
        named = {name.partition(".")[0] for name in imports(tree, "ddbhelpers.show")}
        calls = (n.func for n in ast.walk(tree) if isinstance(n, ast.Call))
        called = {f.attr for f in calls if isinstance(f, ast.Attribute)}
        return named & ARITHMETIC | called & SUMS

    assert offenders(lambda path: room_of(path) == "show" and sums(path)) == {}
    assert sums(PACKAGE / "plan" / "load" / "items_touched.py") == {
        "pandas",
        "sum",
        "cumsum",
    }


def test_the_core_stands_on_the_standard_library() -> None:
    known = {*sys.stdlib_module_names, "ddbhelpers"}
    core = [path for path in MODULES if room_of(path) in CORE]
    assert core
    assert offenders(lambda p: p in core and roots(p) - known - CORE[room_of(p)]) == {}


def every_file() -> Iterator[Path]:
    for folder in OURS:
        yield from (ROOT / folder).rglob("*.py")


def private(names: Iterable[str]) -> set[str]:
    """Name what a library keeps to itself; ``__future__`` is for all.

    >>> sorted(private(["a._b", "a.b", "_c.d", "__future__", "tests.x._y"]))
    ['_c.d', 'a._b']
    """
    return {
        name
        for name in names
        if re.search(r"(^|\.)_(?!_)", name) and name.partition(".")[0] not in OURS
    }


def test_no_private_part_of_a_library_is_imported() -> None:
    found = {path: private(imported_by(path)) for path in every_file()}
    assert {path: names for path, names in found.items() if names} == {}
    assert private(["a._b", "_c", "a.b", "__future__", "tests.x._y"]) == {"a._b", "_c"}


def test_what_mypy_must_not_see_has_a_code_and_a_reason() -> None:
    bare = re.compile(r"# type: +ignore(?!\[[\w-]+\]  # \w)|# mypy: +ignore")
    assert [path for path in every_file() if bare.search(path.read_text("utf-8"))] == []
    assert bare.search("x  # type: " + "ignore[misc]\n")


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circles(arrows()) == []
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [
        ["a", "b", "c"]
    ]


def test_a_floor_has_few_files_and_no_deep_wings() -> None:
    floors: dict[str, list[str]] = {}
    for path in MODULES:
        if not path.name.startswith("__"):
            place = path.relative_to(PACKAGE)
            floors.setdefault(place.parent.as_posix(), []).append(path.name)
            assert len(place.parts) <= 2 + MAX_WINGS, f"{place} is too deep"
    assert {floor: len(f) for floor, f in floors.items() if len(f) > MAX_FILES} == {}


def test_no_two_public_classes_have_one_name() -> None:
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(path.name)
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_a_module_is_short() -> None:
    def too_long(path: Path) -> int:
        lines = len(path.read_text("utf-8").splitlines())
        return lines if lines > MAX_LINES else 0

    assert offenders(too_long) == {}


def test_every_room_is_known() -> None:
    assert {room_of(path) for path in MODULES} <= set(MAY_USE)


@pytest.mark.parametrize("name", ddbhelpers.__all__)
def test_every_public_name_is_there(name: str) -> None:
    loaded: dict[str, object] = {}
    exec(f"from ddbhelpers import {name}", loaded)
    # A room of the same name would hide it: an attribute is found before it is made.
    assert loaded[name] is not None
    assert not isinstance(loaded[name], ModuleType)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        ddbhelpers.nothing_of_ours  # noqa: B018
