"""The form in which notebooks are stored: what differs from run to run is left out.

`make refresh` writes them so, and so does JupyterLab under `make lab`: a notebook that
was run again and saved is the file that it was.
"""

from typing import Any

WIDGET = "application/vnd.jupyter.widget-view+json"
FOLDER = "notebooks/"


def tidy(content: dict[str, Any]) -> None:
    """Leaves a notebook's cells, outputs and tags, and nothing of one run or machine.

    Of a widget its static answer is kept: the widget itself has another id each time.
    """
    kept = ("kernelspec", "language_info")
    content["metadata"] = {k: v for k, v in content["metadata"].items() if k in kept}
    content["metadata"].get("language_info", {}).pop("version", None)
    for cell in content["cells"]:
        cell["metadata"] = {k: v for k, v in cell["metadata"].items() if k == "tags"}
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)


def before_save(*, model: dict[str, Any], path: str, **_: object) -> None:
    """JupyterLab's hook: tidies the workbench's own notebooks."""
    if model["type"] == "notebook" and path.startswith(FOLDER):
        tidy(model["content"])
