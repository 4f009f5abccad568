"""Rules about key conditions: can this key answer this question at all?"""

from itertools import pairwise

from ddbhelpers.check.finding import Rules, Said
from ddbhelpers.model.entity import Entity
from ddbhelpers.model.keys import split_template
from ddbhelpers.model.pattern import alternatives
from ddbhelpers.request.phrases import condition_in_words
from ddbhelpers.request.resolved import ResolvedRead, carries, template_of
from ddbhelpers.words import listed

QUERY_RULES: Rules[ResolvedRead] = Rules()
GET_ITEM_RULES: Rules[ResolvedRead] = Rules()
KEY_CONDITIONS = "Query.KeyConditionExpressions"
MULTI_ATTRIBUTE = "GSI.DesignPattern.MultiAttributeKeys"


@QUERY_RULES.rule("error", KEY_CONDITIONS)
def partition_key_is_given(read: ResolvedRead) -> Said:
    """Every attribute of the partition key needs a condition, always."""
    for key in read.asked.partition_key:
        if not read.conditions(key.name):
            yield (
                f"no condition on partition key {key.name} of {read.place}",
                "give it with equals, choose another key or an index, or pay for a "
                "Scan",
            )
        elif not read.is_always_conditioned(key.name):
            yield (
                f"the condition on partition key {key.name} may be left out",
                "give one condition, not a list of alternatives",
            )


@QUERY_RULES.rule("error", KEY_CONDITIONS)
def partition_key_is_given_whole(read: ResolvedRead) -> Said:
    """A partition key takes equals and nothing else."""
    for key in read.asked.partition_key:
        for way in read.conditions(key.name):
            if way.operator != "equals":
                said = condition_in_words(key.name, way.operator, way.operands)
                yield (
                    f"{said}: a partition key is found by its whole value only",
                    "use equals, and put what varies into the sort key",
                )


@QUERY_RULES.rule("error", KEY_CONDITIONS)
def conditions_are_on_keys(read: ResolvedRead) -> Said:
    """A key condition names key attributes of what is read."""
    for name in read.pattern.key:
        if name not in read.asked.key_names:
            yield (
                f"{name} is no key attribute of {read.place}; its keys are "
                f"{listed(read.asked.key_names)}",
                "make it a key, add an index on it, or move it to the filter",
            )


@QUERY_RULES.rule("error", MULTI_ATTRIBUTE)
def sort_key_has_no_gap(read: ResolvedRead) -> Said:
    """Several sort key attributes are given from the left, none skipped."""
    sort = [key.name for key in read.asked.sort_key]
    for before, name in pairwise(sort):
        if read.conditions(name) and not read.is_always_conditioned(before):
            yield (
                f"a condition on {name}, but not always one on {before} before it",
                f"give {before} with equals, or leave {name} to the filter",
            )


@QUERY_RULES.rule("error", MULTI_ATTRIBUTE)
def range_comes_last(read: ResolvedRead) -> Said:
    """Of several sort key attributes only the last given one may have a range."""
    sort = [key.name for key in read.asked.sort_key]
    for before, name in pairwise(sort):
        ranges = [way for way in read.conditions(before) if way.operator != "equals"]
        if read.conditions(name) and ranges:
            yield (
                f"{before} {ranges[0].operator} before a condition on {name}",
                f"give {before} with equals, or leave {name} to the filter",
            )


@QUERY_RULES.rule("error", KEY_CONDITIONS)
def begins_with_is_for_text(read: ResolvedRead) -> Said:
    """A number has no beginning."""
    for key in read.asked.sort_key:
        operators = [way.operator for way in read.conditions(key.name)]
        if key.type == "N" and "begins_with" in operators:
            yield (
                f"{key.name} begins_with, but {key.name} is a number",
                "use between, or make the key text of a fixed width",
            )


@QUERY_RULES.rule("error", "SecondaryIndexes")
def what_is_returned_is_there(read: ResolvedRead) -> Said:
    """The entity that is asked for stands in the table or index that is asked."""
    for entity in read.returned:
        if read.model.table(entity.table).name != read.table.name:
            yield (
                f"{entity.name} stands in another table, not in {read.table.name}",
                "ask that table",
            )
            return
        lacking = [k for k in read.asked.key_names if not carries(entity, k)]
        if lacking:
            yield (
                f"{entity.name} has no {listed(lacking)}, so {read.place} holds none",
                f"give {entity.name} that key attribute, or ask elsewhere",
            )


@GET_ITEM_RULES.rule("error", KEY_CONDITIONS)
@QUERY_RULES.rule("error", KEY_CONDITIONS)
def key_is_one_that_is_written(read: ResolvedRead) -> Said:
    """The text that is looked for could have been written by the entity's template.

    A pattern that names no entity may find several: one of them is enough.
    """
    missed = [list(_not_written(read, entity)) for entity in read.returned]
    if read.pattern.returns is not None or all(missed):
        yield from (fault for faults in missed for fault in faults)


def _not_written(read: ResolvedRead, entity: Entity) -> Said:
    for key in read.asked.key:
        wanted = template_of(entity, key.name)
        for way in read.conditions(key.name):
            if wanted and not read.can_match(way, key, entity):
                said = condition_in_words(key.name, way.operator, way.operands)
                yield (
                    f"{said} finds no {entity.name}, whose {key.name} is {wanted}",
                    f"look for what {entity.name} writes, such as {wanted.example()}",
                )


@GET_ITEM_RULES.rule("error", KEY_CONDITIONS)
@QUERY_RULES.rule("error", KEY_CONDITIONS)
def key_is_asked_for_what_it_holds(read: ResolvedRead) -> Said:
    """A key that holds one attribute is not looked up by another one."""
    for entity in read.returned:
        own = {attribute.name for attribute in entity.attributes}
        for key in read.asked.key:
            wanted = template_of(entity, key.name)
            for way in read.conditions(key.name):
                for operand in way.operands:
                    if wanted is None or not isinstance(operand, str):
                        continue
                    pairs = zip(split_template(operand), wanted.parts, strict=False)
                    for part, held in pairs:
                        if part.literal != held.literal:
                            break
                        if part.field in own - {held.field} and held.field:
                            yield (
                                f"{key.name} of {entity.name} holds {held.field}, "
                                f"and is asked for {part.field}",
                                f"ask by {held.field}, or make a key of {part.field}",
                            )


@GET_ITEM_RULES.rule("error", "WorkingWithItems")
def get_item_has_the_whole_key(read: ResolvedRead) -> Said:
    """GetItem takes every key attribute of the table with equals, and no other."""
    for name in read.table.key_names:
        if not read.is_given_whole(name):
            yield (
                f"a GetItem without {name} = …",
                "give the whole key with equals, or make it a Query",
            )
    for name in read.pattern.key:
        if name not in read.table.key_names:
            yield (
                f"a GetItem by {name}, which is no key attribute of {read.table.name}",
                "give the whole key and nothing else, or make it a Query",
            )


@QUERY_RULES.rule("warning", KEY_CONDITIONS)
def every_alternative_can_be_chosen(read: ResolvedRead) -> Said:
    """An alternative is out of reach behind one that needs fewer parameters."""
    for name, given in {**read.pattern.key, **read.pattern.filter}.items():
        ways = alternatives(given)
        for number, way in enumerate(ways):
            for before in ways[:number]:
                if {*before.fields} <= {*way.fields}:
                    said = condition_in_words(name, way.operator, way.operands)
                    yield (
                        f"{said} is never chosen: an earlier alternative needs no "
                        "more than its parameters",
                        "put the alternative with more parameters first",
                    )
                    break


@QUERY_RULES.rule("warning", "bp-sort-keys")
def answer_is_of_one_entity(read: ResolvedRead) -> Said:
    """The key conditions let no items of other entities through."""
    others = [e.name for e in read.evaluated if e.name != read.pattern.returns]
    if read.pattern.returns and others:
        yield (
            f"its key conditions also match {listed(others)}, and reading them is "
            "paid for",
            "add a condition on the sort key, or choose other key templates",
        )


def leading_types(read: ResolvedRead) -> set[str]:
    """Tell by what types of value the items of an answer are ordered."""
    free = [key for key in read.asked.sort_key if not read.is_given_whole(key.name)]
    types: set[str] = set()
    for entity in read.returned if free else ():
        template = template_of(entity, free[0].name)
        if free[0].type != "S" or template is None:
            types.add(free[0].type)
        else:
            types.add(template.types.get(template.parts[0].field or "", "S"))
    return types


def time_comes_first(read: ResolvedRead) -> bool:
    """Tell whether the order of the sort key is the order of time."""
    return bool(types := leading_types(read)) and types <= {"timestamp", "date"}


@QUERY_RULES.rule("warning", "bp-sort-keys")
def newest_first_reads_a_time(read: ResolvedRead) -> Said:
    """Newest first means something only where the sort key begins with a time."""
    # of numbers, newest first gives the largest first
    if read.pattern.newest_first and not (
        time_comes_first(read) or leading_types(read) == {"N"}
    ):
        names = [key.name for key in read.asked.sort_key]
        what = f"the sort key {listed(names)} begins with none" if names else "no order"
        yield (
            f"newest first, but items stand in no order of time: {what}",
            "begin the sort key with a timestamp, or leave the order out",
        )
