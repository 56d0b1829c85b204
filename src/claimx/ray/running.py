"""A source through all of it on a cluster: read, extract, one shuffle into stories, reconcile, commit."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ray
import ray.data
from ray.exceptions import RayError

from claimx.errors import ClaimxError, ClusterError
from claimx.extraction import OURS, Instructions
from claimx.llm import Model, default_model
from claimx.ray.office import open_office, settled
from claimx.ray.reading import Assigner, Reader, Stories, told_by, units_of
from claimx.ray.rows import as_one
from claimx.ray.sink import Summary, open_sink
from claimx.ray.stages import Extractor, Reconciler

_AT_ONCE = 4  # batches that Ray Data gives to an async actor at a time
_MOST_PARTITIONS = 1_000  # of the shuffle: one an input, so that none outgrows memory, but not one an article
_SHARE = 0.1  # of a core: an actor mostly waits for the model, and must not keep the other stages from having one


def run(
    source: str | Path,
    sink: str | Path,
    *,
    model: Model | None = None,
    stories: Stories = "story",
    workers: int = 2,
    fields: Mapping[str, str] | None = None,
    journal: str | Path | None = None,
    instructions: Instructions = OURS,
) -> Summary:
    """The reports on all stories in `source`, as Parquet in the folder `sink`; see `ray.tables` and `ray.sink`.

    `source` is a file or folder of Parquet, JSON Lines or whatever `load_articles` reads, `fields` is as there. In a
    file of records `stories` names the field with the story of each; other files belong to the story of their folder.
    Or `stories` is a function from all articles to story ids by article id. All nodes have to see `source` and `sink`
    at the same path.

    `workers` actors extract, and as many put stories together. `model` and `instructions` are as in `run`; its
    `concurrency`, `requests_per_minute` and `tokens_per_minute` hold for all workers together. Every answer is kept in
    the `journal`, by default in the sink, and on this node: name a local disk where the sink is on a network. The same
    call goes on where a killed run stopped. Called again later, it replaces what it gave.

    An article or input that fails stands in the table `failures`, and the others go on. Raises SinkBusy, OutputError, a
    `JournalError` and a `CassetteError`, PathNotFound, ArticleMismatch where a function is given and two articles go by
    one id, InvalidInstructions for instructions to rules, and ClusterError where Ray gives up.
    """
    units = units_of(source)
    asked = settled(model or default_model())
    with (
        open_sink(sink, source) as place,
        _naming_causes(),
        open_office(asked, instructions, Path(os.path.abspath(journal or place.journal))) as office,
    ):
        batch = max(1, 2 * asked.concurrency // (workers * _AT_ONCE))
        pool = {
            "compute": ray.data.ActorPoolStrategy(size=workers),
            "num_cpus": _SHARE,
            "batch_format": "pyarrow",
            "batch_size": batch,
            "fn_constructor_kwargs": {"office": office},
        }
        articles = _read(units, Path(os.path.abspath(source)), stories, fields or {})
        # What is in one block goes to one actor, and a whole file, or part of the shuffle, may be one.
        spread = articles.repartition(target_num_rows_per_block=batch * _AT_ONCE)
        read = spread.map_batches(Extractor, **pool)
        groups = read.groupby("story", num_partitions=min(max(len(units), 2 * workers), _MOST_PARTITIONS))
        whole = groups.map_groups(as_one, batch_format="pyarrow").repartition(target_num_rows_per_block=batch)
        told = whole.map_batches(Reconciler, **pool)
        written = told.map_batches(place.writer, batch_format="pyarrow", batch_size=None)
        return place.commit(written.take_all())


def _read(units: list[list[str]], root: Path, stories: Stories, fields: Mapping[str, str]) -> Any:
    reader = Reader(root, stories if isinstance(stories, str) else None, fields)
    given = ray.data.from_items([{"paths": paths} for paths in units], override_num_blocks=len(units))
    rows = given.map_batches(reader, batch_format="pyarrow", batch_size=1)
    if isinstance(stories, str):
        return rows
    assigner = Assigner(told_by(stories, rows.iter_batches(batch_format="pyarrow")))
    return rows.map_batches(assigner, batch_format="pyarrow")


@contextmanager
def _naming_causes() -> Iterator[None]:
    """Raise what a worker raised, not Ray's error about it; and as ClusterError what is Ray's own."""
    try:
        yield
    except RayError as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, ClaimxError):
            cause = getattr(cause, "cause", None) or cause.__cause__
        if isinstance(cause, ClaimxError):
            raise cause from None
        raise ClusterError(f"Ray gave up: {str(error).strip().splitlines()[0]}") from error
