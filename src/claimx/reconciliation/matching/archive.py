"""The claims of a whole archive, a million or so, put together by rule in arrays: `pip install claimx[scale]`.

Reads, weighs and judges as a story does (`terms`, `likeness`, `agreement`, `clustering`), and asks for more: among the
claims of many stories, one rare term on each side that the other lacks tells two apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import Any

from claimx.reconciliation.matching.agreement import conflict
from claimx.reconciliation.matching.blocking import BLOCK_CAP, SMALL_BLOCK
from claimx.reconciliation.matching.candidates import JOIN
from claimx.reconciliation.matching.clustering import linked_groups
from claimx.reconciliation.matching.likeness import rarity
from claimx.reconciliation.matching.terms import Reading, read
from claimx.text.vocabulary import vocabulary

Array = Any
"""Of numpy, which comes with the extra alone, and so does its type."""

RARE = 0.02
"""A term in at most this share of the claims is rare."""

NEIGHBOURS = 24
"""With how many others, the most alike by rare terms, a claim is compared."""

CHUNK = 20_000
"""Claims read, or rows compared, at a time: bounds the memory, changes nothing else."""

PART = 1 << 20
"""Terms counted at a time."""


def match(texts: Sequence[str], *, workers: int = 1) -> list[int]:
    """The number of its group for each claim, from 0 in order of first appearance. `workers` processes read and judge.

    Compares about `NEIGHBOURS` times as many pairs as there are claims, and holds some 600 bytes a claim.
    """
    import numpy as np

    if not texts:
        return []
    with ProcessPoolExecutor(workers) as pool:
        terms, digests = _read_all(texts, pool if workers > 1 else None)
        _, firsts, place = np.unique(digests[0], return_index=True, return_inverse=True)
        # Rebound: the rows that are done with are sixty megabytes of a million claims.
        terms = terms[firsts]
        a, b, scores = _likely(_weighted(terms), workers)
        del terms
        doubtful = _doubtful(digests, firsts[a], firsts[b])
        same = ~doubtful
        same[doubtful] = _judge(texts, firsts[a[doubtful]], firsts[b[doubtful]], pool if workers > 1 else None)
    groups = _grouped(len(firsts), a[same], b[same], scores[same])
    _, first_seen, number = np.unique(groups[place], return_index=True, return_inverse=True)
    order: list[int] = np.argsort(np.argsort(first_seen))[number].tolist()
    return order


def _read_all(texts: Sequence[str], pool: ProcessPoolExecutor | None) -> tuple[Any, Array]:
    """The claims as sparse rows, 1 for each term held, and four numbers for each: see `_digests`."""
    import numpy as np
    from scipy import sparse

    chunks = (texts[at : at + CHUNK] for at in range(0, len(texts), CHUNK))
    numbers: dict[str, int] = {}
    rows: list[Array] = []
    sizes: list[Array] = []
    digests: list[Array] = []
    for terms, indices, size, digest in (pool.map if pool else map)(_read_chunk, chunks):
        known = np.fromiter((numbers.setdefault(term, len(numbers)) for term in terms), np.int32, len(terms))
        rows.append(known[indices])
        sizes.append(size)
        digests.append(digest)
    bounds = np.concatenate([[0], np.cumsum(np.concatenate(sizes), dtype=np.int64)])
    indices = np.concatenate(rows)
    ones = np.ones(len(indices), np.int8)
    terms = sparse.csr_matrix((ones, indices, bounds), shape=(len(texts), len(numbers)))
    return terms, np.concatenate(digests).T.copy()


def _read_chunk(texts: Sequence[str]) -> tuple[list[str], Array, Array, Array]:
    """Terms, their numbers row after row, how many each row has, and the digests of each."""
    import numpy as np

    numbers: dict[str, int] = {}
    indices: list[int] = []
    sizes: list[int] = []
    digests: list[tuple[int, int, int, int]] = []
    for text in texts:
        reading = read(text)
        terms = sorted(reading.terms)
        indices += [numbers.setdefault(term, len(numbers)) for term in terms]
        sizes.append(len(terms))
        digests.append(_digests(reading, terms))
    return list(numbers), np.array(indices, np.int32), np.array(sizes, np.int32), np.array(digests, np.uint64)


def _digests(reading: Reading, terms: Sequence[str]) -> tuple[int, int, int, int]:
    """Equal in claims that read the same; equal in claims that no detail parts; its sides, "+" and "-", a bit each."""
    bits = _side_bits()
    ups = sum(bits[mark[1:]] for mark in reading.marks if mark[0] == "+")
    downs = sum(bits[mark[1:]] for mark in reading.marks if mark[0] == "-")
    parts = (reading.figures, reading.years, reading.dates, reading.clocks)
    details = f"{reading.names}{[sorted(part) for part in parts if part]}{reading.negated}"
    return _digest(f"{terms}{details}{sorted(reading.marks)}"), _digest(details), ups, downs


@cache
def _side_bits() -> dict[str, int]:
    oppositions = sorted({mark[1:] for marks in vocabulary().marks.values() for mark in marks if mark[0] == "+"})
    return {name: 1 << number for number, name in enumerate(oppositions)}


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def _doubtful(digests: Array, a: Array, b: Array) -> Array:
    """Whether anything but their terms may part rows `a` from rows `b`, pair by pair."""
    _, details, ups, downs = digests
    opposed = (ups[a] & downs[b]) | (downs[a] & ups[b])
    return (details[a] != details[b]) | (opposed != 0)


def _weighted(terms: Any) -> Any:
    """The same rows, with the weight of each term that they hold."""
    import numpy as np

    frequencies = _frequencies(terms)
    weights = np.array([rarity(terms.shape[0], count) for count in range(frequencies.max(initial=0) + 1)], np.float32)
    terms.data = weights[frequencies][terms.indices]
    return terms


def _frequencies(matrix: Any) -> Array:
    """In how many rows each column stands."""
    import numpy as np

    counts = np.zeros(matrix.shape[1], np.int64)
    # By parts: what numpy counts, it copies twice as wide.
    for at in range(0, matrix.nnz, PART):
        counts += np.bincount(matrix.indices[at : at + PART], minlength=matrix.shape[1])
    return counts


def _likely(matrix: Any, workers: int) -> tuple[Array, Array, Array]:
    """The pairs of rows (`a < b`) at least `JOIN` alike, one holding all rare terms of the other, and their scores."""
    import numpy as np
    from sparse_dot_topn import sp_matmul_topn

    total = matrix.shape[0]
    frequencies = _frequencies(matrix)
    rare = _columns(matrix, frequencies <= max(SMALL_BLOCK, RARE * total))
    blocking = _columns(matrix, (frequencies > 1) & (frequencies <= BLOCK_CAP))
    lengths, rare_lengths = _squares(matrix), _squares(rare)
    turned = blocking.T.tocsr()
    found: list[tuple[Array, Array, Array]] = []
    for at in range(0, total, CHUNK):
        near = sp_matmul_topn(blocking[at : at + CHUNK], turned, top_n=NEIGHBOURS, n_threads=workers).tocoo()
        a, b = near.row.astype(np.int32) + at, near.col.astype(np.int32)
        a, b = a[a < b], b[a < b]
        shared = _shared(rare, a, b)
        keep = shared >= 0.999 * np.minimum(rare_lengths[a], rare_lengths[b])
        a, b = a[keep], b[keep]
        scores = _shared(matrix, a, b) / np.sqrt(lengths[a] * lengths[b])
        found.append((a[scores >= JOIN], b[scores >= JOIN], scores[scores >= JOIN]))
    a, b, scores = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return a, b, scores


def _columns(matrix: Any, wanted: Array) -> Any:
    """`matrix` with the other columns empty."""
    from scipy import sparse

    weights = matrix.data * wanted[matrix.indices]
    kept = sparse.csr_matrix((weights, matrix.indices.copy(), matrix.indptr.copy()), shape=matrix.shape)
    kept.eliminate_zeros()
    return kept


def _squares(matrix: Any) -> Array:
    """The square of the length of each row."""
    import numpy as np

    places = np.arange(matrix.shape[0])
    parts = np.array_split(places, range(CHUNK, len(places), CHUNK))
    return np.concatenate([_shared(matrix, part, part) for part in parts])


def _shared(matrix: Any, a: Array, b: Array) -> Array:
    """The products of rows `a` with rows `b`, pair by pair."""
    import numpy as np

    return np.asarray(matrix[a].multiply(matrix[b]).sum(axis=1)).ravel()


def _judge(texts: Sequence[str], a: Array, b: Array, pool: ProcessPoolExecutor | None) -> list[bool]:
    """Whether each pair may be one claim, told from its texts."""
    pairs = [(texts[one], texts[other]) for one, other in zip(a.tolist(), b.tolist(), strict=True)]
    chunks = (pairs[at : at + CHUNK] for at in range(0, len(pairs), CHUNK))
    return [verdict for verdicts in (pool.map if pool else map)(_judge_chunk, chunks) for verdict in verdicts]


def _judge_chunk(pairs: Sequence[tuple[str, str]]) -> list[bool]:
    return [conflict(read(one), read(other)) is None for one, other in pairs]


def _grouped(size: int, a: Array, b: Array, scores: Array) -> Array:
    """A group number for each row: components where every pair is linked are groups; the others are clustered."""
    import numpy as np
    from scipy import sparse
    from scipy.sparse import csgraph

    graph = sparse.coo_matrix((np.ones(len(a), np.int8), (a, b)), shape=(size, size))
    count, labels = csgraph.connected_components(graph, directed=False)
    members = np.bincount(labels, minlength=count)
    linked = np.bincount(labels[a], minlength=count)
    chained = linked != members * (members - 1) // 2
    open_links = chained[labels[a]]
    links = zip(a[open_links].tolist(), b[open_links].tolist(), scores[open_links].tolist(), strict=True)
    for group in linked_groups(np.flatnonzero(chained[labels]).tolist(), links):
        labels[group] = count
        count += 1
    return labels
