"""The article is extracted whole and once, without anything else, however its page wraps it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsdigest.extract import extract_articles
from newsdigest.model import Document
from tests.extract.html.shapes import SHAPES, TITLE

AS_OF = datetime(2025, 2, 7, tzinfo=UTC)


@pytest.mark.parametrize("name", SHAPES)
def test_only_the_article_is_extracted(name: str) -> None:
    """Each text of the article once, in order, and nothing around it."""
    shape = SHAPES[name]
    document = Document(content=shape.html.encode(), origin=name, url="https://example.org/bus")
    [article] = extract_articles(document, as_of=AS_OF)
    assert tuple(block.text for block in article.blocks) == shape.body
    assert article.title == TITLE
