"""PartiQL statements: what they cost is what the classic call costs."""

from typing import Any

from tests.witness.bench import ASK, Bench, Seen, charge
from tests.witness.model import Action, Read, Write
from tests.witness.sizes import Wire
from tests.witness.tables import NAMES, value


def statement(bench: Bench) -> Seen:
    """Insert an item; or select, change or delete one that is there."""
    key = bench.key()
    if bench.at(key) is None:
        return _insert(bench, key)
    return bench.dice.choice((_select, _select, _update, _delete))(bench, key)


def _insert(bench: Bench, key: Wire) -> Seen:
    item = bench.item(key)
    named = ", ".join(f"'{name}': ?" for name in item)
    got = _execute(bench, f"INSERT INTO {_t(bench)} VALUE {{{named}}}", item)
    return _wrote(bench, "put", key, item, got)


def _update(bench: Bench, key: Wire) -> Seen:
    name, set_to = bench.dice.choice(NAMES), value(bench.dice)
    text = f'UPDATE {_t(bench)} SET "{name}" = ? WHERE {_where(key)}'
    got = _execute(bench, text, {name: set_to, **key})
    return _wrote(bench, "update", key, {**(bench.at(key) or {}), name: set_to}, got)


def _delete(bench: Bench, key: Wire) -> Seen:
    got = _execute(bench, f"DELETE FROM {_t(bench)} WHERE {_where(key)}", key)
    return _wrote(bench, "delete", key, None, got)


def _select(bench: Bench, key: Wire) -> Seen:
    """Select one item, or its whole item collection."""
    wanted = key
    if bench.dice.random() < 0.5:
        name = bench.table.partition_key[0].name
        wanted = {name: key[name]}
    text = f"SELECT * FROM {_t(bench)} WHERE {_where(wanted)}"
    strong = bench.dice.random() < 0.5
    got = _execute(bench, text, wanted, ConsistentRead=strong)
    items = bench.evaluated(got)
    read = Read(bench.table, items, "query", strong=strong, partiql=True)
    return read, charge("read", got.get("ConsumedCapacity"))


def _wrote(bench: Bench, kind: str, key: Wire, after: Wire | None, got: Any) -> Seen:
    write = Write(bench.table, (Action(kind, bench.at(key), after),), partiql=True)
    bench.store(key, after)
    return write, charge("write", got.get("ConsumedCapacity"))


def _execute(bench: Bench, text: str, values: Wire, **more: Any) -> Any:
    return bench.client.execute_statement(
        Statement=text, Parameters=list(values.values()), **more, **ASK
    )


def _t(bench: Bench) -> str:
    return f'"{bench.table.name}"'


def _where(key: Wire) -> str:
    return " AND ".join(f'"{name}" = ?' for name in key)
