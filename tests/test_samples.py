"""The first thing a newcomer runs shows every ability."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from tests.paths import SAMPLES
from tests.program import newsdigest

AS_OF = "2026-11-22T08:00:00+00:00"


@pytest.fixture(scope="module")
def digest() -> dict[str, Any]:
    done = newsdigest("digest", SAMPLES, "-f", "json", "--as-of", AS_OF)
    assert (done.status, done.stderr) == (0, "")
    value: dict[str, Any] = json.loads(done.stdout)
    return value


@pytest.fixture(scope="module")
def articles() -> list[dict[str, Any]]:
    done = newsdigest("read", SAMPLES, "-f", "json", "--as-of", AS_OF)
    value: list[dict[str, Any]] = json.loads(done.stdout)
    return value


def test_every_article_is_found(articles: list[dict[str, Any]]) -> None:
    """15 pages and two dumps hold 22 articles, each with headline, text and language."""
    assert len(articles) == 22
    assert all(a["title"] and len(a["text"]) > 400 for a in articles)
    assert {a["language"] for a in articles} == {"en", "de"}


def test_publications_are_named(articles: list[dict[str, Any]]) -> None:
    """Every page tells its publication in some way; the leads of the dumps do not."""
    named = [a["source"] for a in articles if a["source"]]
    assert len(named) >= 20
    assert set(named) >= {"The Marlow Ledger", "Harbour Post", "Evening Line", "Uferbote"}


def test_no_letter_of_a_legacy_page_is_lost(articles: list[dict[str, Any]]) -> None:
    """A page in windows-1252 keeps its accents and quotation marks."""
    (cinema,) = [a for a in articles if "Électra" in a["title"]]
    assert "\ufffd" not in cinema["text"]


def test_plugs_and_credits_are_gone(articles: list[dict[str, Any]]) -> None:
    """What is not news is not in the text, and is listed with the rule that took it."""
    text = " ".join(a["text"] for a in articles).lower()
    for plug in ("newsletter", "telegram", "whatsapp", "subscribe", "sign up", "follow us"):
        assert plug not in text
    assert any(r["rule"].startswith("phrase:") for a in articles for r in a["removed"])


def test_an_event_told_by_three_is_one_story(digest: dict[str, Any]) -> None:
    """The ferry stands once, with all three publications, and their figures contradict."""
    (ferry,) = [s for s in digest["stories"] if len(s["sources"]) == 3]
    assert {"The Marlow Ledger", "Harbour Post", "Evening Line"} == set(ferry["sources"])
    assert len({sentence["article"] for sentence in ferry["summary"]}) > 1
    values = {f["value"] for c in ferry["contradictions"] for f in c["figures"]}
    assert {"12", "15"} <= values or {"12", "Fifteen"} <= values or {"12", "fifteen"} <= values


def test_a_republished_report_is_a_copy(digest: dict[str, Any]) -> None:
    """The wire story about coffee stands once; the second print is named as its copy."""
    (coffee,) = [s for s in digest["stories"] if "offee" in s["title"]]
    assert [bool(a["copy_of"]) for a in coffee["articles"]] == [False, True]


def test_five_headlines_are_on_the_first_screen(digest: dict[str, Any]) -> None:
    """At 80 columns the five most important stories begin within 34 lines."""
    done = newsdigest(
        "digest", SAMPLES, "-f", "terminal", "--as-of", AS_OF, environment={"COLUMNS": "80"}
    )
    screen = "\n".join(done.text.splitlines()[:34])
    for number, story in enumerate(digest["stories"][:5], 1):
        assert f"\n {number}  {story['title']}" in screen


def test_nothing_is_hidden(digest: dict[str, Any]) -> None:
    """Named sources have no budget: after the top, every story is told under its publication."""
    parts = [story["part"] for story in digest["stories"]]
    assert parts == ["top"] * 5 + ["section"] * (len(parts) - 5)
    assert digest["edition"]["budget"] is None


def test_most_stories_have_a_topic(digest: dict[str, Any]) -> None:
    """Topics are told where the text says enough."""
    topics = [s["topic"] for s in digest["stories"]]
    assert sum(topic is not None for topic in topics) >= len(topics) - 5
    assert len(set(topics) - {None}) >= 8


def test_a_limit_keeps_the_best_spread_over_topics(digest: dict[str, Any]) -> None:
    """Of four stories no topic has more than two; they stand in the order of the whole digest."""
    done = newsdigest("digest", SAMPLES, "-f", "json", "--as-of", AS_OF, "--limit", "4")
    kept = json.loads(done.stdout)["stories"]
    order = [story["id"] for story in digest["stories"]]
    assert [story["id"] for story in kept] == [id for id in order if id in {s["id"] for s in kept}]
    assert kept[0]["id"] == order[0]
    counted = Counter(story["topic"] for story in kept if story["topic"])
    assert max(counted.values()) <= 2
    assert len(kept) == 4
