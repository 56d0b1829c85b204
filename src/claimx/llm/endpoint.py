"""Where the model is and how to ask it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TypeAlias
from urllib.parse import urlsplit

from claimx.errors import KeyRefused, NoModel
from claimx.llm.address import bare_url, host_of
from claimx.llm.cassette import active_replay
from claimx.models import RULES

JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"

OPENAI_URL = "https://api.openai.com/v1"
DEFAULT_NAME = "gpt-5-mini"

# What claimx decides for every request: a setting that could overrule these would break the answer's shape unseen.
_RESERVED = frozenset({"model", "messages", "response_format", "stream", "n", "tools", "functions"})


@dataclass(frozen=True)
class Model:
    """The settings of one endpoint: hashable, picklable, and never showing the key.

    `base_url`  None means OPENAI_BASE_URL, or else OpenAI itself.
    `api_key`   None means OPENAI_API_KEY; an endpoint that is not OpenAI's needs none.
    `timeout`   seconds for one attempt; `deadline` seconds for one call with all its waiting.
    `attempts`  tries for one request on the network, in all.
    `concurrency` most requests on their way at once; fewer while the endpoint is overloaded.
    `requests_per_minute`, `tokens_per_minute` are kept in any sixty seconds; None means no limit of our own.
    `parameters` are sent as they are (temperature, seed, ...).
    """

    name: str
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    timeout: float = 300.0
    attempts: int = 5
    concurrency: int = 8
    deadline: float = 600.0
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    parameters: Mapping[str, JSON] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for setting in ("timeout", "attempts", "concurrency", "deadline"):
            if getattr(self, setting) <= 0:
                raise ValueError(f"Model.{setting} must be above zero, not {getattr(self, setting)!r}")
        for setting in ("requests_per_minute", "tokens_per_minute"):
            if (limit := getattr(self, setting)) is not None and limit <= 0:
                raise ValueError(f"Model.{setting} must be above zero or None, not {limit!r}")
        if reserved := sorted(_RESERVED & self.parameters.keys()):
            raise ValueError(f"Model.parameters may not hold {', '.join(reserved)}: claimx sets it itself")
        # A copy, so that a later change to the caller's dict cannot change a frozen value.
        object.__setattr__(self, "parameters", dict(self.parameters))

    def __repr__(self) -> str:
        shown = {each.name: getattr(self, each.name) for each in fields(self) if each.repr}
        if self.base_url is not None:
            shown["base_url"] = bare_url(self.base_url)
        return f"Model({', '.join(f'{name}={value!r}' for name, value in shown.items())})"

    @classmethod
    def rules(cls) -> Model:
        """No model at all: reported speech, denials and figures are read by rule, verbatim, without key or network."""
        return cls(RULES)

    @property
    def by_rule(self) -> bool:
        """Whether rules answer and nothing is asked; an endpoint given by address may have a "rules" of its own."""
        return self.name == RULES and self.base_url is None

    @property
    def url(self) -> str:
        """The endpoint's address, with the environment looked at. Raises `NoModel` where it is none."""
        url = self.base_url or os.environ.get("OPENAI_BASE_URL") or OPENAI_URL
        if not url.startswith(("http://", "https://")):
            shown = url.partition("?")[0].rpartition("@")[2]
            raise NoModel(f"{shown!r} is no address of an endpoint", hint="write it whole: http://localhost:11434/v1")
        if urlsplit(url).query:
            # openai would put its path behind the query, and httpx2 log what is secret in there.
            raise NoModel(f"the address of {host_of(url)} holds a query", hint="a key belongs in OPENAI_API_KEY")
        return url

    @property
    def host(self) -> str:
        """The part of the address that belongs in a message: no path, and no password."""
        return host_of(self.url)

    def key(self) -> str | None:
        """The key to send, without the line break it may have been read with.

        Raises `NoModel` where the endpoint is OpenAI's and there is none, `KeyRefused` for one that no header can hold.
        """
        if self.by_rule:
            return None
        key = (self.api_key or os.environ.get("OPENAI_API_KEY") or "").strip()
        if not (key.isascii() and key.isprintable()):
            hint = "was it copied whole, and alone?"
            raise KeyRefused(f"the key for {self.host} holds what cannot be sent", hint=hint)
        if not key and urlsplit(self.url).hostname == urlsplit(OPENAI_URL).hostname:
            raise NoModel(f"there is no key to ask {self.name} at {self.host}", hint=_WAYS_FORWARD)
        return key or None


_WAYS_FORWARD = (
    "put a key in OPENAI_API_KEY, name a local server with --base-url, or play a recording with --replay CASSETTE"
)


def default_model(name: str | None = None, base_url: str | None = None, *, keyless: bool = False) -> Model:
    """The model to ask: `name`, or in a replay the recorded one, or CLAIMX_MODEL, or a small one of OpenAI's.

    Raises `NoModel` where it needs a key and there is none, unless `keyless`: nothing will be sent.
    """
    cassette = active_replay()
    if cassette is not None:
        return Model(name or cassette.model or DEFAULT_NAME, base_url)
    model = Model(name or os.environ.get("CLAIMX_MODEL") or DEFAULT_NAME, base_url)
    if not keyless:
        model.key()
    return model
