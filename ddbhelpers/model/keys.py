"""Key templates: how the values of an item become the text of its key, and back."""

import re
import string
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from ddbhelpers.errors import TemplateError
from ddbhelpers.model.types import KEY_EXAMPLE, KEY_SHAPE, as_text


class Part(NamedTuple):
    """A piece of a template: literal text, then perhaps a field and its width."""

    literal: str
    field: str | None
    width: int | None


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
        self.parts = tuple(self._split())
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

    @property
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

    def format(self, **values: Any) -> str:
        """Write the key; TemplateError for a value that would not parse back."""
        text = ""
        for part in self.parts:
            text += part.literal
            if part.field:
                text += self._write(part, values.get(part.field))
        return text

    def starts(self, **values: Any) -> str:
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
        return {
            name: int(value) if self.types.get(name) == "integer" else value
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
        values = {
            name: KEY_EXAMPLE.get(self.types.get(name, "string"), name)
            for name in self.fields
        }
        return self.format(
            **{
                name: int(value) if self.types.get(name) == "integer" else value
                for name, value in values.items()
            }
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        free = f"[^{re.escape(self.separators)}]+" if self.separators else ".+"
        pattern = ""
        for part in self.parts:
            pattern += re.escape(part.literal)
            if part.field:
                shape = KEY_SHAPE.get(self.types.get(part.field, "string"), free)
                if part.width:
                    shape = rf"\d{{{part.width}}}"
                pattern += f"(?P<{part.field}>{shape})"
        return re.compile(pattern, re.DOTALL | re.ASCII)

    def _write(self, part: Part, value: Any) -> str:
        type_ = self.types.get(part.field or "", "string")
        if value is None or value == "":
            what = "is empty" if value == "" else "is missing"
            raise self._fault(part, what, f"a {type_} of at least one character")
        try:
            text = as_text(value)
        except ValueError as error:
            raise self._fault(part, f"is a {error}") from None
        if part.width:
            text = text.zfill(part.width)
            if not re.fullmatch(rf"[0-9]{{{part.width}}}", text):
                raise self._fault(part, f"is {value!r}", f"up to {part.width} digits")
        elif shape := KEY_SHAPE.get(type_):
            if not re.fullmatch(shape, text, re.ASCII) or text != str(
                int(text) if type_ == "integer" else text
            ):
                like = f"a {type_} such as {KEY_EXAMPLE[type_]}"
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

    def _split(self) -> list[Part]:
        try:
            split = list(string.Formatter().parse(self.text))
        except ValueError as error:
            raise TemplateError(
                f"key template {self.text!r}: {error}",
                allowed="literal text and {fields}",
            ) from None
        parts = []
        for literal, field, width, conversion in split:
            named = field is None or (field.isidentifier() and not conversion)
            if not named or (width and not width.isdigit()):
                raise TemplateError(
                    f"key template {self.text!r}: field {{{field}}} is no plain name",
                    allowed="{name}, or {name:04} for digits of a fixed width",
                )
            parts.append(Part(literal, field, int(width) if width else None))
        return parts

    def _refuse_what_cannot_be_parsed(self) -> None:
        names = self.fields
        if not self.text or len(set(names)) != len(names):
            raise TemplateError(
                f"key template {self.text!r} "
                + ("names a field twice" if self.text else "is empty"),
                allowed="literal text and {fields}, each field once",
            )
        for before, after in zip(self.parts, self.parts[1:], strict=False):
            fixed = before.width or self.types.get(before.field or "") in (
                "uuid",
                "timestamp",
                "date",
            )
            if before.field and after.field and not after.literal and not fixed:
                raise TemplateError(
                    f"key template {self.text!r}: nothing separates "
                    f"{before.field} from {after.field}",
                    allowed="a separator such as '#' between two fields",
                )
