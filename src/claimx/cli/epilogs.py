"""What stands beneath each command's help: examples, which the tests run as they stand, and how it ends."""

from __future__ import annotations

from claimx.cli.endings import EXIT_CODES

DIFF_EXIT_CODES = """\b
Exit codes:
  0    both reports found the same; what they cost and what made them may differ
  1    they found something differently
  2    one of them cannot be read, and stderr says why; also a wrong use of the command
"""

DOCTOR_EXIT_CODES = """\b
Exit codes:
  0    a run would work; a line that warns says what would be better
  2    a run would fail, and the line that fails says what to do; also a wrong use of the command
"""

GATHERING_EXIT_CODES = """\b
Exit codes:
  0    every article is in a story
  1    stories were made, but some inputs failed or were skipped; stderr says which
  2    nothing could be done, and stderr says why; also a wrong use of the command
"""

LOOKING_EXIT_CODES = """\b
Exit codes:
  0    done
  2    nothing could be done, and stderr says why; also a wrong use of the command
"""

BATCH_EXIT_CODES = """\b
Exit codes:
  0    done, also where nothing has come back yet
  1    some requests failed, or a limit kept some from being sent; stderr says which
  2    nothing could be done, and stderr says why; also a wrong use of the command
  130  interrupted
"""

LAKE_EXIT_CODES = """\b
Exit codes:
  0    done
  1    some files could not be added, or `check` found some that cannot serve; stderr or the list names them
  2    nothing could be done, and stderr says why; also a wrong use of the command
"""

EXAMPLES = {
    "run": (
        "claimx run my-articles/ -o out",
        "claimx run my-articles/ -o out --format md,json --max-cost 5",
        "claimx run my-articles/ --json > report.json",
        "claimx run my-articles/ --model rules --to report.md",
    ),
    "gather": (
        "claimx gather my-articles/",
        "claimx gather my-articles/ -o stories",
        "claimx gather my-articles/ --window 24 --json > stories.jsonl",
    ),
    "extract": ("claimx extract my-articles/ -o extractions.jsonl",),
    "reconcile": (
        "claimx reconcile extractions.jsonl -o out",
        "claimx extract my-articles/ | claimx reconcile - --model rules --json",
    ),
    "report": ("claimx report out/report.json", "claimx report out/report.json -o quotes-only.html --no-texts"),
    "export": (
        "claimx export out/report.json --to copy.md --to copy.json",
        "claimx export out/report.json --to copy.md --articles my-articles/",
    ),
    "show": (
        "claimx show out/report.json",
        "claimx show out/report.json 1",
        "claimx show out/report.json --status disputed --status varying",
        "claimx show out/report.json --grep 'drones?' --json",
        "claimx show out/report.json --article harbor-wire",
    ),
    "diff": (
        "claimx diff out/report.json out/report.json",
        "claimx diff out/report.json out/report.json --json",
    ),
    "replay": ("claimx replay story.yaml my-articles/ -o out",),
    "doctor": ("claimx doctor", "claimx doctor --model rules", "claimx doctor --no-call"),
    "demo": ("claimx demo",),
    "batch": (
        "claimx batch submit my-articles/ --dry-run",
        "claimx batch submit my-articles/ --max-cost 5",
        "claimx batch status my-articles/",
        "claimx batch collect my-articles/",
        "claimx batch cancel my-articles/",
    ),
    "lake add": ("claimx lake add my-lake out/report.json extractions.jsonl",),
    "lake query": (
        "claimx lake query my-lake contested",
        "claimx lake query my-lake denied-this-week --set now=2026-11-22 --format csv",
        "claimx lake query my-lake 'SELECT status, count(*) FROM claims GROUP BY status'",
    ),
    "lake queries": ("claimx lake queries", "claimx lake queries contested"),
    "lake check": ("claimx lake check my-lake",),
}
"""For each command, lines that work in a folder with these files and a model to ask."""

_ENDINGS = {
    "batch": BATCH_EXIT_CODES,
    "diff": DIFF_EXIT_CODES,
    "doctor": DOCTOR_EXIT_CODES,
    "gather": GATHERING_EXIT_CODES,
    "show": LOOKING_EXIT_CODES,
    "export": LOOKING_EXIT_CODES,
    "report": LOOKING_EXIT_CODES,
    "lake add": LAKE_EXIT_CODES,
    "lake query": LOOKING_EXIT_CODES,
    "lake queries": LOOKING_EXIT_CODES,
    "lake check": LAKE_EXIT_CODES,
}


def epilog_of(command: str) -> str:
    """Examples and exit codes, laid out as they are to stand there."""
    examples = "".join(f"\n  {line}" for line in EXAMPLES[command])
    return f"\b\nExamples:{examples}\n\n{_ENDINGS.get(command, EXIT_CODES)}"
