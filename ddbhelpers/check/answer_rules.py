"""Rules about the answer: filters, projections, consistency, limits."""

from ddbhelpers.capacity.limits import MAX_NESTING_LEVELS
from ddbhelpers.check.finding import Rules, Said, one_of
from ddbhelpers.request.resolved import ResolvedRead, known_paths, paths_of
from ddbhelpers.words import listed

PAGE_RULES: Rules[ResolvedRead] = Rules()  # Query and Scan
READ_RULES: Rules[ResolvedRead] = Rules()  # GetItem too
SCAN_RULES: Rules[ResolvedRead] = Rules()


@SCAN_RULES.rule("note", "Scan")
def a_scan_reads_everything(read: ResolvedRead) -> Said:
    """A Scan is an answer that no key serves."""
    yield (
        f"no key serves this: it reads, and is charged for, the whole of {read.place}",
        "keep it rare, or give the question a key or an index",
    )


@PAGE_RULES.rule("error", "GSI")
def strong_reads_are_of_tables(read: ResolvedRead) -> Said:
    """A global secondary index is read with eventual consistency only."""
    strong = read.pattern.consistency == "strong"
    if strong and read.index and read.index.kind == "global":
        yield (
            f"a strongly consistent read of global secondary {read.place}",
            "read it with eventual consistency, or ask the table",
        )


@PAGE_RULES.rule("error", "Query.FilterExpression")
def a_filter_is_no_key_condition(read: ResolvedRead) -> Said:
    """The filter of a Query may not name a key attribute of what is read."""
    if read.pattern.operation == "Query":
        for path in read.pattern.filter:
            if path in read.asked.key_names:
                yield (
                    f"the filter names {path}, a key attribute of {read.place}",
                    "make it a key condition",
                )


@PAGE_RULES.rule("error", "GSI")
def a_global_index_holds_what_is_asked(read: ResolvedRead) -> Said:
    """What a global index does not project cannot be had from it."""
    if read.index and read.index.kind == "global":
        yield from _not_projected(read, "project it, or fetch the items from the table")


@PAGE_RULES.rule("warning", "LSI")
def a_local_index_fetches_nothing(read: ResolvedRead) -> Said:
    """What a local index does not project is fetched from the table, item by item."""
    if read.index and read.index.kind == "local":
        yield from _not_projected(
            read, "project it, or pay for each whole item that is walked"
        )


def _not_projected(read: ResolvedRead, do: str) -> Said:
    asked = {"filter": read.pattern.filter, "attributes": read.pattern.attributes}
    for what, paths in asked.items():
        if missing := [path for path in paths if not read.holds(path)]:
            yield f"{what}: {read.place} does not hold {listed(missing)}", do


@PAGE_RULES.rule("warning", "GSI")
def the_entity_comes_back_whole(read: ResolvedRead) -> Said:
    """An index that projects only some attributes gives back only those."""
    if read.pattern.attributes or not read.pattern.returns:
        return
    for entity in read.returned:
        paths = [path for path, _ in paths_of(entity) if not read.holds(path)]
        if paths:
            yield (
                f"{entity.name} comes back without {listed(paths)}: {read.place} does "
                "not hold them",
                "name the attributes that the answer needs, or project more",
            )


@READ_RULES.rule("warning", "Expressions.Attributes")
def paths_lead_somewhere(read: ResolvedRead) -> Said:
    """A filter or projection names attributes that the entities have."""
    known = known_paths(read.table, read.returned)
    open_ended = tuple(
        f"{path}{step}"
        for entity in read.returned
        for path, attribute in paths_of(entity)
        if attribute.type in ("map", "list")
        for step in ".["
    )
    for path in (*read.pattern.filter, *read.pattern.attributes):
        plain = path.split("[")[0]
        if plain not in known and not path.startswith(open_ended):
            names = listed([entity.name for entity in read.returned]) or "no entity"
            yield f"{path} is no attribute of {names}", one_of(plain, known)


@READ_RULES.rule("error", "Constraints")
def paths_are_not_too_deep(read: ResolvedRead) -> Said:
    """Attributes are nested in at most 32 levels."""
    for path in (*read.pattern.filter, *read.pattern.attributes):
        levels = path.count(".") + path.count("[") + 1
        if levels > MAX_NESTING_LEVELS:
            yield (
                f"{path[:20]}… leads {levels} levels down",
                f"nest at most {MAX_NESTING_LEVELS} levels",
            )


@PAGE_RULES.rule("note", "Query.Limit")
def a_limit_counts_before_the_filter(read: ResolvedRead) -> Said:
    """With a filter, Limit bounds what is evaluated, not what comes back."""
    if read.pattern.limit and read.pattern.filter:
        yield (
            f"limit {read.pattern.limit} with a filter: that many items are evaluated "
            "for a page, and fewer may be left of them",
            "follow the pages, or serve the filter by a key",
        )
