"""The report on a terminal, and through a pipe: as a table, as an outline, claim by claim, article by article."""

from claimx.writers.terminal.article import print_article
from claimx.writers.terminal.claim import ClaimPrinter
from claimx.writers.terminal.comparison import print_comparison
from claimx.writers.terminal.outline import print_outline
from claimx.writers.terminal.report import print_report

__all__ = ["ClaimPrinter", "print_article", "print_comparison", "print_outline", "print_report"]
