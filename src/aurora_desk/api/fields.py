"""The kinds of values that request bodies are made of: numbers are numbers, text is text, and both are bounded."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

from aurora_desk.domain.texts import can_be_kept

LARGEST_ID = 2**31 - 1


def _number(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    raise ValueError("must be a number")


def _id(value: int) -> int:
    """Ids that no row can have name nothing, like 0: they are looked up and not found."""
    return value if 0 < value <= LARGEST_ID else 0


def _text(value: str) -> str:
    if not can_be_kept(value):
        raise ValueError("must not hold control characters")
    return value


def _visible(value: str) -> str:
    if not value.isprintable() or " " in value:
        raise ValueError("must be made of visible characters without blanks")
    return value


def _written_whole(value: object) -> object:
    """Query text is told apart from numbers that only look whole: no signs, blanks, decimals or underscores."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise ValueError("must be a whole number")
    return value


def _customer(value: object) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool):
        return _id(value)
    if isinstance(value, str) and len(value) <= 200:
        return value
    raise ValueError("must be a number, or the _id text of a customer")


Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
"""A JSON number with its decimals exactly as written."""

Price = Annotated[Decimal, BeforeValidator(_number), Field(ge=0), WithJsonSchema({"type": "number", "minimum": 0})]
"""An amount in the order's currency."""

Id = Annotated[int, AfterValidator(_id)]
"""An orderID or productID."""

WrittenWhole = Annotated[int, BeforeValidator(_written_whole)]
"""A whole number in a query, in digits alone."""

Text = Annotated[str, AfterValidator(_text)]
"""Text that can be kept as sent."""

SessionId = Annotated[str, Field(min_length=1, max_length=128), AfterValidator(_visible)]
"""The name that a client gives its cart."""

CustomerId = Annotated[
    int | str, PlainValidator(_customer), WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string"}]})
]
"""A customer as its number or its `_id`."""


def example(**fields: Any) -> ConfigDict:
    """The example that the description shows of a body."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


class Body(BaseModel):
    """A request body: strict types, unknown fields ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    app_id: int | None = Field(None, alias="appID", description="The tenant; left out, the caller's own.")
