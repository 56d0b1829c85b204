"""Commands in processes of their own that need not load claimx first: one process has, and forks for each.

Loading openai and what else a run needs takes longer than most runs of the tests do. What runs is the command, from
`sys.argv` to its exit status, in another process, folder and environment; that it also starts cold, `test_cli.py` and
`test_imports.py` show.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import subprocess
import sys
import tempfile
import traceback
from functools import cache
from pathlib import Path
from typing import Any


def run_warm(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """As `subprocess.run([python, *command])`, with a path of a script or -m and a module."""
    if not hasattr(os, "fork"):
        return _run_cold(*command, cwd=cwd, **environment)
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        order = {
            "argv": list(map(str, command)),
            "cwd": str(cwd),
            "environment": {**os.environ, **environment},
            "out": str(out),
            "err": str(err),
        }
        parent = _parent()
        assert parent.stdin is not None
        assert parent.stdout is not None
        parent.stdin.write(json.dumps(order) + "\n")
        code = int(parent.stdout.readline())
        texts = out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
    return subprocess.CompletedProcess(order["argv"], code, *texts)


def _run_cold(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@cache
def _parent() -> subprocess.Popen[str]:
    command = [sys.executable, __file__]
    parent = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "ready\n"
    return parent


def stop() -> None:
    """End the process that waits for commands, if there is one."""
    if _parent.cache_info().currsize:
        _parent().communicate()
        _parent.cache_clear()


def main() -> None:
    import openai  # noqa: F401 - what the children shall find loaded

    import claimx.cli.application
    import claimx.llm.cassette_file
    import claimx.llm.client
    import claimx.llm.exchange
    import claimx.pipeline
    import claimx.writers.html  # noqa: F401

    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _obey(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _obey(order: dict[str, Any]) -> None:
    """Become the command. Does not return."""
    code = 1
    try:
        os.environ.clear()
        os.environ.update(order["environment"])
        os.chdir(order["cwd"])
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for path, descriptor in ((order["out"], 1), (order["err"], 2)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), descriptor)
        code = _run(order["argv"])
    except Exception:  # noqa: BLE001 - told as Python tells it
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream.flush()
        os._exit(code)


def _run(argv: list[str]) -> int:
    import runpy

    try:
        if argv[0] == "-m":
            sys.argv = argv[1:]
            runpy.run_module(argv[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv = argv
            runpy.run_path(argv[0], run_name="__main__")
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
            return 1
        return int(end.code or 0)
    return 0


if __name__ == "__main__":
    main()
