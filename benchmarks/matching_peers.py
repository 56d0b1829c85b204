"""The peers of `matching.py`: each takes claims and gives the number of a group for each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from synthetic import MONTHS

TOKEN = r"\w[\w,.-]*\w|\w"


def tfidf(texts: Sequence[str]) -> list[int]:
    """Rare-token TF-IDF (tokens in at most 2 % of claims) by sparse_dot_topn, rescored on full vectors; components."""
    import numpy as np
    from scipy import sparse
    from scipy.sparse import csgraph
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    full = TfidfVectorizer(token_pattern=TOKEN, dtype=np.float32).fit_transform(texts).tocsr()
    counts = np.bincount(full.indices, minlength=full.shape[1])
    rare = full.copy()
    rare.data = rare.data * (counts[rare.indices] <= max(30, 0.02 * len(texts)))
    rare.eliminate_zeros()
    turned = rare.T.tocsr()
    parts = []
    for at in range(0, len(texts), 20_000):
        near = sp_matmul_topn(rare[at : at + 20_000], turned, top_n=10, threshold=0.3, n_threads=2).tocoo()
        a, b = near.row + at, near.col
        a, b = a[a < b], b[a < b]
        alike = np.asarray(full[a].multiply(full[b]).sum(axis=1)).ravel() >= BAR
        parts.append((a[alike], b[alike]))
    a, b = (np.concatenate(part) for part in zip(*parts, strict=True))
    graph = sparse.coo_matrix((np.ones(len(a), np.int8), (a, b)), shape=(len(texts), len(texts)))
    return csgraph.connected_components(graph, directed=False)[1].tolist()


BAR = 0.85
"""Gave the best F1 at 10 k of .6, .7, .75, .8, .85 and .9."""

SURE = 0.9999999
"""Below, splink need not keep a pair: claims that agree in all columns are far above."""


def semhash(texts: Sequence[str]) -> list[int]:
    """SemHash with its default embeddings; needs the model on the machine."""
    from semhash import SemHash

    records = [{"text": text, "place": str(place)} for place, text in enumerate(texts)]
    found = SemHash.from_records(records=records, columns=["text"]).self_deduplicate(threshold=0.9)
    groups = {int(record.record["place"]): place for place, record in enumerate(found.selected)}
    for duplicate in found.filtered:
        near = duplicate.duplicates[0][0] if duplicate.duplicates else duplicate.record
        groups[int(duplicate.record["place"])] = groups.get(int(near["place"]), len(groups) + len(texts))
    return [groups[place] for place in range(len(texts))]


def splink(texts: Sequence[str]) -> list[int]:
    """Splink on DuckDB, with its own training: figure, date, two names and the thing as columns, blocked on pairs.

    Its bar is the weight of two claims that agree in all columns: anything lower takes claims that differ in one for
    one. As a probability this bar would have to rise with the number of claims.
    """
    import logging

    import duckdb
    import pandas as pd
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    frame = pd.DataFrame([{"unique_id": place, **_columns(text)} for place, text in enumerate(texts)])
    rules = [block_on("figure", "name"), block_on("name", "other"), block_on("figure", "day")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[cl.ExactMatch(column) for column in ("figure", "day", "name", "other", "thing")],
        blocking_rules_to_generate_predictions=rules,
    )
    api = DuckDBAPI(connection=duckdb.connect(config={"threads": 2, "memory_limit": "4GB"}))
    linker = Linker(api.register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("figure", "name", "day")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=7)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name", "other"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("figure"))
    pairs = linker.inference.predict(threshold_match_probability=SURE)
    best = linker.misc.query_sql(f"select max(match_weight) from {pairs.physical_name}", output_type="pandas")
    most = float(best.iloc[0, 0])
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_weight=most - 0.01)
    clusters = clusters.as_pandas_dataframe()
    return clusters.set_index("unique_id")["cluster_id"].loc[range(len(texts))].tolist()


def _columns(text: str) -> dict[str, str | None]:
    """What somebody who knows how the claims are made would cut them into."""
    *dates, figure = (number.replace(",", "") for number in re.findall(r"\d[\d,]*\d|\d", text))
    names = re.findall(r"(?:of|in) ([A-Z]\w+)", text)
    thing = re.search(r"[Tt]he ([\w-]+) of", text)
    month = re.search("|".join(MONTHS), text)
    return {
        "figure": figure,
        "day": " ".join(sorted([*dates, month[0] if month else ""])),
        "name": names[0] if names else None,
        "other": names[1] if len(names) > 1 else None,
        "thing": thing[1] if thing else None,
    }
