"""The format csv."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.language import printable
from newsdigest.model import Digest
from newsdigest.render import render_articles, render_digest
from tests.render.examples import BARE, CUP, DIGEST, FERRY, STORIES


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def titled(title: str) -> Digest:
    story = replace(STORIES[0], articles=(replace(FERRY, title=title),))
    return replace(DIGEST, stories=(story,))


def test_each_story_is_a_row() -> None:
    """A row has values to sort and count; unknown values are empty cells."""
    first, second, third = rows(render_digest(DIGEST, "csv"))
    assert first["title"] == "Harbour ferry strikes pier in fog, injuring 12"
    assert first["topic"] == "disaster, accident and emergency incident"
    assert (first["source"], first["also_in"]) == ("Marlow Ledger", "Harbour Post; Evening Line")
    assert (first["agency"], first["articles"]) == ("Reuters", "3")
    assert first["published"] == "2026-11-22T04:00:00+00:00"
    assert first["differences"] == "injured: 12 (Marlow Ledger), 15 (Harbour Post)"
    assert second["language"] == "ja"
    filled = {"id": "s3", "articles": "1", "part": "section", "rank": "3"}
    assert {key: value for key, value in third.items() if value} == filled


def test_each_article_is_a_row_with_its_text() -> None:
    """The text fills several lines of one cell."""
    first, _, bare = rows(render_articles([FERRY, CUP, BARE], "csv"))
    assert "\n\nWhat happened\n\n" in first["text"]
    assert first["standfirst"] == "Radar trouble had been reported the day before"
    assert (bare["text"], bare["title"]) == ("A note.", "")


@pytest.mark.parametrize(
    "title", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "＋1", "－1", "＠x"]
)
def test_no_cell_is_a_formula(title: str) -> None:
    """OUT07: a leading apostrophe makes spreadsheets read a cell as text."""
    (row,) = rows(render_digest(titled(title), "csv"))
    assert row["title"] == f"'{printable(title)}"


@given(st.text(st.sampled_from("ab,;\"'\n\r\t=+-@ ") | st.characters()))
def test_cells_survive_a_round_trip(title: str) -> None:
    """A CSV reader gets the same texts back, except for the apostrophe."""
    (row,) = rows(render_digest(titled(title), "csv"))
    assert row["title"] in (printable(title), f"'{printable(title)}")


def test_without_stories_the_table_is_empty() -> None:
    """An empty digest has only the header row."""
    assert rows(render_digest(replace(DIGEST, stories=()), "csv")) == []
