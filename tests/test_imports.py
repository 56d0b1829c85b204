"""`import claimx` and `claimx --help` are light: a cost that would creep in unseen, one import at a time."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = ["openai", "instructor", "vcr", "ray"]
SECONDS = 0.25

_LOADED = "print('\\n' + json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
_HELP = """
import json, sys
from claimx.cli import main
sys.argv = ["claimx", "--help"]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded_after(code: str) -> set[str]:
    return set(json.loads(run(f"{code}\n{_LOADED}").splitlines()[-1]))


def test_import_claimx_loads_nothing_heavy() -> None:
    loaded = loaded_after("import json, sys, claimx; assert claimx.__file__")
    assert loaded.isdisjoint([*HEAVY, "jinja2", "rich", "typer", "networkx"])


def test_help_loads_no_client() -> None:
    loaded = loaded_after(_HELP)
    assert loaded.isdisjoint(HEAVY)


def test_without_ray_its_package_says_what_to_install() -> None:
    code = """
import sys
sys.modules["ray"] = None  # what is not installed
import claimx
try:
    import claimx.ray
except claimx.ClusterError as error:
    print(error)
"""
    assert run(code) == 'the package ray is not installed (pip install "claimx[ray]")\n'


def test_import_claimx_is_quick() -> None:
    code = "import time; begin = time.perf_counter(); import claimx; print(time.perf_counter() - begin)"
    best = min(float(run(code)) for _ in range(5))  # the best run has the least of other processes in it
    assert best < SECONDS
