"""What the sampler needs to know to make any volume of items from a model.

A model's ``sample`` section names **pools** of things that items speak of, such as
persons and groups. An entity says how often its items are made, ``many for each
group`` or ``one for each group.member``, and an attribute what stands in it: see
``rules`` for what can be said. All of it is checked when the model is loaded.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from ddbhelpers.model.base import Value, named
from ddbhelpers.model.entity import Attribute, Entity
from ddbhelpers.model.rules import (
    NAME,
    Choice,
    FieldOf,
    Kind,
    Last,
    Made,
    Numbers,
    Rule,
    Words,
    Written,
    parse_made,
    parse_rule,
    suits,
    type_of,
)
from ddbhelpers.model.types import TEXT_TYPES, AttributeType

MEMBERS = re.compile(rf"([1-9]\d?) ({NAME})", re.ASCII)
OTHER = "other"


class Pool(Value):
    """Things that items speak of, such as persons or groups.

    ``count`` things are made for every 1,000 items asked for. ``fields`` maps what
    each thing carries to a sample rule. ``members`` maps a role to ``"2 person"``:
    how many different things of another pool take part. ``skew`` is the exponent of
    Zipf's law by which the things are drawn: 0 is even, 1 makes the busiest thing
    twice as busy as the second.

    >>> pool = Pool(name="group", count=30, members={"member": "2 person"})
    >>> pool.roles
    {'member': (2, 'person')}
    """

    name: str
    count: int = Field(ge=1, description="per 1,000 items")
    fields: dict[str, Written] = Field(default_factory=dict)
    members: dict[str, str] = Field(default_factory=dict)
    skew: float = Field(0, ge=0, le=3)

    @model_validator(mode="after")
    def _can_be_made(self) -> Self:
        for field, written in self.fields.items():
            where = f"fields.{field}"
            try:
                rule = parse_rule(written)
            except ValueError as error:
                raise ValueError(f"{where}: {error}") from None
            kind = rule.name if isinstance(rule, Kind) else ""
            if isinstance(rule, (FieldOf, Last)) or kind == "count":
                raise ValueError(
                    f"{where}: {written!r} speaks of an item; allowed in a pool: "
                    "what can be made before there are items"
                )
        for role, written in self.members.items():
            if not MEMBERS.fullmatch(written):
                raise ValueError(
                    f"members.{role}: {written!r} does not say how many of what; "
                    "allowed: a number and a pool, such as '2 person'"
                )
            if role == OTHER:
                raise ValueError(f"members.{role}: means another member; rename it")
        if [count for count, _ in self.roles.values() if count > 1][1:]:
            raise ValueError("members: two roles have several; allowed: one of them")
        return self

    @cached_property
    def roles(self) -> dict[str, tuple[int, str]]:
        """How many things of which pool take each role."""
        found = {role: MEMBERS.fullmatch(text) for role, text in self.members.items()}
        return {role: (int(m[1]), m[2]) for role, m in found.items() if m}

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rule of each field."""
        return {field: parse_rule(written) for field, written in self.fields.items()}

    @property
    def crowd(self) -> str | None:
        """The role that several things take, if one does."""
        return next((role for role, (n, _) in self.roles.items() if n > 1), None)


class Sampling(Value):
    """The time that samples span, and the pools that they draw from."""

    since: dt.date
    before: dt.date
    pools: Annotated[tuple[Pool, ...], BeforeValidator(named)] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.since >= self.before:
            raise ValueError(f"since {self.since} is not before {self.before}")
        names = [pool.name for pool in self.pools]
        for above, pool in enumerate(self.pools):
            for role, (_, other) in pool.roles.items():
                if other not in names[:above]:
                    raise ValueError(
                        f"pools.{pool.name}.members.{role}: {other!r} is no pool that "
                        f"stands above; allowed: {', '.join(names[:above]) or 'none'}"
                    )
        return self

    def pool(self, name: str | None) -> Pool | None:
        """Find a pool by its name; None if there is none."""
        return next((pool for pool in self.pools if pool.name == name), None)


def check_rules(entities: Iterable[Entity], sampling: Sampling | None) -> None:
    """Refuse a rule that points nowhere; ValueError with its place in the model."""
    by_name = {entity.name: entity for entity in entities}
    made: dict[str, Made] = {}
    pools = {pool.name: pool for pool in sampling.pools} if sampling else {}
    for entity in by_name.values():
        where = f"entities.{entity.name}.sample"
        try:
            made[entity.name] = parse_made(entity.sample)
        except ValueError as error:
            raise ValueError(f"{where}: {error}") from None
        pool, role = made[entity.name].pool, made[entity.name].role
        if pool:
            _one_of(where, pool, pools, "pool")
        if pool and role:
            _one_of(where, role, pools[pool].roles, f"role of {pool}")
    for entity in by_name.values():
        for attribute in entity.attributes:
            where = f"entities.{entity.name}.attributes.{attribute.name}.sample"
            if attribute.sample is not None:
                try:
                    rule = parse_rule(attribute.sample)
                except ValueError as error:
                    raise ValueError(f"{where}: {error}") from None
                given = _type(where, rule, entity, by_name, made, pools)
                _refuse_another_type(where, attribute, rule, given)


def _type(
    where: str,
    rule: Rule,
    entity: Entity,
    entities: Mapping[str, Entity],
    made: Mapping[str, Made],
    pools: Mapping[str, Pool],
) -> AttributeType | None:
    """Follow a rule to the type of what it gives; None for choices that fit any."""
    pool = pools.get(made[entity.name].pool or "")
    match rule:
        case FieldOf(of=of, name=name):
            who = {pool.name: pool for pool in pools.values()}
            if pool:
                who |= {role: pools[other] for role, (_, other) in pool.roles.items()}
                if pool.crowd:
                    who[OTHER] = who[pool.crowd]
            _one_of(where, of, who, "pool or role")
            _one_of(where, name, who[of].rules, f"field of {of}")
            given = who[of].rules[name]
            assert not isinstance(given, (FieldOf, Last))
            return _own_type(given)
        case Last(entity=name, name=attribute):
            here = made[entity.name]
            if here.many:
                raise ValueError(
                    f"{where}: 'last {name}.{attribute}' in an entity of which many "
                    "are made; allowed: in one that is made 'one for each' thing"
                )
            known = [
                other for other, m in made.items() if m.many and m.pool == here.pool
            ]
            _one_of(where, name, known, f"entity made many for each {here.pool}")
            names = {other.name: other for other in entities[name].attributes}
            _one_of(where, attribute, names, f"attribute of {name}")
            if names[attribute].optional:
                raise ValueError(
                    f"{where}: {name}.{attribute} is optional; allowed: one that "
                    "every item has"
                )
            return names[attribute].type
        case _:
            return _own_type(rule)


def _own_type(rule: Words | Numbers | Choice | Kind) -> AttributeType | None:
    given = type_of(rule)
    return None if isinstance(rule, Choice) and given == "string" else given


def _refuse_another_type(
    where: str, attribute: Attribute, rule: Rule, given: AttributeType | None
) -> None:
    wanted = attribute.type
    fits = wanted in TEXT_TYPES if given is None else suits(given, wanted)
    if not fits:
        raise ValueError(
            f"{where}: gives {given or 'string'}, but the attribute is {wanted}; "
            f"allowed: a rule that gives {wanted}, or none"
        )


def _one_of(where: str, name: str, known: Iterable[str], what: str) -> None:
    if name not in known:
        raise ValueError(
            f"{where}: {name!r} is no {what}; "
            f"allowed: {', '.join(known) or 'none is defined'}"
        )
