"""A lake: extractions and reports of any number of stories as Parquet, and a DuckDB catalogue beside them.

`layout` says which file lies where, `rows` what stands in it, `parts` how files are committed, `contents` what a lake
holds, `catalogue` how DuckDB sees it; `adding`, `querying` and `checking` are the doors. DuckDB and polars come with
the extra `lake`, and are loaded when a function here is called.
"""

from claimx.lake.adding import Added, add
from claimx.lake.checking import Fault, check
from claimx.lake.queries import NamedQuery, find_query, named_queries
from claimx.lake.querying import Answer, connect, query

__all__ = ["Added", "Answer", "Fault", "NamedQuery", "add", "check", "connect", "find_query", "named_queries", "query"]
