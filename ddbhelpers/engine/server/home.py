"""Where a working copy keeps its embedded engine: state, data file, lock and log."""

import os
from pathlib import Path

from ddbhelpers.errors import DataFileError

FOLDER = ".ddb"
DATA_FILE, LOG_FILE = "dynoxide.db", "engine.log"
STATE_FILE, LOCK_FILE = "engine.json", "engine.lock"
FILES = (
    DATA_FILE,
    f"{DATA_FILE}-wal",
    f"{DATA_FILE}-shm",
    LOG_FILE,
    STATE_FILE,
    LOCK_FILE,
)


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
    """Make the folder, for its owner alone, and find out whether it can be written.

    What an older version made in it is closed to others. Raises DataFileError where it
    cannot be written: a read-only working copy, or a file in the folder's place.
    """
    probe = folder / f".write-{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
        if folder.name == FOLDER:
            folder.chmod(0o700)
        for file in filter(Path.is_file, map(folder.joinpath, FILES)):
            file.chmod(0o600)
    except OSError as error:
        raise unwritable(folder, error) from error


def private(path: str, flags: int) -> int:
    """Open a file for its owner alone: an opener for `open()`."""
    return os.open(path, flags, 0o600)


def unwritable(folder: Path, error: OSError) -> DataFileError:
    """Say that the embedded engine cannot write where it lives."""
    return DataFileError(
        f"the embedded engine cannot write to {folder} ({error.strerror or error})",
        do="set DDB_HOME to a folder that can be written, then connect() again",
    )
