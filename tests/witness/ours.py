"""What ddbhelpers.capacity says of a request."""

from ddbhelpers.capacity import (
    Charge,
    add_up,
    condition_check_charge,
    read_charge,
    transact_replay_charge,
    write_charge,
)
from ddbhelpers.capacity.read import Consistency
from tests.witness.model import Read, Request, Write
from tests.witness.sizes import Units, units_of


def ours(request: Request) -> Units:
    charge = _read(request) if isinstance(request, Read) else _written(request)
    arms = {arm.index or "": arm.units for arm in charge.arms}
    return units_of(charge.unit, arms)


def _written(write: Write) -> Charge:
    if write.way == "replay":
        images = [(action.before, action.after) for action in write.actions]
        return transact_replay_charge(write.table, images)
    charges = [
        condition_check_charge(write.table, action.before)
        if action.kind == "check"
        else write_charge(
            write.table,
            action.before,
            action.after,
            transactional=write.way == "transaction",
        )
        for action in write.actions
    ]
    return add_up(charges, "write")


def _read(read: Read) -> Charge:
    each = read.way in ("get", "batch", "transaction")
    consistency: Consistency = "strong" if read.strong else "eventual"
    if read.way == "transaction":
        consistency = "transactional"
    return read_charge(
        read.table,
        read.items,
        index=read.index,
        consistency=consistency,
        each=each,
        fetched=[item for item in read.items if item] if read.fetched else (),
    )
