"""Parquet: a row is an article, and a bad one, or a bad file, costs only itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars
import pytest

from claimx import UnreadableArticle, load_articles

WHEN = datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_a_row_is_an_article_with_the_details_of_its_columns(tmp_path: Path) -> None:
    rows = {"id": ["a", "b"], "body": ["One.", "Two."], "published_at": [WHEN, None], "event": [7, None]}
    polars.DataFrame(rows).write_parquet(tmp_path / "news.parquet")
    reading = load_articles(tmp_path, fields={"text": "body", "story": "event"})
    assert [(one.id, one.text, one.published_at) for one in reading] == [("a", "One.", WHEN), ("b", "Two.", None)]
    assert reading.stories == {"a": "7"}


def test_a_field_called_story_means_nothing_unless_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text('{"id": "a", "text": "One.", "story": {"type": "feature"}}')
    assert load_articles(tmp_path).stories == {}
    assert load_articles(tmp_path, fields={"story": "story"}).stories == {}
    assert load_articles(tmp_path, fields={"story": "story.type"}).stories == {"a": "feature"}


def test_a_row_without_a_text_fails_by_itself(tmp_path: Path) -> None:
    polars.DataFrame({"text": ["One.", None]}).write_parquet(tmp_path / "news.parquet")
    reading = load_articles(tmp_path)
    assert [one.id for one in reading] == ["news-1"]
    assert [failure.article.rpartition("/")[2] for failure in reading.failures] == ["news.parquet#2"]


@pytest.mark.parametrize("kept", [0, 4, 40, -1, -8, -40])
def test_a_damaged_file_is_named(tmp_path: Path, kept: int) -> None:
    polars.DataFrame({"text": ["One."]}).write_parquet(tmp_path / "news.parquet")
    (tmp_path / "news.parquet").write_bytes((tmp_path / "news.parquet").read_bytes()[:kept])
    with pytest.raises(UnreadableArticle, match="news.parquet: no Parquet, or damaged: "):
        load_articles(tmp_path)
