"""Tables for one notebook: made anew at each run, its kernel's own, gone at its end."""

import atexit
import contextlib
import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ddbhelpers.data.describe import TableDescription
from ddbhelpers.data.tables import create_table, drop_table, look_up, same_or_refused
from ddbhelpers.engine import Engine
from ddbhelpers.errors import TableError
from ddbhelpers.model import Model, Table
from ddbhelpers.model.wire import Document

if TYPE_CHECKING:
    from filelock import BaseFileLock

MOST_KERNELS = 99


def practice_name(engine: Engine, name: str) -> str:
    """Give a name for a practice table that no other running kernel uses.

    It is ``name`` itself; where a kernel that still runs practises under it, as two
    kernels of one notebook do, it is ``name-2`` and so on.
    """
    numbered = (f"{name}-{number}" for number in range(2, MOST_KERNELS + 1))
    for free in (name, *numbered):
        if _claimed(engine, free):
            return free
    raise TableError(
        f"{MOST_KERNELS} kernels practise with tables named {name!r}",
        do="shut some of them down, or take another name",
    )


def practice_table(
    engine: Engine, table: Table | Model, confirm: str | None = None
) -> TableDescription:
    """Create a table anew for one notebook; it is dropped when the kernel ends.

    What an earlier run left under this name is dropped first, so a notebook starts
    from nothing however often it runs. A table with another schema is not an earlier
    run's and is left alone: TableDiffers. One that another running kernel practises
    with is left alone too: TableError; ``practice_name`` gives a free name. On AWS
    ``confirm`` has to be the table's name.
    """
    wanted = table.table() if isinstance(table, Model) else table
    engine.require_consent(wanted.name, confirm)
    if not _claimed(engine, wanted.name):
        raise TableError(
            f"another kernel that still runs practises with table {wanted.name!r}",
            do="shut it down, or take a free name: "
            f"model.with_table_named(practice_name(engine, {wanted.name!r}))",
        )
    if look_up(engine, wanted.name) is not None:
        same_or_refused(engine, wanted)
        drop_table(engine, wanted, wanted.name)
    description = create_table(engine, wanted, wanted.name)
    made = look_up(engine, wanted.name)
    if not _practice:
        atexit.register(_drop_practice_tables)
    _practice[engine, wanted.name] = _Made(os.getpid(), _identity(made))
    return description


@dataclass(frozen=True)
class _Made:
    """Which process made a table, and what tells it from a later one of that name."""

    pid: int
    identity: object


_practice: dict[tuple[Engine, str], _Made] = {}
_claims: "dict[Path, BaseFileLock]" = {}


def _claimed(engine: Engine, name: str) -> bool:
    """Take a name for this process until it ends, if no other process has it.

    The system lets go of the lock however a kernel ends.
    """
    from filelock import FileLock, Timeout

    digest = sha256(repr((*engine.address, name)).encode()).hexdigest()[:20]
    path = Path(tempfile.gettempdir()) / f"ddbhelpers-practice-{digest}.lock"
    if path not in _claims:
        lock = FileLock(path, timeout=0, mode=0o600)
        try:
            lock.acquire()
        except (Timeout, PermissionError):  # or another user's
            return False
        _claims[path] = lock
    return True


def _drop_practice_tables() -> None:
    """Drop what this process made; nobody is there to read an error any more."""
    for (engine, name), made in list(_practice.items()):
        if made.pid != os.getpid():
            continue
        with contextlib.suppress(Exception):
            if _identity(look_up(engine, name)) == made.identity:
                drop_table(engine, name, name)
        del _practice[engine, name]


def _identity(given: Document | None) -> object:
    return given and (given.get("TableId"), given.get("CreationDateTime"))
