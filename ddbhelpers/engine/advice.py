"""Commands that bring an engine: those that work where they are read."""

from pathlib import Path

DOCKER = (
    "docker run -p 127.0.0.1:8000:8000 amazon/dynamodb-local:3.3.1 "
    "-jar DynamoDBLocal.jar -sharedDb -inMemory"
)


def in_clone() -> bool:
    """Tell whether this is a clone of the repository, or a folder of one.

    Only there are the Makefile and docker-compose.yml of this project.
    """
    here, ours = Path.cwd(), Path(__file__).resolve().parents[2]
    return any(map(_is_clone, (here, *here.parents, ours)))


def _is_clone(folder: Path) -> bool:
    needed = ("Makefile", "docker-compose.yml", "workbench.py", "ddbhelpers")
    return all((folder / name).exists() for name in needed)


def docker() -> str:
    """Give the command that starts DynamoDB Local in Docker."""
    return "docker compose up -d" if in_clone() else DOCKER


def dynamodb_local() -> str:
    """Give the ways to start DynamoDB Local."""
    return "docker compose up -d (or make local)" if in_clone() else DOCKER
