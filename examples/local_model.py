"""Run your own articles through a model on your own machine, or any other endpoint that speaks Chat Completions:
python examples/local_model.py --base-url http://localhost:11434/v1 --model qwen3 my-articles/
docs/recipes/ollama.md tells how large a context the server has to give, and which servers it was tried with.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import claimx


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders: one story")
    parser.add_argument("--base-url", metavar="URL", help="where the server listens; ends before /chat/completions")
    parser.add_argument("--model", default="qwen3", metavar="NAME", help="the model's name at that server")
    arguments = parser.parse_args()
    if not arguments.base_url or not arguments.paths:
        parser.error("start a server, then give its address with --base-url URL, and the articles as PATH")

    model = claimx.Model(arguments.model, arguments.base_url, timeout=900, deadline=1800, concurrency=1)
    try:
        report = claimx.run(claimx.load_articles(arguments.paths), model=model, progress=print)
    except claimx.ClaimxError as error:
        parser.exit(1, f"{type(error).__name__}: {error}\n")
    for claim in report.claims:
        print(f"{claim.status:<14}{claim.text}")
    print(f"{len(report.failures)} failed, {report.usage.calls} calls, {report.provenance.answered_by}")


if __name__ == "__main__":
    main()
