"""What is loaded and done when the package or a command starts."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {
    "boto3",
    "botocore",
    "filelock",
    "ipywidgets",
    "matplotlib",
    "numpy",
    "pandas",
    "psutil",
    "pydantic",
    "rich",
    "ruamel",
    "typer",
}


# Runs before anything of ours: notes what is imported, opened, written and started.
WATCH = """
import json, sys
before, done = set(sys.modules), []
def hook(event, args):
    if event.startswith(("socket.", "subprocess.", "os.", "shutil.", "tempfile.")):
        if event not in ("os.listdir", "os.scandir", "os.getxattr", "os.walk"):
            done.append(event)
    elif event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        done.append(f"open {args[0]} {args[1]}")
sys.addaudithook(hook)
"""
REPORT = """
print(json.dumps({"new": sorted(set(sys.modules) - before), "done": done}),
      file=sys.stderr)
"""


def watched(statement: str, folder: Path, **env: str) -> dict[str, list[str]]:
    """Run a statement in a fresh Python; tell what it imported and what it did."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCH + statement + REPORT],
        cwd=folder,
        env={**os.environ, **env},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    report: dict[str, list[str]] = json.loads(done.stderr.splitlines()[-1])
    return report


def heavy(report: dict[str, list[str]]) -> set[str]:
    return {name.partition(".")[0] for name in report["new"]} & HEAVY


def test_importing_the_package_is_quick_and_does_nothing(tmp_path: Path) -> None:
    report = watched("import ddbhelpers", tmp_path)
    ours = [name for name in report["new"] if name.startswith("ddbhelpers")]
    assert ours == ["ddbhelpers", "ddbhelpers.moved"]
    assert heavy(report) == set()
    assert len(report["new"]) < 100  # the standard library's importlib.metadata
    assert report["done"] == []
    assert list(tmp_path.iterdir()) == []


def test_the_watch_sees_what_an_import_must_not_do(tmp_path: Path) -> None:
    report = watched(
        "import socket, subprocess, pydantic\n"
        "open('file', 'w').close()\n"
        "socket.socket().close()",
        tmp_path,
    )
    assert heavy(report) == {"pydantic"}
    assert "open file w" in report["done"]
    assert "socket.__new__" in report["done"]


def command(*arguments: str) -> str:
    return (
        f"sys.argv = {['ddb', *arguments]!r}\n"
        "from ddbhelpers.cli import main\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end\n"
    )


def test_help_is_quick(tmp_path: Path) -> None:
    model = str(ROOT / "models" / "direct_messaging.yaml")
    report = watched(command("--model", model, "--help"), tmp_path)
    assert "ddbhelpers.cli.modelfile" in report["new"]
    assert "ddbhelpers.model" not in report["new"]
    assert heavy(report) <= {"ruamel", "typer"}
    assert report["done"] == ["os.putenv"]  # TYPER_USE_RICH


def test_the_engine_commands_need_no_model_no_frames_and_no_client(
    tmp_path: Path,
) -> None:
    report = watched(command("engine", "status"), tmp_path, DDB_HOME=str(tmp_path))
    assert heavy(report) <= {"filelock", "psutil", "pydantic", "rich", "typer"}
    assert "ddbhelpers.model" not in report["new"]
