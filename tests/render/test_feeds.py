"""The formats atom and jsonfeed, as feed readers read them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import feedparser
import pytest

from newsdigest.model import Digest, Story
from newsdigest.render import RenderOptions, render_articles, render_digest
from tests.render.examples import BARE, CUP, DIGEST, FERRY, NOW, STORIES


def atom(digest: Digest = DIGEST, **options: object) -> Any:
    text = render_digest(digest, "atom", RenderOptions(**options))  # type: ignore[arg-type]
    parsed = feedparser.parse(text.encode())
    assert not parsed.bozo
    return parsed


def items(digest: Digest = DIGEST) -> list[dict[str, Any]]:
    feed = json.loads(render_digest(digest, "jsonfeed"))
    assert feed["language"] == "en"
    return list(feed["items"])


def test_a_digest_is_a_feed_with_an_entry_a_story() -> None:
    """A feed reader gets headline, link, dates, publications and topic of each story."""
    parsed = atom()
    assert parsed.version == "atom10"
    assert parsed.feed.title == "News digest, Sunday 22 November 2026"
    assert parsed.feed.updated == "2026-11-22T06:00:00+00:00"
    assert [entry.title for entry in parsed.entries] == [
        "Harbour ferry strikes pier in fog, injuring 12",
        "雨の決勝、延長の末に港クラブが優勝",
        "A note.",
    ]
    first = parsed.entries[0]
    assert first.link == "https://ledger.example/ferry?id=1&page=2"
    assert first.published == "2026-11-22T04:00:00+00:00"
    assert [author.name for author in first.authors] == ["Marlow Ledger"]
    assert [each.name for each in first.contributors] == ["Harbour Post", "Evening Line"]
    assert first.tags[0].term == "medtop:03000000"
    assert first.summary.startswith("A commuter ferry struck a pier")
    content = first.content[0]
    assert content.type == "text/html"
    assert '<a href="https://post.example/quay">Harbour Post</a>' in content.value
    assert "Figures differ" in content.value


def test_the_publication_of_the_lead_is_the_author_in_a_json_feed() -> None:
    """The others are in the extension, as the format has no contributors."""
    first, second, *_ = items()
    assert first["authors"] == [{"name": "Marlow Ledger"}]
    others = [{"name": "Harbour Post"}, {"name": "Evening Line"}]
    assert first["_newsdigest"] == {"contributors": others}
    assert "_newsdigest" not in second


def test_a_feed_shows_no_ages() -> None:
    """A feed is not read when it was made, so it has no ages."""
    assert " ago" not in render_digest(DIGEST, "atom") + render_digest(DIGEST, "jsonfeed")


def test_entries_keep_their_ids() -> None:
    """A story has the same id in later feeds; two stories with one id get different ones."""
    ids = [entry.id for entry in atom().entries]
    later = replace(DIGEST, generated=NOW.replace(day=23), stories=STORIES[::-1])
    assert {entry.id for entry in atom(later).entries} == set(ids)
    assert [item["id"] for item in items()] == ids
    twice = replace(DIGEST, stories=(Story("x", (CUP,)), Story("x", (BARE,))))
    assert len({entry.id for entry in atom(twice).entries}) == 2


@pytest.mark.parametrize("by", [(), ("topic",), ("source", "topic")])
def test_entries_follow_the_order_of_the_digest(by: tuple[str, ...]) -> None:
    """Entries are in the order of the page, each with its own body."""
    stories = (STORIES[0], STORIES[2], STORIES[1], replace(STORIES[0], id="again"))
    for entry in atom(replace(DIGEST, stories=stories), by=by).entries:
        assert ("港クラブ" in entry.title) == ("港クラブ" in entry.content[0].value)


def test_json_feed_leaves_out_what_is_unknown() -> None:
    """Unknown values are left out: the format has no null."""
    first, _, bare = items()
    assert first["date_published"] == "2026-11-22T04:00:00+00:00"
    assert first["tags"] == ["disaster, accident and emergency incident"]
    assert first["language"] == "en"
    assert bare.keys() == {"id", "title", "content_html"}


def test_articles_are_a_feed_with_their_whole_text() -> None:
    """Both formats have whole articles; removed text is included only on request."""
    for format_name in ("atom", "jsonfeed"):
        text = render_articles([FERRY, CUP], format_name)
        assert "What happened" in text
        assert "telegram" not in text
        assert "telegram" in render_articles([FERRY], format_name, RenderOptions(removed=True))
    parsed = feedparser.parse(render_articles([FERRY, CUP], "atom").encode())
    assert [author.name for author in parsed.entries[0].authors] == ["Ada Okafor", "Ben Lindqvist"]
    assert parsed.feed.updated == "2026-11-22T05:00:00+00:00"


def test_an_empty_digest_is_still_a_feed() -> None:
    """The feed of an empty digest is valid."""
    assert atom(replace(DIGEST, stories=())).entries == []
    assert items(replace(DIGEST, stories=())) == []
    assert not feedparser.parse(render_articles([], "atom").encode()).bozo
