"""The package as a wheel, elsewhere: complete, importable, and quick to import."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from flit_core import buildapi  # type: ignore[import-untyped]  # it has none

from tools.console import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the unpacked wheel, as pip would lay it."""
    folder = tmp_path_factory.mktemp("wheel")
    before = Path.cwd()
    os.chdir(ROOT)  # PEP 517: a backend is called in the project's folder
    try:
        wheel = buildapi.build_wheel(str(folder))
    finally:
        os.chdir(before)
    with zipfile.ZipFile(folder / wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, code: str) -> str:
    """What `code` prints where only the wheel offers `ddbhelpers`."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_it_holds_the_data_files_and_nothing_else(installed: Path) -> None:
    package = ROOT / "ddbhelpers"
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    found = {
        path.relative_to(installed).as_posix()
        for path in installed.rglob("*")
        if path.is_file()
        and ".dist-info" not in path.parent.name
        and "licenses" not in path.parts
    }
    assert "ddbhelpers/py.typed" in found
    assert found == expected


def test_it_is_imported_from_there_without_the_heavy_packages(installed: Path) -> None:
    said = run(
        installed,
        "import json, sys, ddbhelpers\n"
        "heavy = {'pandas', 'numpy', 'matplotlib', 'boto3', 'botocore'}\n"
        "print(json.dumps([ddbhelpers.__file__, sorted(heavy & set(sys.modules))]))",
    )
    where, heavy = json.loads(said)
    assert Path(where).is_relative_to(installed)
    assert heavy == []


def test_it_offers_the_command(installed: Path) -> None:
    entry = next(installed.glob("*.dist-info/entry_points.txt"))
    assert "ddb=ddbhelpers.cli:main" in entry.read_text(encoding="utf-8")
    assert run(installed, "from ddbhelpers.cli import main; print(callable(main))")
