"""The values of an item: each attribute's rule, made ready once for all items."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any

from ddbhelpers.data.sampling.chance import Chance, Zipf
from ddbhelpers.data.sampling.things import TIMES, Thing
from ddbhelpers.data.sampling.values import maker_of
from ddbhelpers.data.sampling.vocabulary import cut
from ddbhelpers.model import Attribute, Entity, Model
from ddbhelpers.model.rules import FieldOf, Kind, Last, Rule, parse_made, parse_rule
from ddbhelpers.model.sampling import OTHER
from ddbhelpers.model.types import FIXED_BYTES

COUNT = Kind("count")
DATE = FIXED_BYTES["date"]


class Scene:
    """What an item is made from: a thing, a moment, who speaks and who else is there.

    ``seat`` is the number of the member that the item is made for or by, ``other`` of
    another one. ``when`` is its moment as a timestamp. ``things`` are all pools.
    """

    def __init__(
        self, chance: Chance, things: Mapping[str, list[Thing]] | None = None
    ) -> None:
        """Start with nothing in view."""
        self.chance, self.things = chance, things or {}
        self.thing = Thing({}, {})
        self.when = ""
        self.seat = self.other = 0
        self.drawn: dict[str, Thing] = {}

    def take(self, thing: Thing, fill: "Fill", seat: int) -> None:
        """Bring a thing into view; who of many speaks is drawn."""
        self.thing = thing
        self.seat = seat
        if fill.crowd > 1:
            if fill.made.role != fill.crowd_role:
                self.seat = self.chance.below(fill.crowd)
            others = 1 + self.chance.below(fill.crowd - 1)
            self.other = (self.seat + others) % fill.crowd


Maker = Callable[[Scene], Any]


class Fill:
    """Makes the values of one entity's items in a scene."""

    def __init__(self, model: Model, entity: Entity) -> None:
        """Make every attribute's rule ready."""
        self.entity = entity
        self.made = parse_made(entity.sample)
        pools = model.sample.pools if model.sample else ()
        self.pool = next((pool for pool in pools if pool.name == self.made.pool), None)
        self.crowd_role = self.pool.crowd if self.pool else None
        self.crowd = 1  # how many take the role that several take
        if self.pool and self.crowd_role:
            self.crowd = self.pool.roles[self.crowd_role][0]
        self._skews = {pool.name: pool.skew for pool in pools}
        self._laws: dict[str, Zipf] = {}
        table = model.table(entity.table) if model.tables else None
        self.table = table.name if table else ""
        self.key_names = table.key_names if table else tuple(entity.keys)
        self.rules = {a.name: self._rule(a) for a in entity.attributes}
        self.makers = {a.name: self._maker(a) for a in entity.attributes}
        self._maybe = {a.name for a in entity.attributes if a.optional}

    @property
    def lasts(self) -> list[Last]:
        """The rules that speak of the last item of another entity."""
        return [rule for rule in self.rules.values() if isinstance(rule, Last)]

    @property
    def tells_time(self) -> bool:
        """Whether an item says when it was made."""
        return any(rule in TIMES for rule in self.rules.values())

    @cached_property
    def never_twice(self) -> bool:
        """Whether a new UUID in the key makes every key another."""
        return any(self.rules[field] == Kind("uuid") for field in self.key_fields)

    @cached_property
    def key_fields(self) -> set[str]:
        """The attributes that stand in the table's key."""
        templates = self.entity.templates
        return {
            field
            for key in self.key_names
            for field in (templates[key].fields if key in templates else (key,))
        }

    def least(self, sizes: Mapping[str, int]) -> int:
        """Tell how many items there are at least: one for each thing or member."""
        return sizes[self.pool.name] * self.seats if self.pool else 1

    @property
    def seats(self) -> int:
        """How many members of a thing an item is made for."""
        return self.pool.roles[self.made.role][0] if self.pool and self.made.role else 1

    def values(self, scene: Scene) -> dict[str, Any]:
        """Make the values; an optional one is there every second time."""
        scene.drawn.clear()
        if not self._maybe:
            return {name: make(scene) for name, make in self.makers.items()}
        return {
            name: make(scene)
            for name, make in self.makers.items()
            if name not in self._maybe or scene.chance.below(2)
        }

    def _rule(self, attribute: Attribute) -> Rule:
        if attribute.sample is not None:
            return parse_rule(attribute.sample)
        if attribute.name in self.key_fields:
            if attribute.type == "string":
                return Kind("code")
            if attribute.type == "integer":
                return COUNT
        return Kind(attribute.type)

    def _maker(self, attribute: Attribute) -> Maker:
        rule = self.rules[attribute.name]
        match rule:
            case FieldOf(of=of, name=name):
                return _within(attribute, self._field(of, name))
            case Last(entity=entity, name=name):
                return _within(attribute, lambda scene: scene.thing.last[entity][name])
            case Kind(name="timestamp"):
                return lambda scene: scene.when
            case Kind(name="date"):
                return lambda scene: scene.when[:DATE]
            case Kind(name="count"):
                return partial(_count, self.entity.name)
        make = maker_of(rule, attribute.bytes, prose=attribute.type == "text")
        return lambda scene: make(scene.chance)

    def _field(self, of: str, name: str) -> Maker:
        pool = self.pool
        if pool and of == OTHER and pool.crowd:
            crowd = pool.crowd
            return lambda scene: scene.thing.roles[crowd][scene.other].fields[name]
        if pool and of in pool.roles:
            if of == pool.crowd:
                return lambda scene: scene.thing.roles[of][scene.seat].fields[name]
            return lambda scene: scene.thing.roles[of][0].fields[name]
        if pool and of == pool.name:
            return lambda scene: scene.thing.fields[name]
        return partial(self._drawn, of, name)

    def _drawn(self, of: str, name: str, scene: Scene) -> Any:
        """Draw a thing of another pool, the same for all attributes of the item."""
        if of not in scene.drawn:
            things = scene.things[of]
            if of not in self._laws:
                self._laws[of] = Zipf(len(things), self._skews[of])
            scene.drawn[of] = things[self._laws[of].draw(scene.chance)]
        return scene.drawn[of].fields[name]


def _within(attribute: Attribute, make: Maker) -> Maker:
    """Keep a text that comes from elsewhere within the attribute's bytes."""
    limit = attribute.bytes
    if limit is None or attribute.type not in ("string", "text"):
        return make
    return lambda scene: cut(make(scene), limit)


def _count(entity: str, scene: Scene) -> int:
    number = scene.thing.counts.get(entity, 0) + 1
    scene.thing.counts[entity] = number
    return number
