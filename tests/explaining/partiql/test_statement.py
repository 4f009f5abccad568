"""PartiQL as far as it tells which items a statement touches."""

from typing import Any

import pytest

from ddbhelpers.explaining.lookups import Unseen
from ddbhelpers.explaining.partiql.statement import Term, read

P: Any = {"S": "p"}


def test_a_select_names_its_table_index_attributes_and_conditions() -> None:
    says = read(
        """select pk, "data".author, tags[0] from "my-table"."by-day"
           where pk = ? and "sk" between 'a' and 'it''s' order by sk""",
        [P],
    )
    assert (says.kind, says.table, says.index) == ("SELECT", "my-table", "by-day")
    assert says.names == ("pk", "data", "tags")
    assert says.terms == (
        Term("pk", "=", (P,)),
        Term("sk", "BETWEEN", ({"S": "a"}, {"S": "it's"})),
    )
    assert says.equal(["pk"]) == {"pk": P}
    assert says.equal(["pk", "sk"]) is None
    quoted = read('SELECT "data"."author" FROM "my""table".by_day')
    assert (quoted.table, quoted.index) == ('my"table', "by_day")
    assert quoted.names == ("data",)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("n = -1.5e3", Term("n", "=", ({"N": "-1.5e3"},))),
        ("n >= 5", Term("n", ">=", ({"N": "5"},))),
        ("n < 5", Term("n", "<", ({"N": "5"},))),
        ("flag = TRUE", Term("flag", "=", ({"BOOL": True},))),
        ("begins_with(sk, 'a')", Term("sk", "BEGINS_WITH", ({"S": "a"},))),
    ],
)
def test_terms_on_attributes_are_read(where: str, expected: Term) -> None:
    assert read(f"SELECT * FROM mail WHERE {where}").terms == (expected,)


@pytest.mark.parametrize(
    "where",
    [
        "data.n = 5",
        "data.n BETWEEN 1 AND 2",
        "tags[0] = 'a'",
        "n <> 5",
        "n IN (1, 2)",
        "n IS NOT MISSING",
        "contains(tags, 'a')",
        "begins_with(data.n, 'a')",
        "(a = 1 OR b = 2)",
        "NOT n = 5",
    ],
)
def test_other_conditions_are_passed_over(where: str) -> None:
    for whole in (f"{where} AND pk = 'p'", f"pk = 'p' AND {where}"):
        select = f"SELECT * FROM mail WHERE {whole}"
        for text in (
            select,
            f"{select};",
            f"{select} ORDER BY sk",
            f"EXISTS({select})",
        ):
            assert read(text).terms == (Term("pk", "=", (P,)),)


def test_parameters_are_taken_in_their_order() -> None:
    says = read(
        "UPDATE mail SET a = ?, b.c = [?] REMOVE d WHERE pk = ? AND n <> ?",
        [{"N": "1"}, {"N": "2"}, P, {"N": "3"}],
    )
    assert (says.kind, says.equal(["pk"])) == ("UPDATE", {"pk": P})
    odd = read("UPDATE mail SET a = size(b) WHERE pk = 'p'")
    assert odd.equal(["pk"]) == {"pk": P}


def test_an_insert_is_read_as_its_item() -> None:
    says = read(
        "INSERT INTO mail VALUE {'pk': ?, 'n': 1, 'l': ['a', {'b': NULL}], "
        "'s': <<'x', 'y'>>, \"q\": FALSE}",
        [P],
    )
    assert (says.kind, says.table) == ("INSERT", "mail")
    assert says.item == {
        "pk": P,
        "n": {"N": "1"},
        "l": {"L": [{"S": "a"}, {"M": {"b": {"NULL": True}}}]},
        "s": {"SS": ["x", "y"]},
        "q": {"BOOL": False},
    }


def test_a_delete_and_what_it_returns() -> None:
    says = read("DELETE FROM mail WHERE pk = 'p' RETURNING ALL OLD *;")
    assert (says.kind, says.table, says.equal(["pk"])) == ("DELETE", "mail", {"pk": P})


def test_a_condition_check_is_told_from_a_read() -> None:
    says = read("EXISTS(SELECT * FROM mail WHERE pk = 'p' AND n = 1)")
    assert says.exists
    assert not read("SELECT * FROM mail").exists
    assert says.equal(["pk"]) == {"pk": P}


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("SELECT * FROM mail WHERE pk = 'p' OR pk = 'q'", "OR pk = q"),
        ("SELECT * FROM mail WHERE n <> 5 OR pk = 'p' AND a = 1", "OR pk = p"),
        ("SELECT * FROM mail WHERE data.n BETWEEN 1 AND 2 OR pk = 'p'", "OR pk = p"),
        ("SELECT * FROM mail WHERE size(n) BETWEEN 1 AND 2", "BETWEEN 1 AND 2"),
        ("DROP TABLE mail", "DROP TABLE mail"),
        ("INSERT INTO mail VALUE {'s': <<1, 'a'>>}", "}"),
        ("SELECT * FROM", "its end"),
        ("SELECT * FROM mail WHERE pk = 'open", " 'open"),
        ("SELECT * FROM mail WHERE pk = #open and more text", " #open and more text"),
        ("SELECT * FROM mail WHERE pk = ~open and more of it", " ~open and more of i"),
        ("SELECT * FROM mail LIMIT 5", "LIMIT 5"),
        ("SELECT * FROM ? TRUE", "? TRUE"),
    ],
)
def test_what_is_not_understood_is_said(text: str, there: str) -> None:
    with pytest.raises(Unseen) as unseen:
        read(text, [P])
    assert str(unseen.value) == f"PartiQL that is not understood: {there!r}"
