"""Fields and prompts of one's own, as the command line names them."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimx.errors import InvalidInstructions

if TYPE_CHECKING:
    from types import ModuleType

    from claimx.extraction import Instructions

OwnPrompts = Annotated[
    Path | None,
    typer.Option("--prompts", metavar="FOLDER", help="Prompts of your own, laid out as ours: claims/v1.jinja."),
]


@dataclass(frozen=True)
class Instructing:
    """What the model is asked for besides, and with which prompts."""

    claim: Annotated[
        str | None,
        typer.Option(metavar="CLASS", help="Fields of your own: a WireClaim, as fields.py:MyClaim or module:MyClaim."),
    ] = None
    prompts: OwnPrompts = None

    def to_instructions(self) -> Instructions:
        """The same as a value. Raises InvalidInstructions, and PathNotFound for a folder that is not there."""
        from claimx.extraction import Instructions, WireClaim

        return Instructions(claim=_load(self.claim) if self.claim else WireClaim, prompts=self.prompts)


def _load(named: str) -> Any:
    """What stands under this name, in a file or in a module that Python finds. Runs the code there."""
    place, _, name = named.rpartition(":")
    if not place or not name:
        raise InvalidInstructions(f"{named!r} names no class", hint="write fields.py:MyClaim, or module:MyClaim")
    try:
        module = _run_file(Path(place)) if place.endswith(".py") else importlib.import_module(place)
        return getattr(module, name)
    except Exception as error:
        raise InvalidInstructions(f"cannot load {named}: {type(error).__name__}: {error}") from error


def _run_file(path: Path) -> ModuleType:
    name = f"{path.stem} (--claim)"  # a name that no import can mean: a file called json.py shall replace nothing
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # pydantic looks there for what annotations name
    spec.loader.exec_module(module)
    return module
