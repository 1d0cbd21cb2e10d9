"""Whole pages in seven languages, each with everything that surrounds an article: see pages/."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsdigest.clean import clean
from newsdigest.extract import extract_articles
from newsdigest.language import count_words
from newsdigest.model import Article, Document

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.json"))
AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def article(name: str) -> Article:
    url = expected(name)["url"]
    document = Document(content=(PAGES / f"{name}.html").read_bytes(), origin=url, url=url)
    (found,) = extract_articles(document, as_of=AS_OF)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_body_is_only_the_article(name: str) -> None:
    """Captions, comments, sign-ups and links to other articles are out, lists and subheads in."""
    text = (PAGES / f"{name}.txt").read_text(encoding="utf-8")
    assert [block.text for block in clean(article(name)).blocks] == text.splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_the_metadata_of_the_page_is_found(name: str) -> None:
    """Headline, authors, publication, language and date, in the page's own language."""
    found, wanted = article(name), expected(name)
    assert found.title == wanted["title"]
    assert list(found.authors) == wanted["authors"]
    assert found.source == wanted["source"]
    assert found.language == wanted["language"]
    assert found.published == datetime.fromisoformat(wanted["published"])


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("de", 110, 125),
        ("fr", 110, 130),
        ("es", 105, 120),
        ("ms", 80, 95),
        ("ar", 75, 95),
        # About 210 and 215 characters; a word has 1.6 of Han and 2.5 of mixed script, roughly.
        ("zh", 90, 150),
        ("ja", 70, 130),
    ],
)
def test_word_counts_are_comparable_across_scripts(name: str, least: int, most: int) -> None:
    """Scripts without spaces are counted by their characters."""
    words = sum(count_words(block.text) for block in clean(article(name)).blocks)
    assert least <= words <= most
