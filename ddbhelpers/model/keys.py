"""Key templates: how the values of an item become the text of its key, and back."""

import re
import string
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator

from ddbhelpers.errors import TemplateError
from ddbhelpers.model.types import (
    FIXED_BYTES,
    KEY_EXAMPLE,
    KEY_SHAPE,
    TEXT_TYPES,
    as_text,
)
from ddbhelpers.words import an

KEY_TYPES = (*sorted(TEXT_TYPES), "integer")
SHAPES = {type_: re.compile(shape, re.ASCII) for type_, shape in KEY_SHAPE.items()}
DIGITS = "0123456789"
WIDTH = re.compile("0?[1-9][0-9]?")


class Part(NamedTuple):
    """A piece of a template: literal text, then perhaps a field and its width."""

    literal: str
    field: str | None
    width: int | None


def split_template(text: str) -> tuple[Part, ...]:
    """Split a template into its parts; TemplateError for a broken one.

    >>> split_template("LINE#{line:03}")
    (Part(literal='LINE#', field='line', width=3),)
    """
    try:
        split = list(string.Formatter().parse(text))
    except ValueError as error:
        raise TemplateError(
            f"key template {text!r}: {str(error).lower()}",
            allowed="literal text and {fields}",
        ) from None
    parts = []
    before = ""
    for literal, field, width, conversion in split:
        before += literal
        if field is None:
            continue  # a brace written double
        named = field.isidentifier() and not conversion
        if not named or (width and not WIDTH.fullmatch(width)):
            raise TemplateError(
                f"key template {text!r}: field {{{field}}} is no plain name",
                allowed="{name}, or {name:04} for digits of a fixed width",
            )
        parts.append(Part(before, field, int(width) if width else None))
        before = ""
    return (*parts, Part(before, None, None)) if before else tuple(parts)


class KeyTemplate:
    """The text of a key, with ``{fields}``.

    ``types`` maps fields to attribute types (default: string). Whatever ``format``
    writes, ``parse`` reads back; what would not come back is a TemplateError.

    >>> template = KeyTemplate("ORDER#{order_id}#{line:03}", {"line": "integer"})
    >>> template.format(order_id="A7", line=4)
    'ORDER#A7#004'
    >>> template.parse("ORDER#A7#004")
    {'order_id': 'A7', 'line': 4}
    """

    def __init__(self, text: str, types: Mapping[str, str] | None = None) -> None:
        self.text = text
        self.types = dict(types or {})
        self.parts = split_template(text)
        self._refuse_what_cannot_be_parsed()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeyTemplate) and (self.text, self.types) == (
            other.text,
            other.types,
        )

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"KeyTemplate({self.text!r})"

    def __str__(self) -> str:
        return self.text

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names between the braces, in order."""
        return tuple(part.field for part in self.parts if part.field)

    @property
    def prefix(self) -> str:
        """The literal text before the first field."""
        return self.parts[0].literal if self.parts else ""

    @cached_property
    def separators(self) -> str:
        """The characters that may not stand inside a free-text value."""
        literals = "".join(part.literal for part in self.parts)
        marks = [char for char in literals if not char.isalnum()]
        return "".join(dict.fromkeys(marks or literals))

    def format(self, /, **values: object) -> str:
        """Write the key; TemplateError for a value that would not parse back."""
        text = ""
        for part in self.parts:
            text += part.literal
            if part.field:
                text += self._write(part, values.get(part.field))
        return text

    def starts(self, /, **values: object) -> str:
        """Write as much of the key as the values allow, up to the first missing one.

        >>> KeyTemplate("{created_at}#{id}", {"created_at": "date"}).starts()
        ''
        """
        text = ""
        for part in self.parts:
            text += part.literal
            if part.field:
                if part.field not in values:
                    break
                text += self._write(part, values[part.field])
        return text

    def parse(self, text: str) -> dict[str, Any]:
        """Read the values back; TemplateError for a text of another shape."""
        match = self._pattern.fullmatch(text)
        if not match:
            raise TemplateError(
                f"key {text!r} does not fit the template {self.text!r}",
                allowed=f"text such as {self.example()!r}",
            )
        whole = {
            part.field
            for part in self.parts
            if part.width or self._type(part.field) == "integer"
        }
        return {
            name: int(value) if name in whole else value
            for name, value in match.groupdict().items()
        }

    def fits(self, text: object) -> bool:
        """Tell whether a key could have been written by this template."""
        return isinstance(text, str) and bool(self._pattern.fullmatch(text))

    def example(self) -> str:
        """Show a key that the template could write.

        >>> KeyTemplate("CUST#{customer}").example()
        'CUST#customer'
        """
        values: dict[str, str] = {}
        for part in self.parts:
            if part.field and part.width:
                values[part.field] = "42"[: part.width]
            elif part.field:
                free = "".join(c for c in part.field if c not in self.separators)
                free = free or next(c for c in "xyz0123" if c not in self.separators)
                values[part.field] = KEY_EXAMPLE.get(self._type(part.field), free)
        return self.format(**values)

    def _type(self, field: str | None) -> str:
        return self.types.get(field or "", "string")

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        free = f"[^{re.escape(self.separators)}]+" if self.separators else ".+"
        pattern = ""
        for part in self.parts:
            pattern += re.escape(part.literal)
            if part.field:
                shape = KEY_SHAPE.get(self._type(part.field), free)
                if part.width:
                    shape = rf"\d{{{part.width}}}"
                pattern += f"(?P<{part.field}>{shape})"
        return re.compile(pattern, re.DOTALL | re.ASCII)

    def _write(self, part: Part, value: object) -> str:
        type_ = self._type(part.field)
        if value is None or value == "":
            what = "is empty" if value == "" else "is missing"
            raise self._fault(part, what, f"{an(type_)} of at least one character")
        try:
            text = as_text(value)
        except ValueError as error:
            raise self._fault(part, f"is {an(str(error))}") from None
        if part.width:
            text = text.zfill(part.width)
            if not re.fullmatch(rf"[0-9]{{{part.width}}}", text):
                raise self._fault(part, f"is {value!r}", f"up to {part.width} digits")
        elif shape := SHAPES.get(type_):
            if not shape.fullmatch(text) or text != str(
                int(text) if type_ == "integer" else text
            ):
                like = f"{an(type_)} such as {KEY_EXAMPLE[type_]}"
                if text != text.lower() and shape.fullmatch(text.lower()):
                    like += ", in lower case"
                raise self._fault(part, f"is {value!r}", like)
        elif held := [char for char in self.separators if char in text]:
            says = f"is {value!r}, which holds the separator {held[0]!r}"
            raise self._fault(part, says, f"text without {held[0]!r}")
        return text

    def _fault(
        self, part: Part, says: str, allowed: str | None = None
    ) -> TemplateError:
        return TemplateError(
            f"key template {self.text!r}: {part.field} {says}", allowed=allowed
        )

    def _refuse_what_cannot_be_parsed(self) -> None:
        names = self.fields
        if not self.text or len(set(names)) != len(names):
            raise TemplateError(
                f"key template {self.text!r} "
                + ("names a field twice" if self.text else "is empty"),
                allowed="literal text and {fields}, each field once",
            )
        for part in self.parts:
            given = self.types.get(part.field or "", "string")
            if part.field and given not in KEY_TYPES:
                raise self._fault(
                    part, f"is of type {given}", f"in a key: {', '.join(KEY_TYPES)}"
                )
            if part.width and self.types.get(part.field or "", "integer") != "integer":
                raise self._fault(part, f"has a width but is {an(given)}", "an integer")
        for before, after in pairwise(self.parts):
            if before.field and after.field and not self._separates(before, after):
                raise TemplateError(
                    f"key template {self.text!r}: nothing separates "
                    f"{before.field} from {after.field}",
                    allowed="a separator such as '#' between two fields",
                )

    def _separates(self, before: Part, after: Part) -> bool:
        """Tell whether it is certain where the value before the literal ends."""
        if before.width or self._type(before.field) in FIXED_BYTES:
            return True
        if self._type(before.field) == "integer":
            return any(char not in DIGITS for char in after.literal)
        return any(char in self.separators for char in after.literal)


def _text(given: object) -> object:
    return given.text if isinstance(given, KeyTemplate) else given


# Where the text of a template is asked for, the template itself will do.
TemplateText = Annotated[str, BeforeValidator(_text)]
