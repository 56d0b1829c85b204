"""The one door to a model: ask it for a filled-in schema, record what it said, replay it without a network.

    async with connect(Model("gpt-5-mini")) as session:
        answer = await session.ask(load_prompt("claims").render(text=text), WireClaims)

Importing this package loads neither openai nor instructor, httpx2, vcr, tenacity or jinja2; the first use does.
"""

from claimx.llm.asker import Answer, Asker, Message
from claimx.llm.cassette import Cassette, record, replay
from claimx.llm.endpoint import JSON, Model, default_model
from claimx.llm.prompts import Prompt, list_prompts, load_prompt
from claimx.llm.schema import strict_schema
from claimx.llm.session import Session, connect
from claimx.llm.sync import run_sync

__all__ = [
    "JSON",
    "Answer",
    "Asker",
    "Cassette",
    "Message",
    "Model",
    "Prompt",
    "Session",
    "connect",
    "default_model",
    "list_prompts",
    "load_prompt",
    "record",
    "replay",
    "run_sync",
    "strict_schema",
]
