"""The embedded engine's address: loopback, free, and no web page gets there."""

import contextlib
import http.server
import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import ClassVar

import pytest

from ddbhelpers.engine import connect, start
from ddbhelpers.engine.server.address import (
    BLOCKED_PORTS,
    Address,
    free_port,
    hidden_address,
)
from ddbhelpers.errors import EngineMissing

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
# What a page of anywhere can try: DeleteTable as the engine takes it from us.
PAGE = """<script>
async function drop(url) {
  const target = "DynamoDB_20120810.DeleteTable";
  const answer = await fetch(url, {
    method: "POST", body: JSON.stringify({TableName: "kept"}),
    headers: {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": target,
      "X-Amz-Date": "20260101T000000Z", "Authorization": "AWS4-HMAC-SHA256 Credential="
      + "workbench/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;"
      + "x-amz-date;x-amz-target, Signature=0"}});
  return answer.status + " " + await answer.text();
}
(async () => {
  const came = {};
  for (const url of URLS) came[url] = await drop(url).catch(error => "no: " + error);
  await fetch("/told", {method: "POST", body: JSON.stringify(came)});
})();
</script>"""


class Site(http.server.BaseHTTPRequestHandler):
    """A web page, and what it tells of its attempts."""

    urls: ClassVar[tuple[str, ...]] = ()
    told: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        self._answer(PAGE.replace("URLS", json.dumps(self.urls)))

    def do_OPTIONS(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        Site.told = json.loads(self.rfile.read(size))
        self._answer("")
        threading.Thread(target=self.server.shutdown).start()

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "*, authorization")
        self.end_headers()
        self.wfile.write(text.encode())


class Open(Site):
    """An engine that answers every page, like one without protection."""

    def do_POST(self) -> None:
        self._answer("{}")


def visit_engine(folder: Path, engine_url: str) -> dict[str, str]:
    """Let a page ask the engine by its address and by a name that leads there.

    The latter as a name server does that changes its answer (DNS rebinding).
    """
    host, _, port = engine_url.removeprefix("http://").partition(":")
    return visit(folder, host, engine_url, f"http://rebound.example:{port}")


def visit(folder: Path, host: str, *urls: str) -> dict[str, str]:
    """Open the page as http://evil.example in a real browser; give what came to it."""
    Site.urls = urls
    Site.told = {}
    with http.server.HTTPServer(("127.0.0.1", 0), Site) as server:
        rules = f"MAP evil.example 127.0.0.1, MAP rebound.example {host}"
        options = ("headless", "no-sandbox", "disable-gpu", "disable-quic")
        quiet = ("no-first-run", "disable-background-networking", "disable-sync")
        browser = subprocess.Popen(
            [
                str(CHROMIUM),
                *(f"--{option}" for option in (*options, *quiet)),
                "--disable-component-update",
                f"--user-data-dir={folder}",
                f"--host-resolver-rules={rules}",
                f"http://evil.example:{server.server_port}/",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        late = threading.Timer(60, server.shutdown)
        late.start()
        try:
            server.serve_forever(poll_interval=0.05)
        finally:
            late.cancel()
            browser.terminate()
            browser.wait()
    return Site.told


Begin = Callable[[int | None], str]


@pytest.fixture
def table(own_home: Path) -> Begin:
    """Start the engine on a port, or on none, with a table; gives its endpoint."""

    def begin(port: int | None) -> str:
        start(port=port)
        engine = connect("embedded")
        engine.client.create_table(
            TableName="kept",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        return str(engine.endpoint)

    return begin


def tables() -> list[str]:
    return connect("embedded").client.list_tables()["TableNames"]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_a_web_page_does_not_get_to_the_engine(table: Begin, tmp_path: Path) -> None:
    told = visit_engine(tmp_path / "browser", table(None))
    assert len(told) == 2
    assert all(came.startswith("no: TypeError") for came in told.values()), told
    assert tables() == ["kept"]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_the_browser_blocks_each_of_the_ports(sockets: None, tmp_path: Path) -> None:
    """Whichever is drawn: a listener that would answer every page is not asked."""
    host = "127.9.8.7"
    with contextlib.ExitStack() as stack:
        ports = [*BLOCKED_PORTS, 0]  # the last is any port, for comparison
        servers = [
            stack.enter_context(http.server.ThreadingHTTPServer((host, port), Open))
            for port in ports
        ]
        for server in servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
        urls = [f"http://{host}:{server.server_port}" for server in servers]
        told = visit(tmp_path / "browser", host, *urls)
    assert told.pop(urls[-1]) == "200 {}"
    assert set(told) == set(urls[:-1])
    assert all(came.startswith("no: TypeError") for came in told.values()), told


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_it_does_where_a_port_was_named(table: Begin, tmp_path: Path) -> None:
    """What is held above can be lost: the same page drops the table here."""
    told = visit_engine(tmp_path / "browser", table(free_port()))
    assert any(came.startswith("200 ") for came in told.values()), told
    assert tables() == []


def test_it_is_loopback_and_drawn_anew(sockets: None) -> None:
    drawn = {hidden_address() for _ in range(20)}
    assert len(drawn) > 1
    for address in drawn:
        assert ip_address(address.host).is_loopback
        assert address.is_hidden
        assert not Address(address.host, 8000).is_hidden


def test_where_the_system_has_one_loopback_address_the_port_is_blocked_still(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        Address, "is_free", property(lambda self: self.host == "127.0.0.1")
    )
    assert hidden_address() in {Address("127.0.0.1", port) for port in BLOCKED_PORTS}


def test_no_address_left_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Address, "is_free", False)
    with pytest.raises(EngineMissing, match=r"all ports .* --port 8000"):
        hidden_address()


def test_what_somebody_listens_on_is_not_free(sockets: None) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        taken = Address(*listener.getsockname())
        assert not taken.is_free
    assert Address("127.0.0.1", taken.port).is_free
