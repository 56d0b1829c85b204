"""claimx from a terminal: a module for every group of commands, and what they share.

The commands: `stories` (run, reconcile, replay, demo), `gathering` (gather), `extractions` (extract), `browsing`
(show), `comparing` (diff), `exporting` (report, export), `prompting` (prompts), `journals` (runs), `batches` (batch),
`lakes` (lake), `checking` (doctor, with `surroundings` and `probing`). What they take: `loading`, `options`,
`report_files`, `delivering`. How they end: `endings`, and `epilogs` in the help. What a person sees and may do
meanwhile: `progress` and `interruption`.

Everything heavy is imported inside the commands: `claimx --help` and `--version` load typer and nothing of the house.
"""

from claimx.cli.application import app, main
from claimx.cli.endings import EXIT_CODES

__all__ = ["EXIT_CODES", "app", "main"]
