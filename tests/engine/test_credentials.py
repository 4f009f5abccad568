"""With any engine but AWS, nothing of the user's AWS set-up is read or sent.

Each hostile set-up is a process of its own. It asks a server that writes down what
really arrives, and notes every file that is opened.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Start = Callable[..., Any]

PROGRAM = """
import json, sys
opened = []
def hook(event, args):
    if event == "open":
        opened.append(str(args[0]))
sys.addaudithook(hook)
from ddbhelpers.engine import connect
engine = connect()
engine.client.list_tables()
engine.new_client().list_tables()
list(engine.resource().tables.all())
print(json.dumps(opened))
"""

BROKEN = "[default\nregion = nowhere\n"
SECRET = "[default]\naws_access_key_id = AKIAUSER\naws_secret_access_key = usersecret\n"


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """Make a home folder whose AWS files are traps."""
    aws = tmp_path / "user" / ".aws"
    aws.mkdir(parents=True)
    (aws / "config").write_text(BROKEN)
    (aws / "credentials").write_text(SECRET)
    return tmp_path / "user"


HOSTILE: dict[str, dict[str, str]] = {
    "nothing": {},
    "keys": {"AWS_ACCESS_KEY_ID": "AKIAUSER", "AWS_SECRET_ACCESS_KEY": "usersecret"},
    "half a key": {"AWS_ACCESS_KEY_ID": "AKIAUSER"},
    "a session token": {"AWS_SESSION_TOKEN": "usertoken"},
    "a missing profile": {"AWS_PROFILE": "gone"},
    "an older name for it": {"AWS_DEFAULT_PROFILE": "gone"},
    "another region": {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1"},
    "another endpoint": {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
    "a broken bundle": {"AWS_CA_BUNDLE": "/nowhere", "REQUESTS_CA_BUNDLE": " "},
    "a broken mode": {"AWS_RETRY_MODE": "never", "AWS_MAX_ATTEMPTS": "many"},
    "broken defaults": {"AWS_DEFAULTS_MODE": "none", "AWS_USE_FIPS_ENDPOINT": "true"},
    "roles": {
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere",
        "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/user",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1/",
    },
}


@pytest.mark.parametrize("name", HOSTILE)
def test_only_the_fake_key_arrives(stranger: Start, user: Path, name: str) -> None:
    engine, proxy = stranger(), stranger(b"proxy", status=502)
    env = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
    env |= {"HOME": str(user), "USERPROFILE": str(user)}
    env |= {"HTTP_PROXY": proxy.endpoint, "http_proxy": proxy.endpoint}
    env |= {"ALL_PROXY": proxy.endpoint, "no_proxy": "", "NO_PROXY": ""}
    env |= {"AWS_ENDPOINT_URL_DYNAMODB": engine.endpoint, **HOSTILE[name]}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    opened = json.loads(done.stdout)
    assert [path for path in opened if str(user) in path or "/nowhere" in path] == []
    assert proxy.requests == []
    assert len(engine.requests) == 4  # one to find it, three of clients
    for path, headers in engine.requests:
        assert path == "/"
        assert "Credential=workbench/" in headers["authorization"]
        assert "/us-east-1/dynamodb/aws4_request" in headers["authorization"]
        assert "x-amz-security-token" not in headers
        assert "AKIAUSER" not in str(headers)
        assert "usertoken" not in str(headers)


def test_the_trap_is_one(user: Path) -> None:
    """The same files stop a plain boto3: the tests above would notice them."""
    env = {**os.environ, "HOME": str(user), "USERPROFILE": str(user)}
    program = "import boto3; boto3.client('dynamodb', region_name='us-east-1')"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ConfigParseError" in done.stderr


def test_the_fake_keys_are_letters_and_digits() -> None:
    from ddbhelpers.engine.credentials import ACCESS_KEY, SECRET_KEY

    assert ACCESS_KEY.isalnum()
    assert SECRET_KEY.isalnum()
