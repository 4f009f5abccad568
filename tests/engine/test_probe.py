import socket
from collections.abc import Callable
from typing import Any

import pytest

from ddbhelpers.engine import Engine
from ddbhelpers.engine.probe import Probed, probe, tables_at
from ddbhelpers.engine.server.address import free_port
from ddbhelpers.errors import EngineMissing, NotDynamoDB, RequestRefused

Start = Callable[..., Any]


def test_the_engines_are_told_apart(engine: Engine) -> None:
    assert engine.endpoint is not None
    seen = probe(engine.endpoint)
    assert seen.product == (
        "dynoxide" if engine.kind == "embedded" else "DynamoDB Local"
    )


def test_another_dynamodb_is_known_as_such(stranger: Start) -> None:
    assert probe(stranger().endpoint) == Probed("unknown")


def test_a_refusal_in_dynamodbs_way_is_an_answer(stranger: Start) -> None:
    other = stranger(b'{"__type":"x#UnrecognizedClientException"}', status=400)
    assert probe(other.endpoint) == Probed("unknown")


@pytest.mark.parametrize("body", [b"<html>hello</html>", b"[]", b"{}", b"", b"\xff"])
def test_a_stranger_is_told(stranger: Start, body: bytes) -> None:
    other = stranger(body, status=404)
    with pytest.raises(NotDynamoDB, match=r"something else than DynamoDB.*HTTP 404"):
        probe(other.endpoint)


def test_a_server_that_does_not_speak_http_is_told(sockets: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(NotDynamoDB, match="TimeoutError"):
            probe(f"http://127.0.0.1:{port}", timeout_seconds=0.1)


def test_nobody_is_told(sockets: None) -> None:
    with pytest.raises(EngineMissing, match="nothing answers at http"):
        probe(f"http://127.0.0.1:{free_port()}")


def test_a_proxy_is_not_asked(stranger: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, other = stranger(b"proxy"), stranger()
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.endpoint)
    probe(other.endpoint)
    assert (len(proxy.requests), len(other.requests)) == (0, 1)


def test_tables_are_named_page_by_page(engine: Engine) -> None:
    made = [f"probe-{number:03}" for number in range(103)]
    for name in made:
        engine.client.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    try:
        assert engine.endpoint is not None
        named = [*tables_at(engine.endpoint, engine.region)]
        assert [name for name in sorted(named) if name in made] == made
        assert len(named) == len({*named})
    finally:
        for name in made:
            engine.client.delete_table(TableName=name)


def test_the_region_is_the_engines(stranger: Start) -> None:
    other = stranger(b'{"TableNames":["a"]}')
    assert [*tables_at(other.endpoint, "eu-west-1")] == ["a"]
    ((_, headers),) = other.requests
    assert "/eu-west-1/dynamodb/" in headers["authorization"]


def test_a_refusal_names_no_tables(stranger: Start) -> None:
    other = stranger(b'{"__type":"x#AccessDeniedException"}', status=400)
    with pytest.raises(RequestRefused, match="x#AccessDeniedException"):
        [*tables_at(other.endpoint, "us-east-1")]
