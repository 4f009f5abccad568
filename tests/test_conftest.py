"""The guard of the offline tests guards."""

import socket

import pytest
import pytest_socket

from ddbhelpers.engine import Engine
from ddbhelpers.engine.probe import probe


def test_an_offline_test_cannot_open_a_socket() -> None:
    with (
        pytest.warns(UserWarning, match="socket"),
        pytest.raises(pytest_socket.SocketBlockedError),
    ):
        socket.socket()


def test_an_offline_test_cannot_ask_an_engine() -> None:
    with (
        pytest.warns(UserWarning, match="socket"),
        pytest.raises(pytest_socket.SocketBlockedError),
    ):
        probe("http://127.0.0.1:9")


def test_a_connected_test_can(engine: Engine) -> None:
    assert "TableNames" in engine.client.list_tables()
    assert engine.kind in ("embedded", "dynamodb-local")
