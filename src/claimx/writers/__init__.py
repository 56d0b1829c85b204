"""Reports → files and terminals. A writer decides nothing: it only says what the report holds."""

from claimx.writers.document import report_schema, to_document
from claimx.writers.entries import ReportDocument
from claimx.writers.output import FORMATS, write
from claimx.writers.restoration import from_document

__all__ = ["FORMATS", "ReportDocument", "from_document", "report_schema", "to_document", "write"]
