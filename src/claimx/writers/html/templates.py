"""The templates of this package, filled in: whatever comes from articles is escaped, and made visible by `shown`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from claimx.writers.html.lookups import in_words
from claimx.writers.html.visible import shorten, show
from claimx.writers.outline import count

if TYPE_CHECKING:
    from jinja2 import Environment


def render_template(name: str, **values: object) -> str:
    """The template of this name as text. A value that it names and does not get is an error."""
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("claimx.writers.html", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shown": lambda text: show(shorten(text)), "count": count, "utc": in_words}
    return environment
