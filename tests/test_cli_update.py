"""`claimx run --into`: a report on disk that grows and shrinks with its articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stories import answering
from test_cli_end_to_end import claimx, ended_in_one_line
from test_pipeline import BRIDGE, OTHER, whole_story

REPORT = Path("out") / "report.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one article, and a report by rule on it."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "ostra-post.txt").write_text(BRIDGE.text, encoding="utf-8")
    done = claimx("run", articles, "--model", "rules", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return articles


def document(cwd: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((cwd / REPORT).read_text(encoding="utf-8"))
    return content


def ids(report: dict[str, Any]) -> dict[str, str]:
    return {one["id"]: claim["id"] for claim in report["claims"] for one in claim["appearances"]}


def test_a_folder_that_grows_is_run_into_its_report_and_ids_stay(folder: Path, tmp_path: Path) -> None:
    before = ids(document(tmp_path))
    (folder / "a-post.txt").write_text(OTHER.text, encoding="utf-8")
    done = claimx("run", "--into", REPORT, folder, "--model", "rules", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    after = document(tmp_path)
    assert [article["id"] for article in after["articles"]] == ["a-post", "ostra-post"]
    assert {appearance: ids(after)[appearance] for appearance in before} == before
    assert done.stdout.endswith(f"wrote {REPORT}, {REPORT.with_suffix('.html')} and {REPORT.with_suffix('.md')}\n")


def test_an_article_is_taken_out_also_when_its_file_is_gone(folder: Path, tmp_path: Path) -> None:
    (folder / "a-post.txt").write_text(OTHER.text, encoding="utf-8")
    claimx("run", "--into", REPORT, folder, "--model", "rules", cwd=tmp_path)
    (folder / "a-post.txt").unlink()
    done = claimx("run", "--into", REPORT, "--remove", "a-post", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [article["id"] for article in document(tmp_path)["articles"]] == ["ostra-post"]


def test_what_is_known_wants_no_key_and_no_model(folder: Path, tmp_path: Path) -> None:
    before = document(tmp_path)
    done = claimx("run", "--into", REPORT, folder, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert document(tmp_path) == before


def test_a_file_that_has_changed_is_read_again(folder: Path, tmp_path: Path) -> None:
    (folder / "ostra-post.txt").write_text(OTHER.text, encoding="utf-8")
    done = claimx("run", "--into", REPORT, folder, "--model", "rules", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1,300" in json.dumps(document(tmp_path)["claims"])


def test_a_recorded_update_replays(folder: Path, tmp_path: Path) -> None:
    (folder / "other-post.txt").write_text(OTHER.text, encoding="utf-8")
    with answering(whole_story) as endpoint:
        done = claimx("run", "--into", REPORT, folder, "-o", "second", "--base-url", endpoint.url, "--model", "fake-1",
                      "--record", "update.yaml", cwd=tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr
    done = claimx("run", "--into", REPORT, folder, "--replay", "update.yaml", "-o", "third", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    second, third = (json.loads((tmp_path / name / "report.json").read_text("utf-8")) for name in ("second", "third"))
    assert second["claims"] == third["claims"]


def test_merges_are_obeyed_and_stay_in_the_report(folder: Path, tmp_path: Path) -> None:
    first, second = (claim["appearances"][0]["evidence"][0]["exact"] for claim in document(tmp_path)["claims"][:2])
    merges = f"[[join]]\nclaims = [{{ article = 'ostra-post', quote = '''{first}''' }}, {{ article = 'ostra-post', quote = '''{second}''' }}]"
    (tmp_path / "merges.toml").write_text(merges, encoding="utf-8")
    done = claimx("run", "--into", REPORT, "--merges", "merges.toml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    report = document(tmp_path)
    assert [merge["method"] for claim in report["claims"] for merge in claim["merges"]].count("override") == 1
    assert report["provenance"]["overrides"]["join"][0]["line"] == 1


def test_a_conflict_in_merges_is_one_line_and_leaves_the_report_as_it_was(folder: Path, tmp_path: Path) -> None:
    before = (tmp_path / REPORT).read_bytes()
    both = 'claims = [{ article = "a", quote = "x" }, { article = "b", quote = "y" }]\n'
    (tmp_path / "merges.toml").write_text(f"[[join]]\n{both}[[apart]]\n{both}", encoding="utf-8")
    done = claimx("run", "--into", REPORT, folder, "--merges", "merges.toml", cwd=tmp_path)
    assert "apart at line 3 keeps apart what is joined by merges.toml, join at line 1" in ended_in_one_line(done)
    assert (tmp_path / REPORT).read_bytes() == before


def test_no_report_to_run_into_is_one_line(folder: Path, tmp_path: Path) -> None:
    done = claimx("run", "--into", "gone.json", folder, "--model", "rules", cwd=tmp_path)
    assert "cannot read gone.json" in ended_in_one_line(done)


@pytest.mark.parametrize("arguments", [["--into", "r.json"], ["--remove", "a", "articles"], ["--merges", "m.toml"]])
def test_a_wrong_use_ends_with_2(tmp_path: Path, arguments: list[str]) -> None:
    done = claimx("run", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "Error:" in done.stderr
