"""The options that every command takes, before the command's name or after it."""

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import HAS_RICH

from ddbhelpers.cli.modelfile import find_model_file
from ddbhelpers.errors import ConsentMissing, EngineError, TableMissing

if TYPE_CHECKING:
    from ddbhelpers.engine import Engine
    from ddbhelpers.model import Model


def _everywhere(*flags: str, **more: Any) -> Any:
    return typer.Option(*flags, rich_help_panel="Everywhere", **more)


OPTIONS: Mapping[str, Any] = {
    "model_file": Annotated[
        Path | None,
        _everywhere(
            "--model",
            metavar="FILE",
            help="The model: a YAML file. Else DDB_MODEL, else the one in ./models.",
        ),
    ],
    "endpoint": Annotated[
        str | None,
        _everywhere(
            metavar="URL|embedded|dynamodb-local|aws",
            help="Which DynamoDB. Else AWS_ENDPOINT_URL_DYNAMODB, else the embedded "
            "engine where it has data, else DynamoDB Local on port 8000.",
        ),
    ],
    "region": Annotated[
        str | None, _everywhere(metavar="NAME", help="The AWS region.")
    ],
    "profile": Annotated[
        str | None,
        _everywhere(metavar="NAME", help="The AWS profile, with --endpoint aws."),
    ],
    "json": Annotated[
        bool,
        _everywhere("--json", help="Answer with one JSON document on standard output."),
    ],
}
Confirm = Annotated[
    str | None,
    typer.Option(
        metavar="TABLE",
        help="The table's name, typed in consent. Only AWS asks for it.",
    ),
]


@dataclass(frozen=True)
class Common:
    """What was given for the common options; None or False where nothing was."""

    context: typer.Context
    model_file: Path | None = None
    endpoint: str | None = None
    region: str | None = None
    profile: str | None = None
    json: bool = False

    def model(self) -> "Model":
        """Load the model. Raises ModelFileError."""
        from ddbhelpers.model import load_model

        return load_model(find_model_file(self.model_file))

    def engine(self) -> "Engine":
        """Connect to the engine. Raises EngineError."""
        from ddbhelpers.engine import connect
        from ddbhelpers.engine.discovery import NO_REGION

        try:
            return connect(self.endpoint, region=self.region, profile=self.profile)
        except ConsentMissing as error:
            raise ConsentMissing(
                error.given, do="if you mean it, type: --endpoint aws"
            ) from None
        except EngineError as error:
            if error.given != NO_REGION:
                raise
            raise EngineError(NO_REGION, do="add one: --region eu-west-1") from None

    def engine_at_hand(self) -> "Engine | None":
        """Connect to an engine that is named, runs, or has data here; start none anew.

        So looking makes no folder and no file. Raises EngineError for a named one.
        """
        from ddbhelpers.engine.discovery import configured_endpoint
        from ddbhelpers.engine.server.embedded import status

        if self.endpoint or configured_endpoint() or status().data_file.exists():
            return self.engine()
        try:
            return replace(self, endpoint="dynamodb-local").engine()
        except EngineError:
            return None

    def wrong_usage(self, says: str) -> NoReturn:
        """End the command with exit code 2, its usage and one sentence."""
        self.context.fail(says)


def place(engine: "Engine") -> str:
    """Name the engine, and where its data is, where that is not ./.ddb."""
    from ddbhelpers.engine.identity import near
    from ddbhelpers.engine.server.home import FOLDER

    folder = engine.data_folder
    if folder is None or folder == Path.cwd().resolve() / FOLDER:
        return engine.name
    return f"{engine.name}, data in {near(folder)}"


@contextmanager
def in_our_words(table: str, *, of_model: bool = True) -> Iterator[None]:
    """Say on this command line's terms what to do about consent or a missing table."""
    try:
        yield
    except TableMissing as error:
        do = "type: ddb schema-load" if of_model else None
        raise TableMissing(error.given, do=do) from None
    except ConsentMissing as error:
        raise ConsentMissing(
            error.given, allowed=error.allowed, do=f"add: --confirm {table}"
        ) from None


def command(
    function: Callable[..., None],
    own: Iterable[inspect.Parameter] | None = None,
    *,
    common: Iterable[str] = tuple(OPTIONS),
) -> Callable[..., None]:
    """Make what Typer takes of a function whose first argument is a Common.

    Its other parameters are its `own`: those of its signature, or those given.
    """
    signature = inspect.signature(function, eval_str=True)
    own = own or list(signature.parameters.values())[1:]
    shared = tuple(common)

    def callback(ctx: typer.Context, **values: Any) -> None:
        here = {name: values.pop(name) for name in shared}
        before = ctx.obj if isinstance(ctx.obj, Common) else Common(ctx)
        given = {name: value for name, value in here.items() if value}
        ctx.obj = replace(before, context=ctx, **given)
        function(ctx.obj, **values)

    parameters = [keyword("ctx", typer.Context, inspect.Parameter.empty)]
    parameters += [
        keyword(given.name, given.annotation, given.default) for given in own
    ]
    defaults = {field.name: field.default for field in fields(Common)}
    parameters += [keyword(name, OPTIONS[name], defaults[name]) for name in shared]
    made: Any = callback
    made.__signature__ = inspect.Signature(parameters)
    made.__annotations__ = {given.name: given.annotation for given in parameters}
    made.__name__, made.__doc__ = function.__name__, function.__doc__
    return callback


def keyword(name: str, annotation: object, default: object) -> inspect.Parameter:
    """Make a parameter that is given by its name only."""
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default
    )


def command_name(pattern: str, taken: Collection[str]) -> str:
    """Name the command of a pattern; `pattern-` stands before what is `taken`.

    >>> command_name("get_order", []), command_name("check", ["check"])
    ('get-order', 'pattern-check')
    """
    name = pattern.replace("_", "-")
    return f"pattern-{name}" if name in taken else name


def plain(text: str) -> str:
    """Keep a model's own brackets from being read as markup, where there is any."""
    if not HAS_RICH:
        return text
    from rich.markup import escape

    return escape(text)
