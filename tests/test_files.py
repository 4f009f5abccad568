"""Reading, writing whole or not at all, and binary in JSON."""

import gzip
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddbhelpers.errors import ItemFileError, ModelFileError
from ddbhelpers.files import from_base64, read_text, to_base64, with_bytes, write_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff"))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    @given(TEXTS)
    def law(text: str) -> None:
        plain, packed = tmp_path / "a.txt", tmp_path / "a.txt.gz"
        write_text(plain, text, ItemFileError)
        packed.write_bytes(gzip.compress(text.encode()))
        assert read_text(plain, ItemFileError) == text
        assert read_text(packed, ItemFileError) == text
        assert plain.read_bytes() == text.encode()

    law()


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_lines_end_alike_and_a_byte_order_mark_is_no_text(
    tmp_path: Path, ends: str
) -> None:
    file = tmp_path / "windows.txt"
    file.write_bytes(f"\ufeffname: shop{ends}tables: x{ends}".encode())
    assert read_text(file, ItemFileError) == "name: shop\ntables: x\n"


def test_a_missing_file_says_what_the_caller_says(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError) as caught:
        read_text(tmp_path / "none.yaml", ModelFileError, allowed="A", do="do B")
    says = f"{tmp_path / 'none.yaml'}: there is no such file; allowed: A; do B"
    assert str(caught.value) == says


def test_what_cannot_be_read_is_one_error(tmp_path: Path) -> None:
    latin = tmp_path / "latin.txt"
    latin.write_bytes("caf\xe9".encode("latin-1"))
    with pytest.raises(ItemFileError, match="byte 3 is not UTF-8"):
        read_text(latin, ItemFileError)
    with pytest.raises(ItemFileError, match="cannot be read: Is a directory"):
        read_text(tmp_path, ItemFileError)
    whole = gzip.compress(os.urandom(1000))
    for broken in (b"no gzip", whole[:-20], whole[:500] + b"xx" + whole[502:]):
        packed = tmp_path / "a.gz"
        packed.write_bytes(broken)
        with pytest.raises(ItemFileError, match=r"a\.gz: "):
            read_text(packed, ItemFileError)


def test_a_file_keeps_its_mode_and_a_new_one_can_be_read_by_others(
    tmp_path: Path,
) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    old.write_text("old")
    old.chmod(0o600)
    for file in (new, old):
        write_text(file, "text", ItemFileError)
    assert stat.S_IMODE(new.stat().st_mode) == 0o644
    assert stat.S_IMODE(old.stat().st_mode) == 0o600


def test_a_save_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "model.yaml"
    file.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ModelFileError, match="cannot be written: No space left"):
        write_text(file, "new", ModelFileError)
    assert [path.name for path in tmp_path.iterdir()] == ["model.yaml"]
    assert file.read_text() == "old"


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"No such file.*; save to a folder"):
        write_text(tmp_path / "none" / "a.yaml", "text", ModelFileError)


@given(st.binary())
def test_base64_is_json_and_comes_back(binary: bytes) -> None:
    assert from_base64(json.loads(json.dumps(binary, default=to_base64))) == binary
    assert to_base64(bytearray(binary)) == to_base64(binary)


def test_what_is_no_binary_is_no_base64() -> None:
    with pytest.raises(TypeError, match="object is no value of an item"):
        json.dumps(object(), default=to_base64)
    for wrong in ("cmF", "cm F3", "ä", "cmF3!"):
        with pytest.raises(ValueError, match=r"string argument|padding|base64|data"):
            from_base64(wrong)


@pytest.mark.parametrize(
    ("given_", "read"),
    [
        ({"B": "cmF3"}, {"B": b"raw"}),
        ([{"M": {"B": {"B": "cmF3"}}}], [{"M": {"B": {"B": b"raw"}}}]),
        # what is no binary stays, for the check of types to name it
        ({"B": 5}, {"B": 5}),
        ({"BS": ["cmF3", 5]}, {"BS": [b"raw", 5]}),
        ({"S": "cmF3"}, {"S": "cmF3"}),
        ({"B": "cmF3", "S": "x"}, {"B": "cmF3", "S": "x"}),
    ],
)
def test_binary_in_dynamodb_json_is_read(given_: Any, read: Any) -> None:
    assert with_bytes(given_) == read
