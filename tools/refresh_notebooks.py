"""Executes the notebooks in place on an embedded engine of their own.

What would differ from one run or machine to the next is kept out: timings, widget
states, and whatever nbstripout takes for noise. Run twice, the diff is empty.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tools.console import ROOT, say
from tools.run_tests import ENDPOINT, serving

EXECUTE = (
    *("nbconvert", "--to", "notebook", "--execute", "--inplace", "--log-level=WARN"),
    "--ExecutePreprocessor.record_timing=False",
    "--ExecutePreprocessor.store_widget_state=False",
    "--ExecutePreprocessor.timeout=120",
)
WIDGET = "application/vnd.jupyter.widget-view+json"
STRIP = (
    *("nbstripout", "--keep-output", "--keep-count", "--keep-id"),
    *("--extra-keys", "metadata.language_info.version"),
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


def _drop_live_widgets(notebook: Path) -> None:
    """Keeps a widget's static answer; the widget itself has another id in each run."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    notebook.write_text(text + "\n", encoding="utf-8", newline="\n")


def _refresh(notebook: Path, env: dict[str, str]) -> bool:
    """Executes and cleans one notebook, and looks for paths of this machine."""
    for tool in (EXECUTE, STRIP):
        command = [sys.executable, "-m", *tool, str(notebook)]
        if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
            return False
    _drop_live_widgets(notebook)
    text = notebook.read_text(encoding="utf-8")
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
