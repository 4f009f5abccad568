"""How long do the command and the package take to start? CPU time, in one run.

    python benchmarks/bench_startup.py

`python -c pass`, a bare boto3 script that lists tables, `import ddbhelpers`, `ddb
--help` with the worked example's commands, and `ddb list-tables` are run in turns; a
ratio is that of two neighbours: its median, with its quartiles.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from ddbhelpers.engine.server import embedded

ROOT = Path(__file__).resolve().parent.parent
BARE = """
import boto3
client = boto3.client("dynamodb", endpoint_url={url!r}, region_name="us-east-1",
                      aws_access_key_id="workbench", aws_secret_access_key="workbench")
print(client.list_tables()["TableNames"])
"""


def cpu_seconds(*words: str, **env: str) -> float:
    """Give the CPU time of one Python, with what it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the times and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=15)
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as folder:
        url = embedded.start(Path(folder)).endpoint or ""
        runs = {
            "python -c pass": ("-c", "pass"),
            "bare boto3": ("-c", BARE.format(url=url)),
            "import ddbhelpers": ("-c", "import ddbhelpers"),
            "ddb --help": ("-m", "ddbhelpers", "--help"),
            "ddb list-tables": ("-m", "ddbhelpers", "--endpoint", url, "list-tables"),
        }
        taken = [
            {name: cpu_seconds(*words) for name, words in runs.items()}
            for _ in range(turns + 1)
        ][1:]  # the first fills the caches
        embedded.stop(Path(folder))
    for name in runs:
        seconds = statistics.median(run[name] for run in taken)
        said = f"{name:20}{seconds * 1000:6.0f} ms"
        for peer in ("python -c pass", "bare boto3"):
            ratios = [run[name] / run[peer] for run in taken]
            low, middle, high = statistics.quantiles(ratios, n=4)
            said += f"   {middle:6.2f} ({low:.2f}–{high:.2f}) of {peer}"
        print(said)


if __name__ == "__main__":
    main()
