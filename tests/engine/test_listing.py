import pytest

from ddbhelpers.engine import Engine
from ddbhelpers.engine.listing import list_tables
from ddbhelpers.engine.server.address import free_port
from ddbhelpers.errors import EngineMissing


def test_it_names_what_the_client_names(engine: Engine) -> None:
    assert list_tables(engine) == sorted(engine.client.list_tables()["TableNames"])


def test_an_engine_that_is_gone_says_how_to_bring_it_back(sockets: None) -> None:
    gone = Engine(
        "embedded", f"http://127.0.0.1:{free_port()}", "us-east-1", "dynoxide"
    )
    with pytest.raises(EngineMissing, match=r"does not answer any more; connect\(\)"):
        list_tables(gone)


def test_aws_is_asked_through_its_client(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Pages:
        def paginate(self) -> list[dict[str, list[str]]]:
            asked.append("page")
            return [{"TableNames": ["b"]}, {"TableNames": ["a"]}]

    class Client:
        def get_paginator(self, name: str) -> Pages:
            assert name == "list_tables"
            return Pages()

    monkeypatch.setattr(Engine, "client", Client())
    assert list_tables(Engine("aws", None, "eu-west-1")) == ["a", "b"]
    assert asked == ["page"]
