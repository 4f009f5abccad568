"""Where a working copy keeps its embedded engine: state, data file, lock and log."""

import os
from pathlib import Path

from ddbhelpers.errors import DataFileError

FOLDER = ".ddb"


def home(start: Path | None = None) -> Path:
    """Return the folder that the embedded engine of this working copy lives in.

    `DDB_HOME` names it. Without it, it is `.ddb` in the nearest folder upward from
    `start` (the current folder) that holds a `.git` or a `.ddb`, else in `start`.
    Nothing is made yet.
    """
    named = os.environ.get("DDB_HOME")
    if named:
        return Path(named).expanduser().resolve()
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / ".git").exists() or (folder / FOLDER).is_dir():
            return folder / FOLDER
    return start / FOLDER


def make_home(folder: Path) -> None:
    """Make the folder, and find out now whether files can be written in it.

    Raises DataFileError where they cannot: a read-only working copy, or a file that
    stands where the folder should be.
    """
    probe = folder / f".write-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise unwritable(folder, error) from error


def unwritable(folder: Path, error: OSError) -> DataFileError:
    """Say that the embedded engine cannot write where it lives."""
    return DataFileError(
        f"the embedded engine cannot write to {folder} ({error.strerror or error})",
        do="set DDB_HOME to a folder that can be written, then connect() again",
    )
