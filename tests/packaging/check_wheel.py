"""Build the sdist and the wheel, install the wheel far from the checkout, and run the tests against it.

    python tests/packaging/check_wheel.py [pytest arguments]

What an editable install hides comes to light here: a prompt, a fixture or `py.typed` that is not shipped, an import that
finds the checkout. Standard library only, apart from `build` and the locked backend in the Python that runs it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
import zipfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "dev.txt"

# What the tests read besides the package; neither src nor prompts, which only the wheel may provide.
BESIDE_THE_TESTS = [
    "pyproject.toml", "README.md", "CHANGELOG.md", "tests", "fixtures", "examples", "docs", "benchmarks",
]  # fmt: skip
# Sockets, kills and a browser, at half the time of the suite: no packaging changes what they do.
BLIND_TO_PACKAGING = ["browser", "cluster", "faults"]
IN_THE_WHEEL = [
    "claimx/__init__.py",
    "claimx/py.typed",
    "claimx/prompts/claims/",
    "claimx/fixtures/stories/aid-request/story.toml",
    "claimx/fixtures/cassettes/aid-request.yaml",
]
IN_THE_SDIST = [
    "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "Makefile", "requirements/dev.txt",
    "src/", "prompts/", "fixtures/", "tests/", "docs/", "examples/",
]  # fmt: skip

INSTALLED = """
import json, sysconfig
from pathlib import Path
import claimx, claimx.llm
home = Path(claimx.__file__).resolve().parent
site = Path(sysconfig.get_path("purelib")).resolve()
assert home.parent == site, f"claimx came from {home}, not from {site}"
assert claimx.llm.load_prompt("claims"), "the prompt is empty"
"""


class Unfit(Exception):
    """The wheel or the sdist is not what it should be."""


def main(pytest_arguments: list[str]) -> None:
    """Go through all the steps in a temporary folder; the first that fails ends the run."""
    with tempfile.TemporaryDirectory(prefix="claimx wheel ") as name:  # with a space, as many a user's folder has
        there = Path(name).resolve()
        sdist, wheel = build(there / "dist")
        check_contents(sdist, wheel)
        check_sdist_builds_the_same_wheel(sdist, wheel, there / "unpacked")
        python = install(wheel, there / "venv")
        check_installed(python, there / "elsewhere")
        check_demo(python, there / "empty")
        run_tests(python, there / "tests only", pytest_arguments)
    say("the wheel is fit")


def build(into: Path) -> tuple[Path, Path]:
    """The sdist and the wheel, each from the checkout, with the locked backend."""
    say("building the sdist and the wheel")
    run(
        [sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir", into, ROOT], cwd=into.parent
    )
    (sdist,) = into.glob("*.tar.gz")
    (wheel,) = into.glob("*.whl")
    return sdist, wheel


def check_contents(sdist: Path, wheel: Path) -> None:
    """Both hold what users need, and the wheel nothing but the package."""
    say("looking into both")
    in_wheel = sorted(files_of(wheel))
    require(IN_THE_WHEEL, in_wheel, wheel.name)
    if strangers := [name for name in in_wheel if not name.startswith(("claimx/", "claimx-"))]:
        raise Unfit(f"{wheel.name} also holds {strangers}")
    with tarfile.open(sdist) as archive:
        in_sdist = [member.name.partition("/")[2] for member in archive if member.isfile()]
    require(IN_THE_SDIST, in_sdist, sdist.name)


def check_sdist_builds_the_same_wheel(sdist: Path, wheel: Path, into: Path) -> None:
    """Whoever builds from the sdist gets the same files, byte for byte."""
    say("building a wheel from the sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(into, filter="data") if hasattr(tarfile, "data_filter") else archive.extractall(into)
    (source,) = into.iterdir()
    run([sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", into, source], cwd=into)
    (other,) = into.glob("*.whl")
    ours, theirs = files_of(wheel), files_of(other)
    if differing := sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)):
        raise Unfit(f"the wheel built from the sdist differs in {differing}")


def install(wheel: Path, into: Path) -> Path:
    """A fresh environment with the locked packages and the wheel; returns its Python."""
    say("installing the wheel into a fresh environment")
    venv.create(into, with_pip=True)
    python = into / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run([*pip, "--require-hashes", "-r", LOCK], cwd=into)
    run([*pip, "--no-deps", "--no-index", wheel], cwd=into)
    run([python, "-m", "pip", "check"], cwd=into)
    return python


def check_installed(python: Path, cwd: Path) -> None:
    """`import claimx` finds the installed package, and the package finds its prompts."""
    say("importing it")
    cwd.mkdir()
    run([python, "-c", INSTALLED], cwd=cwd)


def check_demo(python: Path, cwd: Path) -> None:
    """`claimx demo` works in an empty folder, as it would for somebody who has just installed it."""
    say("running claimx demo in an empty folder")
    cwd.mkdir()
    run([python.with_name("claimx"), "demo", "-o", "out"], cwd=cwd)
    report = cwd / "out" / "report.json"
    if not report.is_file():
        raise Unfit(f"claimx demo wrote no report.json, only {sorted(path.name for path in cwd.rglob('*'))}")
    if not json.loads(report.read_text(encoding="utf-8"))["claims"]:
        raise Unfit("the report of claimx demo holds no claims")


def run_tests(python: Path, cwd: Path, arguments: list[str]) -> None:
    """The test suite, with the sources out of reach."""
    say("running the tests against it")
    cwd.mkdir()
    unwanted = shutil.ignore_patterns("__pycache__", ".*")
    for name in BESIDE_THE_TESTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, cwd / name, ignore=unwanted)
        elif (ROOT / name).exists():
            shutil.copy2(ROOT / name, cwd / name)
    left_out = [f"--ignore=tests/{folder}" for folder in BLIND_TO_PACKAGING]
    run([python, "-m", "pytest", "-n", "2", "--dist", "loadfile", "-m", "not checkout", *left_out, *arguments], cwd=cwd)


def files_of(wheel: Path) -> dict[str, int]:
    """Name to checksum of all that a wheel holds."""
    with zipfile.ZipFile(wheel) as archive:
        return {info.filename: info.CRC for info in archive.infolist()}


def require(wanted: Iterable[str], names: list[str], where: str) -> None:
    """Each wanted file is there; one that ends in a slash stands for a folder that is not empty."""
    missing = [
        one for one in wanted if one not in names and not (one.endswith("/") and any(n.startswith(one) for n in names))
    ]
    if missing:
        raise Unfit(f"{where} lacks {missing}")


def run(command: list[str | Path], cwd: Path) -> None:
    """Run it there, its output shown as it comes, with nothing in the environment that leads back to the checkout."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }
    cwd.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=environment, check=False)
    if done.returncode:
        raise Unfit(f"exit code {done.returncode} from: {' '.join(map(str, command))}")


def say(what: str) -> None:
    print(f"[{time.monotonic() - BEGIN:6.1f} s] {what}", flush=True)


BEGIN = time.monotonic()

if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Unfit as fault:
        sys.exit(f"check_wheel: {fault}")
