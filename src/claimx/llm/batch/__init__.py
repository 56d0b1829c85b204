"""Questions sent to be answered later, at the price of a batch: OpenAI's `/v1/files` and `/v1/batches`.

    outbox = Outbox(folder)
    session = BatchSession(model, journal, OrderBook(model, batches, outbox))
    …                                      # asked as any session; what is not there yet raises AnswerAwaited
    async with open_service(model) as service:
        await post(service, batches, outbox, go_on=lambda: True)
        …                                  # hours later
        await fetch(service, batches, folder)

`session` answers asks from the journal and from what batches brought, through the checks of a live answer; `orders` has
what came back, what is on its way, and what the next batch has to hold; `lines` and `files` are what is sent and
received; `service` speaks to the endpoint; `rounds` keeps the journal a step ahead. Importing this package loads
neither openai nor httpx2; the first use does.
"""

from claimx.llm.batch.files import MOST_BYTES, MOST_REQUESTS, Outbox
from claimx.llm.batch.orders import OrderBook
from claimx.llm.batch.rounds import Fetched, cancel, fetch, find_lost, make_lost, post
from claimx.llm.batch.service import Seen, Service, open_service
from claimx.llm.batch.session import BatchSession

__all__ = [
    "MOST_BYTES",
    "MOST_REQUESTS",
    "BatchSession",
    "Fetched",
    "OrderBook",
    "Outbox",
    "Seen",
    "Service",
    "cancel",
    "fetch",
    "find_lost",
    "make_lost",
    "open_service",
    "post",
]
