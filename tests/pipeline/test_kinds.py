"""Kinds of articles are detected in every kind of source."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import newsdigest
from newsdigest.pipeline import DigestOptions, Run, make_digest, read
from newsdigest.sources import Gathering

AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)
TITLE = "Why the ferry landing at Marlow Quay closed"
TEXT = (
    "The ferry landing at Marlow Quay closed in March because its piles had rotted below the water"
    " line, engineers of the harbour authority said on Saturday. Repairs will take until the spring"
    " and cost twice what the council had set aside for them, they said."
)
PAGE = f"<html><title>{TITLE}</title><article><h1>{TITLE}</h1><p>{TEXT}</p></article></html>"
FEED = f"""<rss version="2.0"><channel><title>The Post</title><item><title>{TITLE}</title>
<link>https://post.example/a</link><description>{TEXT}</description></item></channel></rss>"""
DUMP = f"{TITLE}\n\n{TEXT}\n"
MAIL = f"""From: The Post <news@post.example>
Subject: {TITLE}
Date: Sat, 21 Nov 2026 10:00:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

{TEXT}
"""


def test_a_page_of_the_site_is_no_story(tmp_path: Path) -> None:
    """A privacy policy in a feed is left out and counted; the report beside it is kept."""
    item = "<item><title>Privacy Policy</title><link>https://post.example/p</link></item>"
    path = tmp_path / "feed.xml"
    path.write_text(FEED.replace("</channel>", f"{item}</channel>"), encoding="utf-8")
    run = Run(AS_OF)
    made = make_digest(read([str(path)], Gathering(offline=True), run), DigestOptions(), run)
    assert [story.title for story in made.stories] == [TITLE]
    assert run.no_news == 1


def test_a_page_of_the_site_named_alone_is_shown(tmp_path: Path) -> None:
    """A site's own page is shown if it is the only source."""
    path = tmp_path / "privacy.html"
    path.write_text(PAGE.replace(TITLE, "Privacy Policy"), encoding="utf-8")
    (story,) = newsdigest.digest([path], as_of=AS_OF, offline=True).stories
    assert story.title == "Privacy Policy"


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.html", PAGE), ("a.xml", FEED), ("a.txt", DUMP), ("a.eml", MAIL)],
)
def test_an_article_has_its_kind(tmp_path: Path, name: str, content: str) -> None:
    """Articles of pages, feeds, texts and mail have the same kinds."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    (story,) = newsdigest.digest([path], as_of=AS_OF, offline=True).stories
    assert story.lead.kind.value == "explainer"
