"""Topics in the whole program: the user's own, and what a publication says of its articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pages import article_page
from tests.program import newsdigest

FERRIES = """
[[topic]]
name = "On the water"
words = ["ferry"]
phrases = ["fish market"]
{extra}
"""
# Words that speak for no topic, so that only what stands around them can.
PLAIN = """
<p>Ines Brandt came back on Tuesday with the answer that everyone in the room had waited for, and
read it twice, because the second half of the row had not heard it the first time.</p>
<p>It takes up nine pages, of which the last two are about what comes next, and was printed on both
sides of thick yellow sheets that she handed round afterwards.</p>
<p>Nobody had asked for so much, she said, but nobody had asked for less either, and so the list
went on until the light faded and the last of them had gone.</p>
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.html"
    path.write_text(article_page(head='<meta property="article:section" content="Economy">'))
    return path


def configured(tmp_path: Path, extra: str = "") -> Path:
    path = tmp_path / "config.toml"
    path.write_text(FERRIES.format(extra=extra))
    return path


def topic_of(source: Path, *arguments: str | Path) -> str | None:
    done = newsdigest("digest", source, "-f", "json", *arguments)
    assert done.status == 0
    (story,) = json.loads(done.stdout)["stories"]
    topic: str | None = story["topic"]
    return topic


def test_a_story_stands_under_the_users_topic(page: Path, tmp_path: Path) -> None:
    """`[[topic]]` gives a heading of its own, instead of the standard one."""
    done = newsdigest(
        "digest", page, "--by", "topic", "--top", "0", "--config", configured(tmp_path)
    )
    assert "ON THE WATER" in done.text.upper().splitlines()
    assert topic_of(page, "--config", configured(tmp_path)) == "On the water"


def test_a_topic_may_stand_beside_the_standard_one(page: Path, tmp_path: Path) -> None:
    """With `instead = false` the standard heading stays, and the own topic is named below it."""
    config = configured(tmp_path, "instead = false")
    done = newsdigest("digest", page, "--by", "topic", "--config", config)
    assert "On the water" in done.text
    assert "ON THE WATER" not in done.text.upper().splitlines()
    assert topic_of(page, "--config", config) == topic_of(page) != "On the water"


def test_filters_know_the_users_topics(page: Path, tmp_path: Path) -> None:
    """`drop = ["topic:…"]` takes a topic of the user's own as well."""
    config = configured(tmp_path, '\n[filters]\ndrop = ["topic:water"]')
    assert "Ferry" not in newsdigest("digest", page, "--config", config).text


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:section" content="Health">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "articleSection": "Health"}'
        "</script>",
        '<script type="application/ld+json">{"@type": "NewsArticle", '
        '"articleSection": ["Health", "Local"]}</script>',
        '<link rel="canonical" href="https://www.example.org/health/2026/what-came-next">',
        '<meta name="news_keywords" content="health, public health">',
    ],
)
def test_what_a_page_says_of_itself_counts(tmp_path: Path, head: str) -> None:
    """A section, a section in JSON-LD, the path of the URL and keywords make the topic."""
    page = tmp_path / "page.html"
    page.write_text(
        f"<html lang=en><head><title>What came next</title>{head}</head>"
        f"<body><article><h1>What came next</h1>{PLAIN}</article></body></html>"
    )
    assert topic_of(page) == "health"


def test_what_a_feed_says_of_an_entry_counts(tmp_path: Path) -> None:
    """A category of the entry makes the topic."""
    feed = tmp_path / "feed.xml"
    text = f"<![CDATA[{PLAIN}]]>"
    feed.write_text(
        "<?xml version='1.0'?><rss version='2.0' "
        "xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>The Post</title>"
        "<language>en</language><item><title>What came next</title><guid>1</guid>"
        f"<category>Health</category><content:encoded>{text}</content:encoded></item>"
        "</channel></rss>"
    )
    assert topic_of(feed) == "health"
