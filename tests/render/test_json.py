"""The JSON schema newsdigest/1."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from newsdigest.model import (
    Article,
    Digest,
    Edition,
    Failure,
    Part,
    Reason,
    Story,
    SummarySentence,
    Topic,
    Weight,
)
from newsdigest.render import RenderOptions, render_articles, render_digest
from tests.render.examples import BARE, DIGEST, FERRY, FERRY_TOO, NOW, STORIES

KEYS = [
    *("id", "title", "source", "agency", "dateline", "authors", "published", "url", "language"),
    "topics",
]
EXTRA = ["modified", "section", "kind", "image", "standfirst", "partial", "update"]


def digest_of(digest: Digest) -> dict[str, Any]:
    value = json.loads(render_digest(digest, "json"))
    assert isinstance(value, dict)
    return value


def test_a_summary_does_not_repeat_the_headline() -> None:
    """As in every other format, a sentence equal to the headline is left out."""
    story = DIGEST.stories[0]
    again = SummarySentence(f"{(story.title or '').upper()}.", story.lead.id)
    digest = replace(DIGEST, stories=(replace(story, summary=(again, story.summary[0])),))
    texts = [each["text"] for each in digest_of(digest)["stories"][0]["summary"]]
    assert texts == [story.summary[0].text]


def article_of(article: Article) -> dict[str, Any]:
    (value,) = json.loads(render_articles([article], "json"))
    assert isinstance(value, dict)
    return value


def test_a_digest_has_the_keys_of_the_schema_in_order() -> None:
    """The keys are public; they change only with the schema."""
    value = digest_of(DIGEST)
    names = ["schema", "generated", "window", "stories", "failures", "counts"]
    assert list(value) == [*names, "id", "edition"]
    assert value["id"] is None
    assert value["schema"] == "newsdigest/1"
    assert value["generated"] == "2026-11-22T06:00:00+00:00"
    assert value["window"] == {
        "since": "2026-11-21T06:00:00+00:00",
        "until": "2026-11-22T06:00:00+00:00",
    }
    assert value["counts"] == {
        "sources": 6,
        "documents": 5,
        "articles": 5,
        "stories": 3,
        "failures": 1,
    }
    assert value["failures"] == [
        {
            "source": "https://example.org/rss",
            "error": "HTTP 503",
            "stage": "gather",
            "code": "http",
        }
    ]


def test_a_story_has_reports_and_copies_without_texts() -> None:
    """`copy_of` is the id of the copied report, and null for an independent one."""
    story = digest_of(DIGEST)["stories"][0]
    names = ["id", "title", "topic", "sources", "summary", "articles", "contradictions", "update"]
    running = ["since", "previous", "courses", "new_facts"]
    assert list(story) == [*names, *running, "groups", "part", "rank", "weight", "rewrite"]
    assert story["topic"] == "disaster, accident and emergency incident"
    assert story["sources"] == ["Marlow Ledger", "Harbour Post", "Evening Line"]
    assert story["summary"][1]["article"] == "a2"
    assert [list(article) for article in story["articles"]] == [[*KEYS, *EXTRA, "copy_of"]] * 3
    assert [article["copy_of"] for article in story["articles"]] == [None, None, "a1"]
    assert story["contradictions"] == [
        {
            "about": "injured",
            "figures": [
                {"value": "12", "articles": ["a1"], "sentence": FERRY.blocks[0].text},
                {"value": "15", "articles": ["a2"], "sentence": FERRY_TOO.blocks[0].text},
            ],
        }
    ]


def test_an_article_has_text_and_removed_after_the_topics() -> None:
    """`text` is the body only, its paragraphs separated by empty lines."""
    value = article_of(FERRY)
    assert list(value) == [*KEYS, "text", "removed", *EXTRA, "main"]
    assert value["text"].startswith("A commuter ferry struck a pier")
    assert "\n\nWhat happened\n\n" in value["text"]
    assert value["removed"] == [
        {"text": "Join our Telegram channel.", "rule": "phrase:telegram-plug"}
    ]
    assert value["published"] == "2026-11-22T04:00:00+00:00"
    assert value["topics"][0]["id"] == "medtop:03000000"


def test_unknown_values_are_null() -> None:
    """Unknown values are null, never a guess or an empty string."""
    value = article_of(replace(BARE, source=" \u200b", language=""))
    known = {name: field for name, field in value.items() if field not in (None, [])}
    assert known == {
        "id": "c1", "text": "A note.", "kind": "report", "update": False, "main": True
    }  # fmt: skip
    (story,) = digest_of(replace(DIGEST, stories=(STORIES[2],), since=None))["stories"]
    assert story["title"] is None
    assert story["topic"] is None


def test_times_are_in_utc_whatever_zone_the_reader_is_in() -> None:
    """JSON does not depend on the options of rendering."""
    east = timezone(timedelta(hours=8))
    assert render_digest(DIGEST, "json", RenderOptions(timezone=east)) == render_digest(
        DIGEST, "json"
    )
    local = replace(FERRY, published=datetime(2026, 11, 22, 12, 0, 0, 5, tzinfo=east))
    assert article_of(local)["published"] == "2026-11-22T04:00:00+00:00"
    ends = replace(FERRY, published=datetime(1, 1, 1, tzinfo=east))
    assert article_of(ends)["published"].startswith("0001-01-01T00:00:00")


def test_json_is_utf_8_and_safe_inside_a_script() -> None:
    """JSON is not escaped to ASCII, and no `<` ends a script or opens a comment (OUT08)."""
    hostile = replace(FERRY, title="港 </script><script>x()</script> <!-- ]]>")
    text = render_articles([hostile], "json")
    assert "港" in text
    assert "<" not in text
    assert json.loads(text)[0]["title"] == hostile.title


def test_non_finite_scores_are_null() -> None:
    """NaN and infinity are not valid in JSON."""
    odd = replace(FERRY, topics=(Topic("x:1", "x", float("nan")), Topic("x:2", "y", float("inf"))))
    assert [topic["score"] for topic in article_of(odd)["topics"]] == [None, None]


def test_links_are_web_links_or_null() -> None:
    """Consumers put links into href attributes, so other schemes are null."""
    odd = replace(FERRY, url="javascript:alert(1)", image="data:image/png;base64,AAAA")
    value = article_of(odd)
    assert (value["url"], value["image"]) == (None, None)


def test_secrets_of_failed_sources_are_masked() -> None:
    """Passwords in URLs are not in the output (SEC01)."""
    failed = Failure(
        "https://me:hunter2@example.org/rss?token=hunter3",
        "HTTP 401 for https://me:hunter2@example.org/",
        "gather",
        "http",
    )
    value = render_digest(replace(DIGEST, failures=(failed,)), "json")
    assert "hunter" not in value
    assert json.loads(value)["failures"][0]["source"] == "https://***@example.org/rss?token=***"


def test_each_line_is_a_story_or_an_article() -> None:
    """`jsonl` can be read line by line."""
    stories = [json.loads(line) for line in render_digest(DIGEST, "jsonl").splitlines()]
    assert stories == digest_of(DIGEST)["stories"]
    articles = [json.loads(line) for line in render_articles([FERRY, BARE], "jsonl").splitlines()]
    assert articles == [article_of(FERRY), article_of(BARE)]
    assert render_digest(replace(DIGEST, stories=()), "jsonl") == ""


def test_an_empty_digest_is_still_an_object() -> None:
    """An empty digest has all keys."""
    empty = Digest(generated=NOW, since=None, until=NOW, stories=())
    value = digest_of(empty)
    assert value["stories"] == value["failures"] == []
    assert value["window"]["since"] is None
    assert json.loads(render_articles([], "json")) == []


def test_a_story_has_the_title_of_its_lead() -> None:
    """Title and first source of a story are those of the lead article."""
    turned = Story(id="s", articles=STORIES[0].articles[::-1])
    story = digest_of(replace(DIGEST, stories=(turned,)))["stories"][0]
    assert story["title"] == "Fifteen hurt as ferry hits quay"
    assert story["sources"] == ["Harbour Post", "Marlow Ledger"]
    assert datetime.fromisoformat(story["articles"][0]["published"]).tzinfo == UTC


def test_a_story_has_its_place_in_the_edition() -> None:
    """Part, rank and weight with its terms; the digest says how long it takes to read."""
    reasons = (Reason("word", "pier", 0.75), Reason("topic", "sport", -0.25))
    weight = Weight(1.584962500721156, 0.4, 0.5, kind=-0.5, interests=0.5, reasons=reasons)
    parts = (Part.TOP, Part.SECTION, Part.MORE)
    stories = tuple(
        replace(story, part=part, weight=weight) for story, part in zip(STORIES, parts, strict=True)
    )
    value = digest_of(replace(DIGEST, stories=stories, edition=Edition(3, 1150)))
    assert value["edition"] == {
        "minutes": 5, "budget": 3, "words": 1150,
        "counts": {"top": 1, "section": 1, "brief": 0, "more": 1, "finally": 0},
        "number": None, "quote": None,
    }  # fmt: skip
    assert [(each["part"], each["rank"]) for each in value["stories"]] == [
        ("top", 1), ("section", 2), ("more", 3)
    ]  # fmt: skip
    assert value["stories"][0]["weight"] == {
        "total": 2.485, "sources": 1.585, "prominence": 0.4, "freshness": 0.5, "kind": -0.5,
        "interests": 0.5,
        "reasons": [
            {"kind": "word", "name": "pier", "weight": 0.75},
            {"kind": "topic", "name": "sport", "weight": -0.25},
        ],
    }  # fmt: skip
    assert digest_of(DIGEST)["edition"] is None
    assert digest_of(DIGEST)["stories"][0]["weight"] is None
