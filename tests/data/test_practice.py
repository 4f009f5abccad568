"""Practice tables: anew at each run, each kernel's own, gone at its end."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator

import pytest

from ddbhelpers.data import (
    describe_table,
    drop_table,
    list_tables,
    practice,
    practice_name,
    practice_table,
    scan,
    seed,
)
from ddbhelpers.engine import Engine
from ddbhelpers.errors import TableDiffers, TableError
from ddbhelpers.model import Model, Table
from tests.data.conftest import Create, Make

OTHER_KERNEL = """
from ddbhelpers.data import practice_name, practice_table
from ddbhelpers.engine import connect
from ddbhelpers.model import Table
from tests.data.conftest import Create, Make
engine = connect({endpoint!r})
name = practice_name(engine, "test-kernel")
practice_table(engine, Table(name=name, partition_key="pk"))
print(name, flush=True)
input()
"""


@contextlib.contextmanager
def another_kernel(engine: Engine) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Run a kernel that practises, and name its table."""
    program = OTHER_KERNEL.format(endpoint=engine.endpoint)
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as kernel:
        assert kernel.stdout is not None
        yield kernel.stdout.readline().strip(), kernel


def test_a_practice_table_starts_from_nothing_each_time(
    engine: Engine, created: Create, messages: Model, message: Make
) -> None:
    created(messages)
    seed(engine, messages, [message(1)])
    for _ in range(2):
        assert practice_table(engine, messages).items == 0
        seed(engine, messages, [message(2)])
        assert scan(engine, messages).count == 1
    practice._drop_practice_tables()
    assert "test-messages" not in list_tables(engine)
    assert not practice._practice


def test_a_practice_table_does_not_drop_what_another_made(
    engine: Engine, created: Create, messages: Model
) -> None:
    practice_table(engine, messages)
    drop_table(engine, messages)
    created(messages)
    practice._drop_practice_tables()
    assert "test-messages" in list_tables(engine)


def test_a_practice_table_does_not_drop_another_schema(
    engine: Engine, created: Create, messages: Model
) -> None:
    created(Table(name="test-messages", partition_key="pk"))
    with pytest.raises(TableDiffers):
        practice_table(engine, messages)
    assert describe_table(engine, messages).table.sort_key == ()


def test_a_practice_table_goes_when_the_kernel_ends(engine: Engine) -> None:
    program = (
        "from ddbhelpers.data import practice_table, list_tables\n"
        "from ddbhelpers.engine import connect\n"
        "from ddbhelpers.model import Table\n"
        f"engine = connect({engine.endpoint!r})\n"
        "practice_table(engine, Table(name='test-kernel', partition_key='pk'))\n"
        "print('test-kernel' in list_tables(engine))\n"
        "raise SystemExit('a cell failed')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120
    )
    assert ended.stdout == "True\n"
    assert ended.stderr == "a cell failed\n"
    assert "test-kernel" not in list_tables(engine)


def test_each_kernel_has_a_table_of_its_own(engine: Engine) -> None:
    with another_kernel(engine) as (first, kernel):
        assert first == "test-kernel"
        with another_kernel(engine) as (second, _):
            assert second == "test-kernel-2"
            assert practice_name(engine, "test-kernel") == "test-kernel-3"
            assert practice_name(engine, "test-kernel") == "test-kernel-3"  # again
            with pytest.raises(TableError, match="another kernel that still runs"):
                practice_table(engine, Table(name="test-kernel", partition_key="pk"))
            assert {first, second} <= {*list_tables(engine)}
        assert first in list_tables(engine)
        kernel.kill()
    # what a kernel that was killed left is free, and made anew
    assert practice_name(engine, "test-kernel") == "test-kernel"
    practice_table(engine, Table(name="test-kernel", partition_key="pk"))
    practice._drop_practice_tables()
    assert not {first, second} & {*list_tables(engine)}
