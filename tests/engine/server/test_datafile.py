import contextlib
import os
import sqlite3
from pathlib import Path

import pytest

from ddbhelpers.engine.server.datafile import check_data_file
from ddbhelpers.errors import DataFileError


@pytest.fixture
def data_file(tmp_path: Path) -> Path:
    path = tmp_path / "dynoxide.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT)")
        rows = ((f"{number:05}", "x" * 500) for number in range(500))
        database.executemany("INSERT INTO t VALUES (?, ?)", rows)
        database.commit()
    return path


def test_a_sound_file_passes_unchanged(data_file: Path) -> None:
    before = data_file.read_bytes()
    check_data_file(data_file)
    assert data_file.read_bytes() == before


def test_no_file_passes_and_is_not_made(tmp_path: Path) -> None:
    check_data_file(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_garbage_is_told_and_left(data_file: Path) -> None:
    garbage = os.urandom(5000)
    data_file.write_bytes(garbage)
    with pytest.raises(DataFileError, match=r"damaged .*; move dynoxide\.db and"):
        check_data_file(data_file)
    assert data_file.read_bytes() == garbage


def test_damage_in_the_middle_is_found(data_file: Path) -> None:
    whole = bytearray(data_file.read_bytes())
    whole[8192:80_000] = os.urandom(80_000 - 8192)
    data_file.write_bytes(whole)
    with pytest.raises(DataFileError, match="damaged") as caught:
        check_data_file(data_file)
    assert "\n" not in str(caught.value)


def test_a_cut_file_is_found(data_file: Path) -> None:
    data_file.write_bytes(data_file.read_bytes()[:50_000])
    with pytest.raises(DataFileError, match="damaged"):
        check_data_file(data_file)


def test_a_locked_file_is_told(data_file: Path) -> None:
    with contextlib.closing(sqlite3.connect(data_file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DataFileError, match="another program holds"):
            check_data_file(data_file, timeout_seconds=0.1)
    check_data_file(data_file)


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be used"):
        check_data_file(tmp_path)
