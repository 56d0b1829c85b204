"""Reports → files and terminals. A writer decides nothing: it only says what the report holds."""

from claimx.whole_files import require_writable
from claimx.writers.document import report_schema, to_document
from claimx.writers.entries import ReportDocument
from claimx.writers.extraction_lines import extraction_lines
from claimx.writers.frames import to_pandas, to_polars
from claimx.writers.html import display
from claimx.writers.output import FORMATS, RATED, write
from claimx.writers.restoration import from_document

__all__ = [
    "FORMATS",
    "RATED",
    "ReportDocument",
    "display",
    "extraction_lines",
    "from_document",
    "report_schema",
    "require_writable",
    "to_document",
    "to_pandas",
    "to_polars",
    "write",
]
