"""The form in which notebooks are stored: what differs from run to run is left out.

`make refresh` writes them so, and so does JupyterLab under `make lab`: a notebook that
was run again and saved is the file that it was.
"""

import re
from typing import Any

WIDGET = "application/vnd.jupyter.widget-view+json"
FOLDER = "notebooks/"
# Which engine it was, and where: `.nbval.cfg` overlooks what stands in the brackets.
ENGINE = re.compile(r"<Engine: [^>]*>")
SOME_ENGINE = "<Engine: its name, its address, its data folder>"


def tidy(content: dict[str, Any]) -> None:
    """Leaves a notebook's cells, outputs and tags, and nothing of one run or machine.

    Of a widget its static answer is kept: the widget itself has another id each time.
    An engine is told as any engine.
    """
    kept = ("kernelspec", "language_info")
    content["metadata"] = {k: v for k, v in content["metadata"].items() if k in kept}
    content["metadata"].get("language_info", {}).pop("version", None)
    for cell in content["cells"]:
        cell["metadata"] = {k: v for k, v in cell["metadata"].items() if k == "tags"}
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            data.pop(WIDGET, None)
            text = data.get("text/plain")
            if isinstance(text, str):  # as JupyterLab holds it; a file has its lines
                data["text/plain"] = ENGINE.sub(SOME_ENGINE, text)
            elif text:
                data["text/plain"] = [ENGINE.sub(SOME_ENGINE, line) for line in text]
    _number([cell for cell in content["cells"] if cell["cell_type"] == "code"])


def _number(cells: list[dict[str, Any]]) -> None:
    """Numbers the cells from 1 where a run went through all of them in order."""
    counts = [cell["execution_count"] for cell in cells]
    if None in counts or counts != list(range(counts[0], counts[0] + len(counts))):
        return
    for number, cell in enumerate(cells, start=1):
        for counted in (cell, *cell["outputs"]):
            if "execution_count" in counted:
                counted["execution_count"] = number


def before_save(*, model: dict[str, Any], path: str, **_: object) -> None:
    """JupyterLab's hook: tidies the workbench's own notebooks."""
    if model["type"] == "notebook" and path.startswith(FOLDER):
        tidy(model["content"])
