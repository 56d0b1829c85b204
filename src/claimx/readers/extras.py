"""Packages that only some formats need: asked for when such a file comes, and named when they are missing."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from claimx.errors import UnreadableArticle


def require(module: str, extra: str) -> ModuleType:
    """The module, or an UnreadableArticle that says how to install it."""
    try:
        return import_module(module)
    except ImportError as error:
        missing = (error.name or module).partition(".")[0]
        raise UnreadableArticle(
            f"the package {missing} is not installed", hint=f'pip install "claimx[{extra}]"'
        ) from error
