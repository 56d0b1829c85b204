"""Write the JSON Schema of `claimx-report/1` beside this script, from the code. `make schema` calls it."""

from __future__ import annotations

import json
from pathlib import Path

import claimx

TARGET = Path(__file__).with_name("claimx-report-1.schema.json")


def render() -> str:
    return json.dumps(claimx.report_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8", newline="\n")
    print(f"wrote {TARGET.name}")
