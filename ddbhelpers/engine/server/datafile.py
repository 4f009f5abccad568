"""The data file of the embedded engine: can it be used before a server opens it?"""

import contextlib
import sqlite3
from pathlib import Path

from ddbhelpers.errors import DataFileError


def check_data_file(path: Path, *, timeout_seconds: float = 1.0) -> None:
    """Raise DataFileError where the file is damaged, locked, or cannot be written.

    The file is an SQLite database. dynoxide itself starts on one that another program
    holds, and only its writes fail then, much later. Nothing in the file is changed.
    """
    if not path.exists():
        return
    try:
        with contextlib.closing(
            sqlite3.connect(path, timeout=timeout_seconds, isolation_level=None)
        ) as database:
            database.execute("BEGIN IMMEDIATE")
            database.execute("ROLLBACK")
            (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise DataFileError(
                f"another program holds the data file {path}",
                do="close that program, or set DDB_HOME to another folder, then "
                "connect() again",
            ) from error
        raise _unusable(path, str(error)) from error
    except (sqlite3.DatabaseError, OSError) as error:
        raise damaged(path, str(error)) from error
    if verdict != "ok":
        raise damaged(path, str(verdict).splitlines()[-1])


def damaged(path: Path, why: str) -> DataFileError:
    """Say that the file is damaged, and how to go on without losing it."""
    return DataFileError(
        f"the data file {path} is damaged ({why})",
        do=f"move {path.name} and its -wal and -shm files to another folder (nothing "
        "in them was changed), then connect() again: the engine starts empty",
    )


def _unusable(path: Path, why: str) -> DataFileError:
    return DataFileError(
        f"the data file {path} cannot be used ({why})",
        do="make it writable, or set DDB_HOME to another folder, then connect() again",
    )
