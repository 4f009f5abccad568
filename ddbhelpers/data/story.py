"""A story: items written by hand, each thing and each message once.

A story is a YAML file in the words of a model. It names things of the model's pools,
and scenes with what happened::

    person:
      ada: {user_uuid: ..., display_name: Ada Lin, handle: ada}
      bo: {user_uuid: ..., display_name: Bo Katz, handle: bo}
    group:
      ada and bo: {message_group_uuid: ..., member: [ada, bo]}
    scenes:
      - group: ada and bo
        Message:
          - 2023-01-07T10:14:05Z ada: Do you have the keys?

A line ``time name: text`` is short for the attributes by their names: here
``{created_at: time, member: name, text: text}``. What the model's sample rules say need
not be written: names are looked up, the last message is found, a UUID is made from its
place in the story. Nothing is drawn by chance.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ddbhelpers.data.sampling.chance import Chance
from ddbhelpers.data.sampling.fill import COUNT, Fill, Scene
from ddbhelpers.data.sampling.things import TIMES, Thing
from ddbhelpers.data.sampling.turns import AMONG, FIRST, LAST
from ddbhelpers.data.storyfile import (
    SCENES,
    TITLE,
    Fault,
    known,
    line_of,
    mapping,
    plain,
    read_tree,
)
from ddbhelpers.errors import ItemFileError, ModelError
from ddbhelpers.model import Attribute, Model, Pool
from ddbhelpers.model.rules import FieldOf, Kind, Last, Rule
from ddbhelpers.model.sampling import OTHER
from ddbhelpers.model.types import DYNAMODB_TYPE, FIXED_BYTES, KEY_SHAPE
from ddbhelpers.model.wire import Item, to_wire

UUID = Kind("uuid")
SHORT = re.compile(rf"({KEY_SHAPE['timestamp']}|{KEY_SHAPE['date']}) (.+)", re.ASCII)


@dataclass
class Entry:
    """One item as the story has it: what is said of it, when, and in which line."""

    fill: Fill
    nickname: str
    thing: Thing
    line: int
    said: dict[str, Any] = field(default_factory=dict)
    drawn: dict[str, Thing] = field(default_factory=dict)
    seat: int | None = None
    when: str = ""  # what it says itself
    at: str = ""  # where it stands: after the one before it, if it does not say
    order: int = AMONG


def load_story(path: str | os.PathLike[str], model: Model) -> list[Item]:
    """Read a story as items of Python values, oldest first.

    Items of an entity made ``one for each`` thing follow by themselves, unless the
    story writes some. ItemFileError names the file, the line and what is wrong there.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ItemFileError(f"{path}: there is no such file") from None
    except UnicodeDecodeError as error:
        raise ItemFileError(f"{path}: byte {error.start} is not UTF-8") from None
    except OSError as error:
        raise ItemFileError(f"{path}: cannot be read: {error.strerror}") from None
    return parse_story(text, model, str(path))


def parse_story(text: str, model: Model, source: str = "story") -> list[Item]:
    """Read a story from its text; ``source`` stands in the error messages."""
    try:
        return _Story(read_tree(text), model).items()
    except Fault as fault:
        raise ItemFileError(
            f"{source}, line {fault.line}: {fault.says}", allowed=fault.allowed
        ) from None


class _Story:
    """The things, the scenes and what follows from them."""

    def __init__(self, tree: Any, model: Model) -> None:
        pools = model.sample.pools if model.sample else ()
        self.pools = {pool.name: pool for pool in pools}
        self.fills = {entity.name: Fill(model, entity) for entity in model.entities}
        known(tree, [TITLE, *self.pools, SCENES])
        self.things: dict[str, dict[str, Thing]] = {}
        for name, pool in self.pools.items():
            told = mapping(tree, name) if name in tree else {}
            self.things[name] = {nick: self._thing(pool, nick, told) for nick in told}
        self.entries = list(self._scenes(tree))
        at = ""
        for entry in self.entries:
            at = entry.at = entry.when or at
        self.told: Counter[tuple[str, ...]] = Counter()

    def items(self) -> list[Item]:
        """Make what is written and what follows from it, in the order of time."""
        written = {entry.fill.entity.name for entry in self.entries}
        entries = [*self.entries]
        for name, fill in self.fills.items():
            if name not in written and not fill.made.many:
                entries += self._following(fill)
        entries.sort(key=lambda entry: (entry.at, entry.order))
        made: dict[tuple[object, ...], Item] = {}
        for entry in entries:
            item = self._item(entry)
            key = (entry.fill.table, *(item[name] for name in entry.fill.key_names))
            if key in made:
                raise Fault("the same key a second time", "every key once", entry.line)
            made[key] = item
        return [*made.values()]

    def _thing(self, pool: Pool, nickname: str, told: Any) -> Thing:
        said = mapping(told, nickname)
        known(said, [*pool.fields, *pool.members])
        fields: dict[str, Any] = {}
        for name, rule in pool.rules.items():
            if name in said:
                fields[name] = plain(said[name])
            elif rule == UUID:
                fields[name] = Chance("story", pool.name, nickname, name).uuid()
            else:
                says = f"{pool.name} {nickname!r} lacks {name!r}"
                raise Fault(says, ", ".join(pool.fields), line_of(told, nickname))
        roles: dict[str, tuple[Thing, ...]] = {}
        for role, (count, other) in pool.roles.items():
            names = said.get(role, [])
            names = names if isinstance(names, list) else [names]
            if len(names) != count:
                says = f"{pool.name} {nickname!r} has {len(names)} as {role!r}"
                raise Fault(says, f"{count}", line_of(told, nickname))
            roles[role] = tuple(self._named(other, one, said, role) for one in names)
        return Thing(fields, roles)

    def _named(self, pool: str, nickname: Any, node: Any, key: Any) -> Thing:
        if nickname not in self.things[pool]:
            names = ", ".join(self.things[pool]) or "none is told of"
            raise Fault(f"{nickname!r} is no {pool}", names, line_of(node, key))
        return self.things[pool][nickname]

    def _scenes(self, tree: Any) -> Iterator[Entry]:
        scenes = tree.get(SCENES)
        if not isinstance(scenes, list):
            raise Fault("there are no scenes", f"a list under {SCENES!r}", 1)
        for at in range(len(scenes)):
            scene = mapping(scenes, at)
            known(scene, [*self.pools, *self.fills])
            given = [name for name in scene if name in self.pools]
            for name in scene:
                if name in self.pools:
                    continue
                pool = self.fills[name].pool
                if given != ([pool.name] if pool else []):
                    says = f"a scene of {name} with {', '.join(given) or 'no thing'}"
                    wanted = f"one {pool.name}" if pool else "no thing"
                    raise Fault(says, wanted, line_of(scene, name))
                if not isinstance(scene[name], list):
                    raise Fault(f"{name} holds no list", "- …", line_of(scene, name))
                for number in range(len(scene[name])):
                    yield self._entry(self.fills[name], scene, scene[name], number)

    def _entry(self, fill: Fill, scene: Any, told: Any, number: int) -> Entry:
        nickname, thing = "", Thing({}, {})
        if fill.pool:
            nickname = scene[fill.pool.name]
            thing = self._named(fill.pool.name, nickname, scene, fill.pool.name)
        entry = Entry(fill, nickname, thing, line_of(told, number))
        types = {attribute.name: attribute for attribute in fill.entity.attributes}
        long = _written_out(fill, mapping(told, number), entry.line)
        for name, value in long.items():
            if name == fill.crowd_role and fill.pool:
                member = self._named(fill.pool.roles[name][1], value, told, number)
                if member not in thing.roles[name]:
                    says = f"{value!r} has no part in {nickname!r}"
                    raise Fault(says, f"a {name} of it", entry.line)
                entry.seat = thing.roles[name].index(member)
            elif name in types:
                entry.said[name] = _value(types[name], value, entry.line)
                if fill.rules[name] in TIMES:
                    entry.when = entry.said[name]
            elif name in self.pools:
                entry.drawn[name] = self._named(name, value, told, number)
            else:
                says = f"{fill.entity.name} has no attribute {name!r}"
                raise Fault(says, ", ".join(types), entry.line)
        return entry

    def _following(self, fill: Fill) -> Iterator[Entry]:
        """Give one entry for each thing or member that something is told of."""
        assert fill.pool is not None
        followed = {rule.entity for rule in fill.lasts}
        for nickname, thing in self.things[fill.pool.name].items():
            told = [entry for entry in self.entries if entry.thing is thing]
            if followed:
                told = [e for e in told if e.fill.entity.name in followed]
                if not told:
                    continue
            whens = [entry.when for entry in told] or [""]
            line = told[-1].line if told else 1
            for seat in range(fill.seats):
                entry = Entry(fill, nickname, thing, line, seat=seat)
                entry.when = entry.at = max(whens) if followed else min(whens)
                entry.order = LAST if followed else FIRST
                yield entry

    def _item(self, entry: Entry) -> Item:
        fill = entry.fill
        place = (fill.entity.name, entry.nickname, entry.when, str(entry.seat))
        self.told[place] += 1
        scene = Scene(Chance("story", *place, self.told[place]))
        scene.thing, scene.drawn = entry.thing, entry.drawn
        scene.when, scene.seat = entry.when, entry.seat or 0
        scene.other = (scene.seat + 1) % fill.crowd
        values: dict[str, Any] = {}
        for attribute in fill.entity.attributes:
            name, rule = attribute.name, fill.rules[attribute.name]
            if name in entry.said:
                values[name] = entry.said[name]
            elif self._follows(rule, entry):
                values[name] = fill.makers[name](scene)
            elif not attribute.optional:
                says = f"{fill.entity.name} lacks {name!r}"
                allowed = ", ".join(a.name for a in fill.entity.attributes)
                raise Fault(says, allowed, entry.line)
        entry.thing.last[fill.entity.name] = values
        try:
            return fill.entity.item(**values)
        except ModelError as error:
            raise Fault(error.given, error.allowed, entry.line) from None

    def _follows(self, rule: Rule, entry: Entry) -> bool:
        """Tell whether a value follows from what is told."""
        match rule:
            case FieldOf(of=of) if of in (OTHER, entry.fill.crowd_role):
                return entry.seat is not None
            case FieldOf(of=of):
                pool = entry.fill.pool
                mine = (pool.name, *pool.roles) if pool else ()
                return of in mine or of in entry.drawn
            case Last(entity=entity):
                return entity in entry.thing.last
            case Kind(name=("date" | "timestamp") as kind):
                return len(entry.when) >= FIXED_BYTES[kind]
        return rule in (UUID, COUNT)


def _written_out(fill: Fill, told: Any, line: int) -> Mapping[str, Any]:
    """Write out the short form, ``time name: text``."""
    match = SHORT.fullmatch(str(next(iter(told)))) if len(told) == 1 else None
    if match is None:
        return dict(told)
    times = [name for name, rule in fill.rules.items() if rule in TIMES]
    texts = [one.name for one in fill.entity.attributes if one.type == "text"]
    if not (times and texts and fill.crowd_role):
        says = f"{fill.entity.name} has no time, role and text to read a line by"
        raise Fault(says, "its attributes by name", line)
    (text,) = told.values()
    return {times[0]: match[1], fill.crowd_role: match[2], texts[0]: text}


def _value(attribute: Attribute, given: Any, line: int) -> Any:
    value = plain(given)
    if attribute.type.endswith("_set") and isinstance(value, list):
        value = set(value)
    try:
        (kind,) = to_wire(value)
    except ModelError as error:
        raise Fault(f"{attribute.name}: {error.given}", error.allowed, line) from None
    if kind != DYNAMODB_TYPE[attribute.type]:
        says = f"{attribute.name} is {value!r}"
        raise Fault(says, f"{attribute.type}, in quotes if it is text", line)
    return value
