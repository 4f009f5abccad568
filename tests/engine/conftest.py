"""Servers that are not engines, and homes for engines of a test's own."""

import contextlib
import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest


@dataclass
class Stranger:
    """What a small HTTP server says, and the requests that it got."""

    status: int = 200
    body: bytes = b"hello"
    headers: dict[str, str] = field(default_factory=dict)
    endpoint: str = ""
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @contextlib.contextmanager
    def serving(self) -> Iterator["Stranger"]:
        stranger = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                sent = {name.lower(): value for name, value in self.headers.items()}
                stranger.requests.append((self.path, sent))
                self.send_response(stranger.status)
                for name, value in stranger.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(stranger.body)))
                self.end_headers()
                self.wfile.write(stranger.body)

            def log_message(self, *_: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        self.endpoint = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture
def stranger(sockets: None) -> Iterator[Callable[..., Stranger]]:
    """Start servers that say one thing; without arguments one like DynamoDB."""
    with contextlib.ExitStack() as stack:

        def start(
            body: bytes = b'{"TableNames":[]}',
            status: int = 200,
            headers: dict[str, str] | None = None,
        ) -> Stranger:
            return stack.enter_context(Stranger(status, body, headers or {}).serving())

        yield start
