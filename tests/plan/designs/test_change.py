"""What it costs to change one's mind, and in which order it is allowed."""

from typing import Any

import pytest

from ddbhelpers.errors import PlanError
from ddbhelpers.model import Entity, Model
from ddbhelpers.plan import (
    Change,
    in_one_map,
    plan_change,
    restocked,
    take_stock,
    with_local_index,
    with_projection,
)
from tests.plan.examples import BOOK, letter, mail

ITEMS = [letter(1, 1000, "g"), letter(2, 2000)]
BY_SORT = {"partition_key": "sk"}
BY_GROUP = {"partition_key": "group", "sort_key": "sk"}


def changed(
    after: Model, before: Model | None = None, volume: float = 2000, **more: Any
) -> Change:
    stock = take_stock(before or mail(), ITEMS, volume=volume)
    return plan_change(stock, after, BOOK, **more)


def done(change: Change) -> list[str]:
    return [step.do for step in change.steps]


def said(change: Change) -> list[tuple[str, str, str]]:
    return [(step.do, step.allowed, step.source) for step in change.steps]


DATA = "read-write-operations"
CREATE = (
    "1 global index created or deleted in an UpdateTable, and the next when this is "
    "done"
)
DELETE = "1 in an UpdateTable; it costs nothing"


def test_nothing_to_change_costs_nothing() -> None:
    change = changed(mail())
    assert (change.steps, change.usd, change.assumptions) == ((), 0, ())


def test_a_new_index_pays_for_each_entry() -> None:
    model = mail(indexes={"by-group": BY_GROUP, "by-sort": BY_SORT})
    change = changed(model, write_units_per_second=100)
    [step] = change.steps
    assert step.do == "create index by-sort, and wait until it is ACTIVE"
    # 1,000 entries of ⌈1,000⌉ = 1, and 1,000 of ⌈2,000⌉ = 2; reading is free
    assert (step.write_units, step.read_units) == (3000, 0)
    assert step.usd == change.usd == pytest.approx(3000 * 0.625e-6)
    assert step.hours == pytest.approx(30 / 3600)
    assert (step.allowed, step.source) == (CREATE, "GSI.OnlineOps")
    assert change.assumptions


def test_another_projection_is_another_index() -> None:
    change = changed(with_projection(mail(), "by-group", "KEYS_ONLY"))
    anew = "create index by-group anew under another name, and wait until it is ACTIVE"
    fixed = CREATE + "; keys and projection of an index are fixed"
    assert said(change) == [
        (anew, fixed, "GSI.OnlineOps"),
        ("let the readers of by-group use the new index", "", ""),
        ("delete the old index by-group", DELETE, "GSI.OnlineOps"),
    ]
    # only half of the letters are in it
    assert [step.write_units for step in change.steps] == [1000, 0, 0]


def test_indexes_are_created_before_old_ones_go_if_there_is_room() -> None:
    change = changed(mail(indexes={"by-sort": BY_SORT}))
    assert done(change) == [
        "create index by-sort, and wait until it is ACTIVE",
        "delete the old index by-group",
    ]
    full = {f"by-{n}": BY_GROUP for n in range(20)}
    other = {**{f"by-{n}": BY_GROUP for n in range(19)}, "by-sort": BY_SORT}
    change = changed(mail(indexes=other), mail(indexes=full))
    assert done(change) == [
        "delete the old index by-19",
        "create index by-sort, and wait until it is ACTIVE",
    ]
    # a last place is enough to create first, or to replace
    nineteen = {f"by-{n}": BY_GROUP for n in range(19)}
    fewer = {f"by-{n}": BY_GROUP for n in range(18)}
    change = changed(
        mail(indexes={**fewer, "by-sort": BY_SORT}), mail(indexes=nineteen)
    )
    assert done(change)[1:] == ["delete the old index by-18"]
    change = changed(
        mail(indexes={**nineteen, "by-0": BY_SORT}), mail(indexes=nineteen)
    )
    assert done(change)[2:] == ["delete the old index by-0"]
    # and so is the place of an index that goes
    change = changed(mail(indexes={**nineteen, "by-0": BY_SORT}), mail(indexes=full))
    assert [done(change)[n] for n in (0, -1)] == [
        "delete the old index by-19",
        "delete the old index by-0",
    ]
    for more in ({**full, "by-0": BY_SORT}, {**other, "by-0": BY_SORT}):
        with pytest.raises(PlanError) as refused:
            changed(mail(indexes=more), mail(indexes=full))
        assert str(refused.value) == (
            "21 global indexes at one time; allowed: 20, old and new ones together; "
            "change fewer indexes at a time"
        )


def test_a_local_index_needs_a_new_table() -> None:
    index = {"partition_key": "pk", "sort_key": "group"}
    before = mail(indexes={"by-rank": index})
    change = changed(with_local_index(before, "by-rank"), before)
    create = "create table mail under another name, with its indexes"
    both = "let the application write to both tables, or copy from a stream"
    copied = "a Scan of the old table, and a put of each item into the new one"
    assert said(change) == [
        (create, "keys and local indexes are chosen at CreateTable, and stay", "LSI"),
        (both, "a stream holds changes for 24 hours", "Streams"),
        ("copy 2,000 items from mail", copied, DATA),
        ("let the application read the new table", "", ""),
        ("delete the old table mail", "its indexes go with it", ""),
    ]
    copy = change.steps[2]
    # 1,000 × 1 + 1,000 × 2 of the table, and 1,000 × 1 of the index
    assert copy.write_units == 4000
    # 3,000,000 bytes: two pages of 1 MB, 128 each, and ⌈902,848 / 4,096⌉ = 221, halved
    assert copy.read_units == 2 * 128 + 110.5
    assert copy.usd == pytest.approx(4000 * 0.625e-6 + 366.5 * 0.125e-6)


def test_local_indexes_in_another_order_are_the_same() -> None:
    index = {"partition_key": "pk", "kind": "local"}
    local = {name: {**index, "sort_key": name} for name in ("group", "text")}
    backwards = dict(reversed(local.items()))
    assert not changed(mail(indexes=backwards), mail(indexes=local)).steps


def test_other_table_keys_need_a_new_table_too() -> None:
    before = mail(indexes={})
    after = Model(
        **{**dict(before), "tables": [{"name": "mail", "partition_key": "pk"}]}
        | {"entities": []}
    )
    assert done(changed(after, before))[0].startswith("create table mail under another")


def test_items_under_other_keys_are_deleted_and_put() -> None:
    entity = mail().entity("Letter")
    fields = {name: getattr(entity, name) for name in Entity.model_fields}
    keys = {"pk": "LETTERS#{owner}", "sk": "{number:04}"}
    other = mail().with_entities([Entity(**{**fields, "keys": keys})])
    [step] = changed(other).steps
    assert said(changed(other)) == [(
        "store under other keys 2,000 items (Letter)",
        "an item keeps its key: a delete and a put",
        DATA,
    )]  # fmt: skip
    # the table twice 1,000 × 1 + 1,000 × 2, the index twice 1,000 × 1
    assert step.write_units == 2 * 3000 + 2 * 1000
    assert step.read_units == 366.5


def test_items_with_other_attributes_are_updated() -> None:
    [step] = changed(in_one_map(mail())).steps
    assert (step.do, step.allowed, step.source) == (
        "rewrite 2,000 items (Letter)",
        "an UpdateItem of each",
        DATA,
    )
    # 1,008 and 2,008 bytes; the entries change, under the same index key
    assert step.write_units == 3000 + 1000


def test_an_update_is_charged_for_the_larger_of_both_items() -> None:
    plain = mail(indexes={})
    # 1,024 bytes, 1,032 in a map, and as many pages of the table as make 1 MB
    stock = take_stock(plain, [letter(1, 1024)], volume=1024)
    mapped = restocked(stock, in_one_map(plain))
    [into], [out] = (
        plan_change(old, new, BOOK).steps
        for old, new in ((stock, in_one_map(plain)), (mapped, plain))
    )
    assert (into.write_units, out.write_units) == (2048, 2048)
    assert (into.read_units, out.read_units) == (128, 128 + 1)


def test_an_entity_that_is_gone_is_deleted() -> None:
    [step] = changed(Model(**{**dict(mail()), "entities": []})).steps
    assert (step.do, step.allowed, step.source) == (
        "delete 2,000 items (Letter)",
        "after they were copied, or for good",
        DATA,
    )
    assert step.write_units == 3000 + 1000


def test_one_scan_finds_all_that_is_rewritten() -> None:
    note = Entity(name="Note", keys={"pk": "NOTE", "sk": "{n}"}, attributes={
        "n": {"in": "key"}})  # fmt: skip
    before = mail().with_entities([note])
    stock = take_stock(before, [*ITEMS, {"pk": "NOTE", "sk": "1"}])
    steps = plan_change(stock, in_one_map(mail()), BOOK).steps
    assert [step.do for step in steps] == [
        "delete 1 item (Note)",
        "rewrite 2 items (Letter)",
    ]
    # 3,009 bytes: ⌈3,009 / 4,096⌉ = 1, halved
    assert [step.read_units for step in steps] == [0.5, 0]
    [step] = plan_change(stock, mail().changed(entities=[]), BOOK).steps
    assert step.do == "delete 3 items (Letter, Note)"


def test_items_are_copied_before_they_are_deleted() -> None:
    model = mail(indexes={})
    post = {"name": "post", "partition_key": "pk", "sort_key": "sk"}
    entity = model.entity("Letter")
    fields = {name: getattr(entity, name) for name in Entity.model_fields}
    moved = Entity(**{**fields, "table": "post"})
    after = Model(
        **{**dict(model), "tables": [*model.tables, post], "entities": [moved]}
    )
    change = changed(after, model)
    assert done(change) == [
        "create table post, with its indexes",
        "copy 2,000 items from mail",
        "delete 2,000 items (Letter)",
    ]
    both = Model(**{**dict(model), "tables": [*model.tables, post]})
    assert done(changed(after, both)) == done(change)[1:]
    alone = Model(**{**dict(after), "tables": [post]})
    assert done(changed(alone, model)) == [
        *done(change)[:2],
        "delete the old table mail",
    ]


def test_two_tables_become_one() -> None:
    post = {"name": "post", "partition_key": "pk", "sort_key": "sk"}
    note = Entity(name="Note", table="post", keys={"pk": "NOTE", "sk": "{n}"},
        attributes={"n": {"in": "key"}})  # fmt: skip
    model = mail(indexes={})
    letters = model.entity("Letter").changed(table="mail")
    before = model.changed(tables=[*model.tables, post], entities=[letters, note])
    here = [entity.changed(table="box") for entity in before.entities]
    after = before.changed(tables=[*before.tables, {**post, "name": "box"}])
    stock = take_stock(before, [*ITEMS, {"pk": "NOTE", "sk": "1"}])
    steps = plan_change(stock, after.changed(entities=here), BOOK).steps
    assert [(step.do, step.read_units, step.write_units) for step in steps] == [
        ("create table box, with its indexes", 0, 0),
        # a unit of a half for each table, as both are small
        ("copy 3 items from mail, post", 1, 4),
        ("delete 2 items (Letter)", 0.5, 3),
        ("delete 1 item (Note)", 0.5, 1),
    ]


def test_modes_and_classes() -> None:
    plain = mail(indexes={})
    provisioned = mail(indexes={}, throughput={"read": 5, "write": 5})
    more = mail(indexes={}, throughput={"read": 9, "write": 5})
    rare = mail(indexes={}, table_class="STANDARD_INFREQUENT_ACCESS", time_to_live="t")
    assert said(changed(plain, provisioned)) == [(
        "switch mail from PROVISIONED to PAY_PER_REQUEST",
        "at most 4 times in rolling 24 hours",
        "capacity-mode",
    )]  # fmt: skip
    assert said(changed(provisioned, plain)) == [(
        "switch mail from PAY_PER_REQUEST to PROVISIONED",
        "at any time, with throughput for the table and every global index",
        "capacity-mode",
    )]  # fmt: skip
    assert said(changed(more, provisioned)) == [(
        "set the throughput of mail",
        "more at any time, less four times at first and then once an hour",
        "ServiceQuotas",
    )]  # fmt: skip
    twice = "at most 2 times in 30 days", "WorkingWithTables.tableclasses"
    expiry = "one attribute at a time; what expires is deleted for nothing", "TTL"
    assert said(changed(rare, plain)) == [
        ("switch mail to table class STANDARD_INFREQUENT_ACCESS", *twice),
        ("set time to live of mail to t", *expiry),
    ]
    assert said(changed(plain, rare)) == [
        ("switch mail to table class STANDARD", *twice),
        ("set time to live of mail to off", *expiry),
    ]


def test_units_are_priced_in_the_table_s_class() -> None:
    rare = mail(table_class="STANDARD_INFREQUENT_ACCESS")
    both = mail(
        indexes={"by-group": BY_GROUP, "by-sort": BY_SORT},
        table_class="STANDARD_INFREQUENT_ACCESS",
    )
    assert changed(both, rare).usd == pytest.approx(3000 * 0.78e-6)


def test_refusals() -> None:
    with pytest.raises(PlanError) as refused:
        changed(mail(), write_units_per_second=0)
    assert str(refused.value) == (
        "0 write units per second to spare; allowed: more than 0"
    )
    assert not changed(mail(), write_units_per_second=0.5).steps
