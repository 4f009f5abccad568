"""JupyterLab as it is opened: what its terminal finds."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jupyter_server.serverapp import ServerApp

from tools.lab import lab_command, terminal

SHELLS = [path for name in ("sh", "bash", "zsh") if (path := shutil.which(name))]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no login shell")
@pytest.mark.parametrize("shell", SHELLS)
def test_a_terminal_finds_ddb_though_a_login_shell_resets_path(
    shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for profile in (".profile", ".bash_profile", ".zprofile"):
        (tmp_path / profile).write_text("export PATH=/usr/bin:/bin LOGIN=yes\n")
    commands = tmp_path / "a copy" / "bin"
    commands.mkdir(parents=True)
    (commands / "ddb").touch(0o755)
    monkeypatch.setattr(sys, "executable", str(commands / "python"))
    monkeypatch.setenv("SHELL", shell)
    said = subprocess.run(
        terminal(),
        input="command -v ddb; echo $LOGIN\n",
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert said.stdout.splitlines() == [str(commands / "ddb"), "yes"]


def test_lab_is_told_so() -> None:
    server = ServerApp()
    server.parse_command_line([w for w in lab_command([]) if "terminado" in w])
    told = server.terminado_settings["shell_command"]
    assert shlex.split(told) == terminal()  # as jupyter_server_terminals splits it
