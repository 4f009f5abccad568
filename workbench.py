"""Sets up the workbench and runs it; needs nothing but Python 3.11 or newer.

    python workbench.py lab         JupyterLab on the first notebook, with an engine
    python workbench.py test        every check and test, the notebooks included
    python workbench.py --help      the other commands

On Windows type `py` for `python`. With make, `make lab` and `make test` are the same.
"""

import os
import sys


def main() -> None:
    """Runs the command that was typed, if this Python is new enough."""
    # This file must still be understood by an old Python, to say that it is too old.
    if sys.version_info < (3, 11):
        sys.exit(
            "workbench: this is Python %d.%d, and 3.11 or newer is needed; install one "
            "and name it, for example: %s"
            % (
                sys.version_info[0],
                sys.version_info[1],
                "make PYTHON=python3.12 lab"
                if "MAKELEVEL" in os.environ
                else "python3.12 workbench.py lab",
            )
        )
    from tools.commands import main as run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
