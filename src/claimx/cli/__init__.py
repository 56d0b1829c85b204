"""claimx from a terminal: a module for every group of commands, and what they share.

`stories` (run, demo), `extractions` (extract) and `journals` (runs) hold the commands; `options` what they take;
`endings` how they end; `progress` and `interruption` what a person sees and may do meanwhile.

Everything heavy is imported inside the commands: `claimx --help` and `--version` load typer and nothing of the house.
"""

from claimx.cli.application import app, main
from claimx.cli.endings import EXIT_CODES

__all__ = ["EXIT_CODES", "app", "main"]
