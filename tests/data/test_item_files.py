"""Files of items: every form, and where each fault is."""

import gzip
from decimal import Decimal
from pathlib import Path

import pytest

from ddbhelpers.data import load_items, save_items
from ddbhelpers.errors import ItemFileError
from ddbhelpers.model import Model, load_model
from tests.data.conftest import Make

ROOT = Path(__file__).parents[2]
ITEM = {
    "pk": "MSG#1",
    "big": 12345678901234567890123456789012345678,
    "exact": Decimal("0.10"),
    "null": None,
    "set": {"a", "b"},
    "numbers": {1, Decimal("2.5")},
    "binary": b"\0\xff",
    "binaries": {b"a", b"b"},
    "map": {"list": [1, True, b"x"], "B": "no binary"},
}


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = save_items([ITEM, {"pk": "é 😀\u2028"}], tmp_path / "items.jsonl")
    assert load_items(path) == [ITEM, {"pk": "é 😀\u2028"}]
    assert path.read_text("utf-8").startswith('{"Item": {"pk": {"S": "MSG#1"}')
    assert [path.name for path in tmp_path.iterdir()] == ["items.jsonl"]


def test_saving_fails_whole(tmp_path: Path) -> None:
    with pytest.raises(ItemFileError, match=r"items are saved as lines; allowed: name"):
        save_items([], tmp_path / "items.json")
    with pytest.raises(ItemFileError, match="cannot be written"):
        save_items([], tmp_path / "nowhere" / "items.jsonl")


YAML = """\
# people read this
- pk: A
  at: 2023-03-01T09:15:00Z
  day: 2023-03-01
  price: 1.50
  n: 7
  tags: !!set {a, b}
  raw: !!binary aGVsbG8=
  gone: ~
  inner: [true, 2.25, {x: 1e+2}]
- pk: {S: B}
  n: {N: "7"}
"""


def test_yaml_is_read_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "items.yaml"
    path.write_text(YAML, "utf-8")
    first, second = load_items(path)
    assert first == {
        "pk": "A",
        "at": "2023-03-01T09:15:00Z",
        "day": "2023-03-01",
        "price": Decimal("1.50"),
        "n": 7,
        "tags": {"a", "b"},
        "raw": b"hello",
        "gone": None,
        "inner": [True, Decimal("2.25"), {"x": Decimal("1E+2")}],
    }
    assert type(first["pk"]) is str
    assert type(first["n"]) is int
    assert second == {"pk": "B", "n": 7}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", '{"pk": "A", "n": 1.10}\n\n{"pk": {"S": "B"}, "n": {"N": "2"}}\n'),
        ("a.json", '[{"pk": "A", "n": 1.10},\n {"pk": "B", "n": 2}]'),
        ("a.json", '{"Count": 2, "Items": [{"pk": "A", "n": 1.10}, {"pk":"B","n":2}]}'),
        (
            "a.json",
            '{"items": [{"pk": "A", "n": 1.10}, {"Item": {"pk": "B", "n": 2}}]}',
        ),
        ("a.YML", "- {pk: A, n: 1.10}\n- {pk: B, n: 2}\n"),
        ("a.json", '{"Item": {"pk": "A", "n": 1.10}}\n{"Item": {"pk": "B", "n": 2}}\n'),
        (
            "a.json",
            '{"t": [{"PutRequest": {"Item": {"pk": {"S": "A"}, "n": {"N": "1.10"}}}}],'
            '"u": [{"PutRequest": {"Item": {"pk": {"S": "B"}, "n": {"N": "2"}}}}]}',
        ),
        (
            "a.json",
            '{"RequestItems": {"t": [{"PutRequest": {"Item": {"pk": "A", "n": 1.10}}}, '
            '{"PutRequest": {"Item": {"pk": "B", "n": 2}}}]}, "Count": 2}',
        ),
    ],
)
def test_every_form_of_file(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    items = [{"pk": "A", "n": Decimal("1.10")}, {"pk": "B", "n": 2}]
    assert load_items(path) == load_items(packed) == items


def test_one_line_of_an_export_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"Item": {"pk": {"S": "A"}}}\n', "utf-8")
    assert load_items(path) == [{"pk": "A"}]


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        ("a.jsonl", '{"pk": "A"}\n\n{"pk": 1', 3, "not JSON"),
        ("a.jsonl", '{"pk": "A"}\n[1]\n', 2, "is no item"),
        ("a.jsonl", '{"pk": "A"}\n{"pk": NaN}\n', 2, "NaN cannot be stored"),
        ("a.jsonl", '{"pk": {"S": "A"}, "n": {"N": 5}}', 1, "attribute 'n' is"),
        ("a.jsonl", '{"pk": {"B": "not base64!"}}', 1, "binary that is not Base64"),
        ("a.json", '[{"pk": "A"},\n\n "x"]', 3, "'x' is no item"),
        ("a.json", '[{"pk": "A"},\n\n x]', 3, "not JSON"),
        ("a.json", "", 1, "not JSON"),
        ("a.json", '{"pk": "A"}', 1, "there is no list of items"),
        ("a.json", '{"pk": "A", "tags": ["b"]}', 1, "there is no list of items"),
        ("a.json", '{"Item": {"pk": "A"}}\n{"Item": 3}', 2, "is no item"),
        ("a.json", '{"Item": {"pk": "A"}}\n{"Item": ', 2, "not JSON"),
        ("a.json", '{"t": [\n{"DeleteRequest": {"Key": {}}}]}', 2, "stores nothing"),
        ("a.json", '{"t\\u0065": [{"PutRequest": {}}]}', 1, "is written with escapes"),
        ("a.yaml", "- pk: A\n- 12\n", 2, "'12' is no item"),
        ("a.yaml", "- pk: A\n- pk: .inf\n", 2, "inf cannot be stored"),
        ("a.yaml", "- pk: A\n- pk: [\n", 3, "not YAML"),
        ("a.yaml", "- pk: A\n  pk: B\n", 2, "not YAML: found duplicate key"),
        ("a.yaml", "- {1: x}\n", 1, "1 is no attribute name"),
        ("a.yaml", "pk: A\n", 1, "only with their model"),
        ("a.yaml", "", 1, "there is no list of items"),
    ],
)
def test_a_fault_names_file_and_line(
    tmp_path: Path, name: str, text: str, line: int, says: str
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(ItemFileError) as caught:
        load_items(path)
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(ItemFileError, match="there is no such file"):
        load_items(tmp_path / "none.json")
    (tmp_path / "items.csv").write_text("pk\nA\n")
    with pytest.raises(ItemFileError, match=r"is no file of items; allowed: .*jsonl"):
        load_items(tmp_path / "items.csv")
    (tmp_path / "latin.json").write_bytes(b'["\xe9"]')
    with pytest.raises(ItemFileError, match="byte 2 is not UTF-8"):
        load_items(tmp_path / "latin.json")
    (tmp_path / "no.json.gz").write_bytes(b"[]")
    with pytest.raises(ItemFileError, match="cannot be read: Not a gzipped file"):
        load_items(tmp_path / "no.json.gz")
    (tmp_path / "cut.json.gz").write_bytes(gzip.compress(b"[]")[:-9])
    with pytest.raises(ItemFileError, match="cannot be read: Compressed file ended"):
        load_items(tmp_path / "cut.json.gz")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(ItemFileError, match="cannot be read"):
        load_items(tmp_path / "folder.json")


def test_a_strangers_item_is_refused(
    tmp_path: Path, messages: Model, shop: Model, message: Make
) -> None:
    path = save_items([message(1), {"pk": "x", "sk": "y"}], tmp_path / "a.jsonl")
    with pytest.raises(ItemFileError, match=r"line 2: the item \(pk='x', sk='y'\) is"):
        load_items(path, messages)
    with pytest.raises(ItemFileError, match=r"line 1: .* allowed: Customer with pk"):
        load_items(path, shop)
    assert load_items(path, Model(name="nothing yet"))[0] == message(1)
    assert load_items(path, shop, check=False)[0] == message(1)


def test_the_conversation_is_what_three_people_wrote() -> None:
    model = load_model(ROOT / "models" / "direct_messaging.yaml")
    items = load_items(ROOT / "models" / "conversation.yaml", model)
    messages = model.values_of("Message", items)
    names = {m["from_user_uuid"]: m["from_display_name"] for m in messages}
    last = {message["message_group_uuid"]: message for message in messages}

    assert (len(items), len(messages)) == (87, 81)
    assert len({(item["pk"], item["sk"]) for item in items}) == 87
    assert items[2] == {
        "pk": "MSG#3d7c20f4-58ab-4e61-a9f2-b104c6e8d735",
        "sk": "2023-01-07T10:33:12Z#e0016d76-75da-41a6-a26b-21392ff09727",
        "data": {
            "from_user_uuid": "c81e72b5-0d46-4f9a-b3c7-95a2e60f1d48",
            "from_display_name": "Ruth Adeyemi",
            "text": "The one in the old bakery on Mill Lane. I signed for it on "
            "Thursday. The bank thinks that I am a patient woman.",
        },
    }
    assert [message["created_at"] for message in messages] == sorted(
        message["created_at"] for message in messages
    )
    for copy in model.values_of("Conversation", items):
        message = last[copy["message_group_uuid"]]
        assert copy["last_message_at"] == message["created_at"]
        assert copy["last_message"] == message["text"]
        assert copy["other_display_name"] == names[copy["other_user_uuid"]]
        assert copy["other_user_uuid"] != copy["user_uuid"]


LINE = """\
OrderLine:
  - {order_id: 3d7c20f4-58ab-4e61-a9f2-b104c6e8d735, line: 1, product_id: P,
     price: 1.50, quantity: 2}
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Sale: []", "line 1: 'Sale' is no entity of 'shop'; allowed: Customer, Order"),
        ("Order: 3", "line 1: Order holds no list; allowed: - attribute: value"),
        ("Order:\n- 3", "line 2: '3' is no Order; allowed: attribute: value"),
        ("Order:\n- {7: x}", "line 2: Order has no attribute '7'; allowed: "),
        (LINE.replace("line: 1, ", ""), "line 2: OrderLine lacks 'line'; allowed: "),
        ("story: x\nscenes: []", "line 1: stories are read no more; write the values"),
    ],
)
def test_values_that_make_no_items(
    tmp_path: Path, shop: Model, text: str, says: str
) -> None:
    path = tmp_path / "values.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ItemFileError) as caught:
        load_items(path, shop)
    assert str(caught.value).startswith(f"{path}, {says}")


def test_values_need_their_model(tmp_path: Path) -> None:
    path = tmp_path / "values.yaml"
    path.write_text(LINE, "utf-8")
    with pytest.raises(
        ItemFileError, match=r"only with their model, load_items\(path, m"
    ):
        load_items(path)
