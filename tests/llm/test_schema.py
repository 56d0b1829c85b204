"""What goes out as a schema is in the strict subset, and what cannot be is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, RootModel

from claimx.llm import strict_schema


class Colour(Enum):
    RED = "red"


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]
    good: bool = True


class Node(BaseModel):
    children: list[Node] = []


class Zoo(BaseModel):
    """Every feature at once."""

    model_config = ConfigDict(title="The zoo")
    title: str = Field(description="What it says at the gate.", min_length=1, examples=["Zoo"])
    opened: date | None = None
    colours: list[Colour] = Field(default_factory=list, max_length=3)
    first: Annotated[Cat | Dog, Field(discriminator="kind")]
    best: Dog = Field(description="The best of the dogs.")
    tree: Node
    share: float = Field(0.5, ge=0, le=1)
    default: int = 1


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema within a schema, property names not mistaken for keywords."""
    yield schema
    for child in (*schema.get("properties", {}).values(), *schema.get("$defs", {}).values(), *schema.get("anyOf", ())):
        yield from nodes(child)
    if "items" in schema:
        yield from nodes(schema["items"])


@pytest.mark.parametrize("model", [Zoo, Node, Dog])
def test_every_object_requires_every_key_and_no_other(model: type[BaseModel]) -> None:
    objects = [node for node in nodes(strict_schema(model)) if node.get("type") == "object"]
    assert objects
    for node in objects:
        assert node["required"] == list(node["properties"])
        assert node["additionalProperties"] is False


@pytest.mark.parametrize("model", [Zoo, Node, Dog])
def test_nothing_outside_the_strict_subset_is_left(model: type[BaseModel]) -> None:
    outside = {"title", "default", "oneOf", "allOf", "discriminator", "prefixItems", "minLength", "examples"}
    assert not [node for node in nodes(strict_schema(model)) if outside & node.keys()]


def test_a_reference_stands_alone() -> None:
    schema = strict_schema(Zoo)
    assert schema["properties"]["best"] == {"description": "The best of the dogs.", "anyOf": [{"$ref": "#/$defs/Dog"}]}
    assert all(node.keys() == {"$ref"} for node in nodes(schema) if "$ref" in node)


def test_every_reference_leads_somewhere() -> None:
    schema = strict_schema(Zoo)
    assert {node["$ref"].rpartition("/")[2] for node in nodes(schema) if "$ref" in node} <= schema["$defs"].keys()


def test_what_is_optional_may_be_null() -> None:
    assert strict_schema(Zoo)["properties"]["opened"] == {
        "anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]
    }


def test_docstrings_descriptions_and_bounds_stay() -> None:
    schema = strict_schema(Zoo)
    assert schema["description"] == "Every feature at once."
    assert schema["properties"]["title"] == {"type": "string", "description": "What it says at the gate."}
    assert schema["properties"]["share"] == {"type": "number", "minimum": 0, "maximum": 1}
    assert schema["properties"]["colours"]["maxItems"] == 3


def test_keys_keep_the_order_in_which_they_are_to_be_written() -> None:
    assert list(strict_schema(Zoo)["properties"]) == list(Zoo.model_fields)


def test_a_caller_cannot_spoil_the_schema_for_the_next() -> None:
    strict_schema(Dog)["properties"].clear()
    assert strict_schema(Dog)["properties"]


class FreeDict(BaseModel):
    counts: dict[str, int]


class Extra(BaseModel):
    model_config = ConfigDict(extra="allow")
    name: str


class Anything(BaseModel):
    value: Any


class Pair(BaseModel):
    pair: tuple[int, str]


class Inside(BaseModel):
    many: list[FreeDict]


class Callback(BaseModel):
    call: type[int]


class Numbers(RootModel[list[int]]):
    pass


class Either(RootModel[Cat | Dog]):
    pass


@pytest.mark.parametrize(
    ("model", "place"),
    [
        (FreeDict, "FreeDict.counts"),
        (Extra, "Extra cannot"),
        (Anything, "Anything.value"),
        (Pair, "Pair.pair"),
        (Inside, "FreeDict.counts"),
        (Callback, "Callback"),
        (Numbers, "Numbers cannot be strict: the root"),
        (Either, "Either cannot be strict: the root"),
    ],
)
def test_a_model_that_cannot_be_strict_is_refused_by_name(model: type[BaseModel], place: str) -> None:
    with pytest.raises(TypeError, match=place):
        strict_schema(model)
