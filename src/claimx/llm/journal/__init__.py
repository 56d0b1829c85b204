"""What a run asked and was told, in one SQLite file: a run that is killed pays again only for what was in flight.

    with Journal.open("runs/strike.db", RunFacts(command="claimx run strike/", model=…, host=…, inputs=5)) as journal:
        async with connect(model, journal=journal) as session:
            …

`keys` says when two asks are one, `layout` what the file looks like, `opening` who may write to it and when it is
trusted, `store` is the journal itself, `standing` knows which failures are answers too, `reading` shows a journal to
somebody who does not run it, `batches` is what was sent to be answered later.
"""

from claimx.llm.journal.batches import MOST_TRIES, Batches, BatchesStanding, BatchRecord, Line, LineOutcome
from claimx.llm.journal.book import AnswerBook
from claimx.llm.journal.keys import key_of
from claimx.llm.journal.reading import FailedAsk, RunRecord, Sitting, is_running, read_batches, read_run
from claimx.llm.journal.records import RunFacts, RunState, StoredAnswer
from claimx.llm.journal.store import AskLog, Journal

__all__ = [
    "MOST_TRIES",
    "AnswerBook",
    "AskLog",
    "BatchRecord",
    "Batches",
    "BatchesStanding",
    "FailedAsk",
    "Journal",
    "Line",
    "LineOutcome",
    "RunFacts",
    "RunRecord",
    "RunState",
    "Sitting",
    "StoredAnswer",
    "is_running",
    "key_of",
    "read_batches",
    "read_run",
]
