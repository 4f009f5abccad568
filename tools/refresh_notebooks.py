"""Executes the notebooks in place on an embedded engine of their own.

What would differ from one run or machine to the next is kept out (`notebook_form`):
run twice, the diff is empty.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tools.console import ROOT, say
from tools.notebook_form import tidy
from tools.run_tests import ENDPOINT, serving

EXECUTE = (
    *("nbconvert", "--to", "notebook", "--execute", "--inplace", "--log-level=WARN"),
    "--ExecutePreprocessor.record_timing=False",
    "--ExecutePreprocessor.store_widget_state=False",
    "--ExecutePreprocessor.timeout=120",
)


def main() -> int:
    """Refreshes every notebook; 0 if all of them ran to their end."""
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    if not notebooks:
        print("workbench: there are no notebooks in notebooks/", file=sys.stderr)
        return 1
    failed = []
    with serving("embedded") as endpoint:
        env = {**os.environ, ENDPOINT: endpoint}
        for notebook in notebooks:
            say(f"executing {notebook.name}")
            if not _refresh(notebook, env):
                failed.append(notebook.name)
    if failed:
        print(
            f"workbench: not refreshed: {', '.join(failed)}; the reason stands above",
            file=sys.stderr,
        )
    return 1 if failed else 0


def _refresh(notebook: Path, env: dict[str, str]) -> bool:
    """Executes and cleans one notebook, and looks for paths of this machine."""
    command = [sys.executable, "-m", *EXECUTE, str(notebook)]
    if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
        return False
    content = json.loads(notebook.read_text(encoding="utf-8"))
    tidy(content)
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    notebook.write_text(text, encoding="utf-8", newline="\n")
    for path in (ROOT, Path.home()):
        if len(path.parts) > 1 and json.dumps(str(path))[1:-1] in text:
            print(f"workbench: an output of {notebook.name} holds the path {path}")
            return False
    return True


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("workbench: interrupted")
