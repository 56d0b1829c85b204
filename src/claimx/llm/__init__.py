"""The one door to a model: ask it for a filled-in schema, record what it said, replay it without a network.

    async with connect(Model("gpt-5-mini")) as session:
        answer = await session.ask(load_prompt("claims").render(text=text), WireClaims)

Importing this package loads neither openai nor instructor, httpx2, vcr, tenacity or jinja2; the first use does.
"""

from claimx.llm.asker import Answer, Asker, Message
from claimx.llm.budget import Budget
from claimx.llm.cassette import Cassette, record, replay
from claimx.llm.connection import connect
from claimx.llm.endpoint import JSON, Model, default_model
from claimx.llm.journal import Journal, RunFacts, RunRecord, is_running, read_run
from claimx.llm.meter import Meter
from claimx.llm.own_prompts import OUR_PROMPTS, Prompts, as_prompts
from claimx.llm.prompts import Prompt, Rendered, list_prompts, load_prompt
from claimx.llm.schema import strict_schema
from claimx.llm.session import Session
from claimx.llm.stand_in import StandIn
from claimx.llm.sync import iterate_sync, run_sync

__all__ = [
    "JSON",
    "OUR_PROMPTS",
    "Answer",
    "Asker",
    "Budget",
    "Cassette",
    "Journal",
    "Message",
    "Meter",
    "Model",
    "Prompt",
    "Prompts",
    "Rendered",
    "RunFacts",
    "RunRecord",
    "Session",
    "StandIn",
    "as_prompts",
    "connect",
    "default_model",
    "is_running",
    "iterate_sync",
    "list_prompts",
    "load_prompt",
    "read_run",
    "record",
    "replay",
    "run_sync",
    "strict_schema",
]
