"""Paths → a reading: what is found, what it is called, what is left out, and what is told."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from claimx.errors import NoArticles, PathNotFound, UnreadableArticle
from claimx.models import Failure
from claimx.readers import Reading, load_articles

Put = Callable[..., Path]


def _ids(reading: Reading) -> list[str]:
    return [article.id for article in reading]


def test_a_reading_is_a_sequence_of_its_articles(put: Put) -> None:
    put("s/b.txt", "B.")
    put("s/a.txt", "A.")
    reading = load_articles("s")
    assert (len(reading), reading[0].id, reading[1:], list(reading)) == (
        2,
        "a",
        reading.articles[1:],
        list(reading.articles),
    )


def test_a_reading_pickles(put: Put) -> None:
    reading = load_articles(put("a.txt", "A."))
    assert pickle.loads(pickle.dumps(reading)) == reading


def test_a_folder_is_read_to_the_bottom(put: Put) -> None:
    put("s/a.txt", "A.")
    put("s/2022/march/b.txt", "B.")
    assert [article.path for article in load_articles("s")] == ["s/a.txt", "s/2022/march/b.txt"]


def test_a_suffix_is_read_in_any_case(put: Put) -> None:
    assert _ids(load_articles(put("a.TXT", "A."))) == ["a"]


def test_hidden_entries_and_leftovers_are_passed_over(put: Put) -> None:
    put("s/a.txt", "A.")
    for name in ("s/.DS_Store", "s/.git/b.txt", "s/Thumbs.db", "s/desktop.ini", "s/story.toml"):
        put(name, "")
    assert load_articles("s").failures == ()


def test_another_format_in_a_folder_is_told(put: Put) -> None:
    put("s/a.txt", "A.")
    put("s/scan.pdf", "%PDF")
    assert [(f.article, f.reason.partition(" (")[0]) for f in load_articles("s").failures] == [
        ("s/scan.pdf", "not a format claimx reads: .pdf")
    ]


@pytest.mark.parametrize(("name", "told"), [("scan.pdf", r"\.pdf"), ("README", "no suffix"), (".txt", "no suffix")])
def test_a_file_of_another_format_is_refused(put: Put, name: str, told: str) -> None:
    with pytest.raises(UnreadableArticle, match=f"not a format claimx reads: {told}"):
        load_articles(put(name, "x"))


def test_a_bad_file_among_good_ones_becomes_a_failure(put: Put) -> None:
    reading = load_articles([put("a.txt", "A."), put("b.txt", "")])
    assert _ids(reading) == ["a"]
    assert reading.failures == (Failure(article="b.txt", reason="empty: no text in it", retryable=False),)


def test_where_all_files_are_bad_their_reasons_are_told(put: Put) -> None:
    with pytest.raises(NoArticles, match=r"a\.txt: empty: .*; b\.pdf: not a format"):
        load_articles([put("b.pdf", "x"), put("a.txt", "")])


def test_of_very_many_reasons_the_first_are_told(put: Put) -> None:
    with pytest.raises(NoArticles, match=r"none of 9 inputs .*and 4 more$"):
        load_articles([put(f"{n}.txt", "") for n in range(9)])


@pytest.mark.parametrize("path", ["gone.txt", "gone/", "a.txt/b.txt", "nul\0.txt", ""])
def test_a_path_that_is_not_there_raises_even_among_good_ones(put: Put, path: str) -> None:
    put("a.txt", "A.")
    with pytest.raises(PathNotFound):
        load_articles(["a.txt", path])


def test_an_empty_folder_is_no_article(put: Put) -> None:
    put("s/.hidden", "")
    with pytest.raises(NoArticles, match="s: no article in this folder"):
        load_articles("s")


def test_an_empty_folder_beside_a_good_one_is_told(put: Put) -> None:
    put("empty/.hidden", "")
    put("s/a.txt", "A.")
    assert [failure.article for failure in load_articles(["s", "empty"]).failures] == ["empty"]


def test_no_path_is_no_article() -> None:
    with pytest.raises(NoArticles):
        load_articles([])


def test_same_stems_in_several_folders_are_told_apart_by_the_folder(put: Put) -> None:
    put("s/one/a.txt", "A.")
    put("s/two/a.txt", "B.")
    put("s/two/c.txt", "C.")
    assert _ids(load_articles("s")) == ["c", "one/a", "two/a"]


def test_same_stems_in_one_folder_are_told_apart_by_the_suffix(put: Put) -> None:
    put("s/a.txt", "A.")
    put("s/a.json", {"text": "B."})
    assert _ids(load_articles("s")) == ["s/a.json", "s/a.txt"]


def test_same_folder_names_are_told_apart_by_the_folders_above(put: Put) -> None:
    put("s/x/one/a.txt", "A.")
    put("s/y/one/a.txt", "B.")
    assert _ids(load_articles("s")) == ["x/one/a.txt", "y/one/a.txt"]


def test_one_id_given_to_two_texts_is_told_apart_by_the_place(put: Put) -> None:
    put("s/d.json", [{"id": "x", "text": "A."}, {"id": "x", "text": "B."}])
    assert _ids(load_articles("s")) == ["s/d.json#1", "s/d.json#2"]


def test_the_order_of_the_paths_changes_nothing(put: Put) -> None:
    paths = [put("one/a.txt", "A."), put("two/a.txt", "B."), put("z.txt", "A."), put("bad.txt", ""), Path("one/a.txt")]
    readings = {load_articles(order) for order in permutations(paths)}
    assert len(readings) == 1


def test_a_file_given_twice_is_read_once(put: Put) -> None:
    put("s/a.txt", "A.")
    reading = load_articles(["s", "s/a.txt"])
    assert (_ids(reading), [f.reason for f in reading.failures]) == (["a"], ["the same article as a"])


def test_the_same_text_without_a_publisher_is_the_same_article(put: Put) -> None:
    put("s/a.txt", "A.")
    put("s/b.txt", "A.")
    assert load_articles("s").failures == (
        Failure(article="s/b.txt", reason="the same article as a", retryable=False, skipped=True),
    )


def test_the_same_text_by_two_publishers_is_kept_twice(put: Put) -> None:
    put("s/d.json", [{"publisher": "One", "text": "A."}, {"publisher": "Two", "text": "A."}])
    assert load_articles("s").failures == ()


def test_a_link_to_a_folder_is_told_and_not_followed(put: Put) -> None:
    put("s/a.txt", "A.")
    Path("s/loop").symlink_to("..")
    assert [f.article for f in load_articles("s").failures] == ["s/loop"]


def test_a_broken_link_is_told(put: Put) -> None:
    put("s/a.txt", "A.")
    Path("s/b.txt").symlink_to("gone.txt")
    assert [f.reason for f in load_articles("s").failures] == ["No such file or directory"]


def test_a_pipe_is_told_and_not_waited_for(put: Put) -> None:
    put("s/a.txt", "A.")
    os.mkfifo("s/b.txt")
    assert [f.reason for f in load_articles("s").failures] == ["not a regular file"]


def test_a_file_name_that_is_no_utf8_is_told(put: Put) -> None:
    put("s/a.txt", "A.")
    Path(os.fsdecode(b"s/\xff.txt")).write_text("B.")
    assert [(f.article, f.reason) for f in load_articles("s").failures] == [(r"s/\udcff.txt", "its name is not UTF-8")]


def test_a_file_that_may_not_be_read_is_told(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    put("s/a.txt", "A.")
    put("s/b.txt", "B.")
    read = Path.read_bytes

    def _read(path: Path) -> bytes:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", _read)
    assert [f.reason for f in load_articles("s").failures] == ["Permission denied"]
