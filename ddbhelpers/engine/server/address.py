"""Where the embedded engine listens: at an address that no web page can ask.

dynoxide answers whoever connects, and tells a browser that every page may read the
answer. So it listens where a browser does not go: on a port that the Fetch standard
blocks (https://fetch.spec.whatwg.org/#port-blocking), for pages of any origin and any
name. Where the system has all of 127.0.0.0/8 (not on macOS), the address is drawn from
it besides, and 24 bits would have to be guessed.
"""

import random
import socket
from collections.abc import Iterator
from typing import NamedTuple

from ddbhelpers.errors import EngineMissing

# Those of the blocked ports that a user may listen on. Not 4190 and 6679, which
# Chromium lets through; not 2049 and 6000: NFS and X11 run on many machines.
BLOCKED_PORTS = (
    *(1719, 1720, 1723, 3659, 4045, 5060, 5061),
    *(6566, 6665, 6666, 6667, 6668, 6669, 6697, 10080),
)


class Address(NamedTuple):
    """A loopback address and a port.

    >>> Address("127.0.0.1", 8000).url
    'http://127.0.0.1:8000'
    """

    host: str
    port: int

    @property
    def url(self) -> str:
        """The endpoint."""
        return f"http://{self.host}:{self.port}"

    @property
    def is_hidden(self) -> bool:
        """Whether no web page can reach it."""
        return self.port in BLOCKED_PORTS

    @property
    def is_free(self) -> bool:
        """Whether it can be listened on at this moment."""
        with socket.socket() as listener:
            try:
                listener.bind(self)
            except OSError:
                return False
            return True


def hidden_address() -> Address:
    """Draw an address that is free and that no web page can reach.

    Raises EngineMissing where none is left.
    """
    for address in _candidates():
        if address.is_free:
            return address
    raise EngineMissing(
        "all ports that the embedded engine may listen on are taken",
        allowed=f"one of {', '.join(map(str, BLOCKED_PORTS))} on 127.0.0.1",
        do="end another engine (ddb engine stop in its folder), or give a port: ddb "
        "engine start --port 8000",
    )


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _candidates() -> Iterator[Address]:
    draw = random.SystemRandom()
    somewhere = ".".join(str(draw.randrange(1, 255)) for _ in range(3))
    for host in (f"127.{somewhere}", "127.0.0.1"):
        for port in draw.sample(BLOCKED_PORTS, len(BLOCKED_PORTS)):
            yield Address(host, port)
