"""One engine at work: random requests, what it reported, and the items as they are."""

import uuid
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from ddbhelpers.engine import Engine
from ddbhelpers.model import SecondaryIndex, Table
from tests.witness.model import Action, Read, Request, Write, WriteWay
from tests.witness.sizes import Units, Wire, units_of
from tests.witness.tables import NAMES, VALUES, key_value, random_item, value

ASK: Any = {"ReturnConsumedCapacity": "INDEXES"}
Seen = tuple[Request, Units | None]


def charge(unit: str, consumed: Any) -> Units | None:
    """Read one ConsumedCapacity; its parts have to add up to its whole."""
    if consumed is None:
        return None
    arms = {"": consumed["Table"]["CapacityUnits"]}
    for kind in ("Global", "Local"):
        for name, used in consumed.get(f"{kind}SecondaryIndexes", {}).items():
            arms[name] = used["CapacityUnits"]
    seen = units_of(unit, arms)
    assert seen.total == consumed["CapacityUnits"], consumed
    return seen


class Bench:
    """A table on an engine, and the same items kept beside it."""

    def __init__(self, engine: Engine, table: Table, dice: Random) -> None:
        self.client: Any = engine.client
        self.table = table.renamed(f"{table.name}-{uuid.uuid4().hex[:8]}")
        self.dice = dice
        self.types = table.attribute_types()
        self.items: dict[str, Wire] = {}
        self.client.create_table(**self.table.create_arguments())

    def drop(self) -> None:
        self.client.delete_table(TableName=self.table.name)

    # Keys, items, and what is left of them

    def key(self) -> Wire:
        names = self.table.key_names
        return {name: key_value(self.types, name, self.dice) for name in names}

    def keys(self, most: int) -> list[Wire]:
        """Draw different keys."""
        drawn = {repr(key): key for key in (self.key() for _ in range(most))}
        return list(drawn.values())

    def item(self, key: Wire) -> Wire:
        return random_item(self.table, key, self.dice)

    def key_of(self, item: Wire) -> Wire:
        return {name: item[name] for name in self.table.key_names}

    def at(self, key: Wire) -> Wire | None:
        return self.items.get(repr(key))

    def store(self, key: Wire, item: Wire | None) -> None:
        if item is None:
            self.items.pop(repr(key), None)
        else:
            self.items[repr(key)] = item

    def evaluated(self, answer: Any) -> tuple[Wire | None, ...]:
        """Find the whole items of a page of keys or entries."""
        found = [self.at(self.key_of(self.as_drawn(it))) for it in answer["Items"]]
        assert None not in found
        return tuple(found)

    def as_drawn(self, item: Wire) -> Wire:
        """Write number keys as they were drawn: engines write 120 as 1.2E+2."""
        return {name: self._drawn(name, it) for name, it in item.items()}

    def _drawn(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        if name not in self.table.key_names or "N" not in given:
            return given
        same = [n for n in VALUES[name] if float(n) == float(given["N"])]
        return {"N": same[0]}

    # One request each; all give what was asked and what was reported

    def put(self) -> Seen:
        key = self.key()
        before, after = self.at(key), self.item(key)
        if before and self.dice.random() < 0.2:
            after = before
        answer = self.client.put_item(TableName=self.table.name, Item=after, **ASK)
        return self._wrote("put", key, before, after, answer)

    def update(self) -> Seen:
        key = self.key()
        before = self.at(key)
        answer = self.client.update_item(
            TableName=self.table.name,
            Key=key,
            ReturnValues="ALL_NEW",
            **self._change(before),
            **ASK,
        )
        after = {**answer["Attributes"], **key}
        return self._wrote("update", key, before, after, answer)

    def delete(self) -> Seen:
        key = self.key()
        answer = self.client.delete_item(TableName=self.table.name, Key=key, **ASK)
        return self._wrote("delete", key, self.at(key), None, answer)

    def fail(self) -> None:
        """Put on a condition that fails: nothing may be reported, nothing stored."""
        if not self.items:
            return
        there = self.dice.choice(list(self.items.values()))
        failure = self.client.exceptions.ConditionalCheckFailedException
        with pytest.raises(failure) as failed:
            self.client.put_item(
                TableName=self.table.name,
                Item=self.item(self.key_of(there)),
                ConditionExpression="attribute_not_exists(#k)",
                ExpressionAttributeNames={"#k": self.table.key_names[0]},
                **ASK,
            )
        assert "ConsumedCapacity" not in failed.value.response

    def batch_write(self) -> Seen:
        actions, requests = [], []
        for key in self.keys(6):
            before = self.at(key)
            if self.dice.random() < 0.3:
                actions.append(Action("delete", before, None))
                requests.append({"DeleteRequest": {"Key": key}})
            else:
                after = self.item(key)
                actions.append(Action("put", before, after))
                requests.append({"PutRequest": {"Item": after}})
            self.store(key, actions[-1].after)
        answer = self.client.batch_write_item(
            RequestItems={self.table.name: requests}, **ASK
        )
        assert not answer["UnprocessedItems"]
        seen = charge("write", answer["ConsumedCapacity"][0])
        return Write(self.table, tuple(actions), "batch"), seen

    def transact_write(self) -> Iterator[Seen]:
        """Write in a transaction, and now and then the same once more."""
        actions, requests = [], []
        for key in self.keys(4):
            action, request = self._action(key)
            actions.append(action)
            requests.append(request)
        token = uuid.uuid4().hex
        ways: tuple[tuple[WriteWay, str], ...] = (
            ("transaction", "write"),
            ("replay", "read"),
        )
        for way, unit in ways:
            answer = self.client.transact_write_items(
                TransactItems=requests, ClientRequestToken=token, **ASK
            )
            if way == "transaction":
                actions = [self._settled(action) for action in actions]
            write = Write(self.table, tuple(actions), way)
            yield write, charge(unit, answer["ConsumedCapacity"][0])
            if self.dice.random() < 0.5:
                return

    def get(self) -> Seen:
        key, strong = self.key(), self.dice.random() < 0.5
        names, projection = self._projection()
        answer = self.client.get_item(
            TableName=self.table.name,
            Key=key,
            ConsistentRead=strong,
            **projection,
            **ASK,
        )
        read = Read(self.table, (self.at(key),), "get", strong=strong, projected=names)
        return read, charge("read", answer["ConsumedCapacity"])

    def batch_get(self) -> Seen:
        keys, strong = self.keys(8), self.dice.random() < 0.5
        names, projection = self._projection()
        wanted = {"Keys": keys, "ConsistentRead": strong, **projection}
        answer = self.client.batch_get_item(
            RequestItems={self.table.name: wanted}, **ASK
        )
        assert not answer["UnprocessedKeys"]
        items = tuple(self.at(key) for key in keys)
        read = Read(self.table, items, "batch", strong=strong, projected=names)
        return read, charge("read", answer["ConsumedCapacity"][0])

    def transact_get(self) -> Seen:
        keys = self.keys(4)
        names, projection = self._projection()
        get = {"TableName": self.table.name, **projection}
        answer = self.client.transact_get_items(
            TransactItems=[{"Get": {**get, "Key": key}} for key in keys], **ASK
        )
        items = tuple(self.at(key) for key in keys)
        read = Read(self.table, items, "transaction", projected=names)
        return read, charge("read", answer["ConsumedCapacity"][0])

    def query(self) -> Seen:
        index = self.dice.choice((None, *self.table.indexes))
        key = self.table.partition_key if index is None else index.partition_key
        values = {
            f":{part.name}": key_value(self.types, part.name, self.dice) for part in key
        }
        return self._walk(
            self.client.query,
            index,
            {
                "KeyConditionExpression": " AND ".join(
                    f"#{part.name} = :{part.name}" for part in key
                ),
                "ExpressionAttributeNames": {f"#{k.name}": k.name for k in key},
                "ExpressionAttributeValues": values,
                "ScanIndexForward": self.dice.random() < 0.5,
            },
        )

    def scan(self) -> Seen:
        index = self.dice.choice((None, None, *self.table.indexes))
        return self._walk(self.client.scan, index, {})

    # How they are made

    def _wrote(
        self, kind: str, key: Wire, before: Wire | None, after: Wire | None, got: Any
    ) -> Seen:
        self.store(key, after)
        write = Write(self.table, (Action(kind, before, after),))
        return write, charge("write", got["ConsumedCapacity"])

    def _change(self, before: Wire | None) -> dict[str, Any]:
        """Write an update: some attributes set, some removed, or all as they were."""
        free = [name for name in self.types if name not in self.table.key_names]
        sets: dict[str, Any] = {}
        removes: list[str] = []
        for name in self.dice.sample((*free, *NAMES, "pad"), self.dice.randint(1, 3)):
            lucky = self.dice.random()
            if lucky < 0.25:
                removes.append(name)
            elif before and name in before and lucky < 0.5:
                sets[name] = before[name]
            elif name in free:
                sets[name] = key_value(self.types, name, self.dice)
            else:
                sets[name] = value(self.dice)
        parts = []
        if sets:
            parts.append("SET " + ", ".join(f"#s{n} = :s{n}" for n in range(len(sets))))
        if removes:
            parts.append("REMOVE " + ", ".join(f"#r{n}" for n in range(len(removes))))
        names = {f"#s{n}": name for n, name in enumerate(sets)}
        names |= {f"#r{n}": name for n, name in enumerate(removes)}
        change: dict[str, Any] = {
            "UpdateExpression": " ".join(parts),
            "ExpressionAttributeNames": names,
        }
        if sets:
            values = {f":s{n}": it for n, it in enumerate(sets.values())}
            change["ExpressionAttributeValues"] = values
        return change

    def _action(self, key: Wire) -> tuple[Action, dict[str, Any]]:
        before, name = self.at(key), {"TableName": self.table.name}
        match self.dice.choice(("put", "put", "update", "delete", "check")):
            case "put":
                after = self.item(key)
                request: dict[str, Any] = {"Put": {**name, "Item": after}}
                return Action("put", before, after), request
            case "update":
                request = {"Update": {**name, "Key": key, **self._change(before)}}
                return Action("update", before, key), request
            case "delete":
                return Action("delete", before, None), {"Delete": {**name, "Key": key}}
        exists = "attribute_exists" if before else "attribute_not_exists"
        check = {
            **name,
            "Key": key,
            "ConditionExpression": f"{exists}(#k)",
            "ExpressionAttributeNames": {"#k": self.table.key_names[0]},
        }
        return Action("check", before, before), {"ConditionCheck": check}

    def _settled(self, action: Action) -> Action:
        """Store what a transaction wrote; ask what its update came to."""
        if action.kind == "check":
            return action
        image = action.after or action.before
        if image is None:
            return action
        key = self.key_of(image)
        after = action.after
        if action.kind == "update":
            answer = self.client.get_item(
                TableName=self.table.name, Key=key, ConsistentRead=True
            )
            after = {**answer["Item"], **key}
        self.store(key, after)
        return Action(action.kind, action.before, after)

    def _projection(
        self, index: SecondaryIndex | None = None
    ) -> tuple[tuple[str, ...] | None, dict[str, Any]]:
        if self.dice.random() < 0.5:
            return None, {}
        names = tuple(self.dice.sample((*self.types, *NAMES), 3))
        if index is not None and self.dice.random() < 0.5:
            names = index.key_names
        return names, {
            "ProjectionExpression": ", ".join(f"#p{n}" for n in range(len(names))),
            "ExpressionAttributeNames": {f"#p{n}": it for n, it in enumerate(names)},
        }

    def _walk(
        self, ask: Callable[..., Any], index: SecondaryIndex | None, base: Any
    ) -> Seen:
        """Query or Scan twice: plainly, to see what is walked; then with a twist."""
        base = {"TableName": self.table.name, **base}
        if index is not None:
            base["IndexName"] = index.name
        if self.dice.random() < 0.3:
            base["Limit"] = self.dice.randint(1, 5)
        items = self.evaluated(ask(**base))
        strong = self.dice.random() < 0.5 and (index is None or index.kind == "local")
        twist, fetched, names = self._twist(index, base)
        answer = ask(**{**base, **twist}, ConsistentRead=strong, **ASK)
        assert answer["ScannedCount"] == len(items)
        read = Read(
            self.table,
            items,
            "query" if ask == self.client.query else "scan",
            index=index,
            strong=strong,
            fetched=fetched,
            projected=names,
        )
        return read, charge("read", answer["ConsumedCapacity"])

    def _twist(
        self, index: SecondaryIndex | None, base: Any
    ) -> tuple[dict[str, Any], bool, tuple[str, ...] | None]:
        """Filter, count or project: nothing that makes it cheaper; or fetch."""
        local = index is not None and index.kind == "local"
        partial = index is not None and index.projection.type != "ALL"
        named = base.get("ExpressionAttributeNames", {})
        match self.dice.choice(("plain", "filter", "count", "project", "all")):
            case "filter" if not partial or self._holds(index, ("inc",)):
                names = {**named, "#f": "inc"}
                twist = {"FilterExpression": "attribute_not_exists(#f)"}
                return {**twist, "ExpressionAttributeNames": names}, False, None
            case "count":
                return {"Select": "COUNT"}, False, None
            case "all" if local:
                return {"Select": "ALL_ATTRIBUTES"}, partial, None
            case "project":
                wanted, projection = self._projection(index)
                if wanted is None or (partial and not local):
                    return {}, False, None
                names = {**named, **projection["ExpressionAttributeNames"]}
                projection = {**projection, "ExpressionAttributeNames": names}
                return projection, partial and not self._holds(index, wanted), wanted
        return {}, False, None

    def _holds(self, index: SecondaryIndex | None, wanted: tuple[str, ...]) -> bool:
        assert index is not None
        held = {*self.table.key_names, *index.key_names, *index.projection.attributes}
        return held.issuperset(wanted)
