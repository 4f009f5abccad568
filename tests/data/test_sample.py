import hashlib
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ddbhelpers.data.sample import iter_sample, sample
from ddbhelpers.errors import ModelError
from ddbhelpers.model import Entity, Model, Table, load_model
from ddbhelpers.model.file import parse_model
from ddbhelpers.model.wire import Item, item_to_wire

ROOT = Path(__file__).parents[2]
MESSAGING = load_model(ROOT / "models" / "direct_messaging.yaml")
SHOP = load_model(ROOT / "tests" / "models" / "shop.yaml")
MODELS = pytest.mark.parametrize("model", [MESSAGING, SHOP], ids=["messaging", "shop"])
GOLDEN_MESSAGING = "dfa5245a2b6cb4397494194a7cb8214361578f6e8af45f3f1eccdbb5131598e2"
GOLDEN_SHOP = "56c950d730bcda79dcbc235ae9ba5184b9096e0068826aa0b06879e2480075bf"
FEWEST = 3  # a message and the conversation of either person

counts = st.integers(FEWEST, 250)
seeds = st.integers(-(2**70), 2**70)
few = settings(max_examples=25, deadline=None)


def by_entity(model: Model, items: list[Item]) -> dict[str, list[Item]]:
    found = defaultdict(list)
    for item in items:
        entity = model.entity_of(item)
        assert entity
        found[entity.name].append(entity.read(item))
    return found


def digest(items: list[Item]) -> str:
    text = "".join(
        json.dumps(item_to_wire(item), sort_keys=True, default=bytes.hex)
        for item in items
    )
    return hashlib.sha256(text.encode()).hexdigest()


@MODELS
def test_the_same_seed_gives_the_same_items_and_another_seed_others(
    model: Model,
) -> None:
    first = sample(model, items=500, seed=7)

    assert first == sample(model, items=500, seed=7)
    assert first == list(iter_sample(model, items=500, seed=7))
    assert not {item["pk"] for item in first} & {
        item["pk"] for item in sample(model, items=500, seed=8)
    }


def test_the_items_are_pinned_on_every_platform() -> None:
    items = sample(MESSAGING, items=2_000, seed=2023)

    assert digest(items) == GOLDEN_MESSAGING
    assert digest(sample(SHOP, items=2_000, seed=2023)) == GOLDEN_SHOP


@few
@given(counts, seeds)
def test_there_are_exactly_so_many_items_and_no_key_comes_twice(
    count: int, seed: int
) -> None:
    items = sample(MESSAGING, items=count, seed=seed)

    assert len(items) == count
    assert len({(item["pk"], item["sk"]) for item in items}) == count


@few
@given(counts, seeds)
def test_every_member_has_one_conversation_with_the_last_message(
    count: int, seed: int
) -> None:
    found = by_entity(MESSAGING, sample(MESSAGING, items=count, seed=seed))
    messages = defaultdict(list)
    for message in found["Message"]:
        messages[message["message_group_uuid"]].append(message)
    members = defaultdict(list)
    for conversation in found["Conversation"]:
        members[conversation["message_group_uuid"]].append(conversation)

    assert set(messages) == set(members)
    for group, conversations in members.items():
        ada, bo = conversations
        last = max(messages[group], key=lambda m: m["created_at"])
        assert ada["user_uuid"] == bo["other_user_uuid"] != bo["user_uuid"]
        assert bo["user_uuid"] == ada["other_user_uuid"]
        assert {ada["last_message_at"], bo["last_message_at"]} == {last["created_at"]}
        assert ada["last_message"] == bo["last_message"]
        assert ada["last_message"] in [
            m["text"] for m in messages[group] if m["created_at"] == last["created_at"]
        ]
        assert {m["from_user_uuid"] for m in messages[group]} <= {
            ada["user_uuid"],
            bo["user_uuid"],
        }


@few
@given(counts, seeds)
def test_a_person_has_one_name_and_one_handle_everywhere(count: int, seed: int) -> None:
    found = by_entity(MESSAGING, sample(MESSAGING, items=count, seed=seed))
    names, handles = defaultdict(set), defaultdict(set)
    for message in found["Message"]:
        names[message["from_user_uuid"]].add(message["from_display_name"])
    for conversation in found["Conversation"]:
        other = conversation["other_user_uuid"]
        names[other].add(conversation["other_display_name"])
        handles[other].add(conversation["other_handle"])

    assert {len(known) for known in [*names.values(), *handles.values()]} == {1}
    taken = [handle for (handle,) in handles.values()]
    assert len(set(taken)) == len(taken)
    assert all(re.fullmatch(r"[a-z.]+\d*", handle) for handle in taken)


@few
@given(counts, seeds)
def test_no_two_conversations_are_between_the_same_two(count: int, seed: int) -> None:
    found = by_entity(MESSAGING, sample(MESSAGING, items=count, seed=seed))
    pairs = Counter(
        frozenset((conversation["user_uuid"], conversation["other_user_uuid"]))
        for conversation in found["Conversation"]
    )

    assert set(pairs.values()) == {2}


@few
@given(counts, seeds)
def test_items_come_by_time_within_the_span_and_their_bounds(
    count: int, seed: int
) -> None:
    items = sample(MESSAGING, items=count, seed=seed)
    times = [item["sk"][:20] for item in items]

    assert times == sorted(times)
    assert times[0] >= "2023-01-01"
    assert times[-1] < "2023-07-01"
    for message in by_entity(MESSAGING, items)["Message"]:
        assert 2 <= len(message["text"].split()) <= 240
        assert len(message["text"].encode()) <= 2000


def test_a_bound_of_bytes_is_kept_where_it_cuts() -> None:
    tight = parse_model(
        (ROOT / "models" / "direct_messaging.yaml")
        .read_text(encoding="utf-8")
        .replace("bytes: 2000", "bytes: 20")
        .replace("in: data, bytes: 80", "in: data, bytes: 7")
    )
    found = by_entity(tight, sample(tight, items=600, seed=1))

    texts = [message["text"] for message in found["Message"]]
    assert max(len(text.encode()) for text in texts) <= 20
    assert min(len(text) for text in texts) > 0
    assert all(len(m["from_display_name"].encode()) <= 7 for m in found["Message"])


def test_some_groups_are_far_busier_than_others() -> None:
    items = sample(MESSAGING, items=5_000, seed=3)
    busy = Counter(i["pk"] for i in items if i["pk"].startswith("MSG#")).most_common()

    assert len(busy) == 150
    assert busy[0][1] > 10 * busy[75][1]
    assert busy[0][1] < sum(count for _, count in busy) / 2


def test_there_are_more_messages_in_the_evening_than_at_night() -> None:
    items = sample(MESSAGING, items=5_000, seed=3)
    hours = Counter(i["sk"][11:13] for i in items if i["pk"].startswith("MSG#"))
    months = Counter(i["sk"][:7] for i in items if i["pk"].startswith("MSG#"))

    assert hours["20"] > 5 * hours["06"] > 0
    assert hours["03"] == 0
    assert sorted(months) == [f"2023-{month:02}" for month in range(1, 7)]


def test_texts_are_short_more_often_than_long() -> None:
    found = by_entity(MESSAGING, sample(MESSAGING, items=5_000, seed=3))
    words = sorted(len(message["text"].split()) for message in found["Message"])

    median = words[len(words) // 2]
    assert 6 <= median <= 14
    assert 1.3 * median < sum(words) / len(words)
    assert words[-1] > 100


@few
@given(st.integers(10, 250), seeds)
def test_a_shop_holds_together(count: int, seed: int) -> None:
    items = sample(SHOP, items=count, seed=seed)
    found = by_entity(SHOP, items)
    customers = {customer["customer_id"] for customer in found["Customer"]}
    orders = [order["order_id"] for order in found["Order"]]
    lines = defaultdict(list)
    for line in found["OrderLine"]:
        lines[line["order_id"]].append(line["line"])

    assert len(items) == count
    assert {order["customer_id"] for order in found["Order"]} <= customers
    assert len(set(orders)) == len(orders)
    assert set(lines) == set(orders)
    for numbers in lines.values():
        assert numbers == [*range(1, len(numbers) + 1)]


def test_an_optional_attribute_is_there_only_sometimes() -> None:
    found = by_entity(SHOP, sample(SHOP, items=1_000, seed=5))
    remarked = Counter("remark" in order for order in found["Order"])

    assert 0.35 < remarked[True] / remarked.total() < 0.65


def test_too_few_items_for_one_of_each_are_refused_and_none_is_none() -> None:
    assert sample(MESSAGING, items=0, seed=1) == []
    with pytest.raises(ModelError, match=r"^items is 2; allowed: 3 or more$"):
        sample(MESSAGING, items=2, seed=1)
    with pytest.raises(ModelError, match=r"^items is -1; allowed: 0 or more$"):
        iter_sample(MESSAGING, items=-1, seed=1)


def test_a_model_without_entities_is_refused() -> None:
    with pytest.raises(ModelError, match="model 'empty' has no entity"):
        sample(Model(name="empty"), items=1, seed=1)


def test_pools_that_cannot_come_to_the_count_are_refused() -> None:
    only_one_each = Model(
        name="club",
        tables=[Table(name="club", partition_key="pk")],
        entities=[
            Entity(
                name="Person",
                keys={"pk": "PERSON#{id}"},
                attributes={"id": {"in": "key", "sample": "person.id"}},
                sample="one for each person",
            )
        ],
        sample={
            "since": "2023-01-01",
            "before": "2023-02-01",
            "pools": {"person": {"count": 10, "fields": {"id": "code"}}},
        },
    )

    with pytest.raises(ModelError, match="pools do not come to that; make an entity"):
        sample(only_one_each, items=500, seed=1)


def test_keys_that_run_out_are_refused() -> None:
    days = Model(
        name="days",
        tables=[Table(name="days", partition_key="day")],
        entities=[Entity(name="Day", attributes={"day": {"sample": ["Mon", "Tue"]}})],
    )

    assert {item["day"] for item in sample(days, items=2, seed=1)} == {"Mon", "Tue"}
    with pytest.raises(ModelError, match="Day: 100 samples gave no new key"):
        sample(days, items=3, seed=1)


EVERY_TYPE = """
name: every type
tables:
  things: {partition_key: id}
entities:
  Thing:
    keys: {id: 'THING#{code}#{number:06}'}
    attributes:
      code: {in: key}
      number: {type: integer, in: key}
      a: string
      b: {type: text, bytes: 90}
      c: uuid
      d: timestamp
      e: date
      f: integer
      g: number
      h: boolean
      i: {type: binary, bytes: 12}
      j: map
      k: list
      l: string_set
      m: number_set
      n: binary_set
      o: {type: number, sample: 0.50..9.90}
      p: {type: integer, sample: -5..-1}
      q: {type: integer, sample: [1, 2]}
      r: {sample: name, in: owner}
      s: {sample: handle, in: owner}
      t: {sample: code, bytes: 4}
      u: {sample: words 2..3}
      v: {sample: toy.label}
      w: {sample: toy.made_on, type: date}
    sample: null
sample:
  since: 2024-02-01
  before: 2024-03-01
  pools:
    toy: {count: 20, fields: {label: words 1..2, made_on: date}, skew: 1}
"""


def test_without_a_rule_a_value_of_the_type_is_made() -> None:
    model = parse_model(EVERY_TYPE)
    items = sample(model, items=300, seed=1)

    assert [item["id"][-6:] for item in items[:2]] == ["000001", "000002"]
    assert digest(items) == digest(sample(model, items=300, seed=1))
    for item in items:
        assert model.entity_of(item)
        kinds = "".join(next(iter(v)) for v in item_to_wire(item).values())
        assert kinds == "SSSSSSNNBOOLBMLSSNSBSNNNMSSSS"
        assert len(item["b"].encode()) <= 90
        assert len(item["i"]) <= 12
        assert item["d"][:10] == item["e"]
        assert "2024-02-01" <= item["e"] <= "2024-02-29"
        assert -5 <= item["p"] <= -1
        assert len(item["t"]) == 4
        assert item["o"].as_tuple().exponent == -2
    toys = Counter((item["v"], item["w"]) for item in items)
    assert len({day for _, day in toys}) <= len(toys) <= 6


def test_choices_of_truth_are_sampled_as_such() -> None:
    mail = Model(
        name="mail",
        tables={"mail": {"partition_key": "id"}},
        entities={
            "Mail": {
                "attributes": {
                    "id": {"type": "uuid", "sample": "uuid"},
                    "read": {"type": "boolean", "sample": [True, False]},
                }
            }
        },
    )
    assert {item["read"] for item in sample(mail, items=40, seed=1)} == {True, False}


def test_where_the_model_names_no_days_they_are_half_a_year() -> None:
    attributes = {"id": {"type": "uuid"}, "day": {"type": "date"}}
    notes = Model(
        name="notes",
        tables={"notes": {"partition_key": "id"}},
        entities={"Note": {"attributes": attributes}},
    )
    days = [item["day"] for item in sample(notes, items=2_000, seed=1)]
    assert (min(days), max(days)) == ("2023-01-01", "2023-06-30")
