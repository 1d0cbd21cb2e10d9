"""The three functions of the public API."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import newsdigest
from tests.pages import article_page

AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)


@pytest.mark.parametrize("page", [article_page(), article_page().encode()])
def test_extract(page: str | bytes) -> None:
    """A page as text or bytes gives its article, clean and with an id."""
    (article,) = newsdigest.extract(page, url="https://quay.example/ferry", as_of=AS_OF)
    assert article.title == "Ferry landing to reopen in April"
    assert article.text.startswith("The town council of Marlow Quay voted on Tuesday")
    assert article.language == "en"
    assert len(article.id) == 16


def test_extract_says_what_it_cannot_do() -> None:
    """No article is an error, never an empty list."""
    with pytest.raises(newsdigest.ExtractionError):
        newsdigest.extract("<html></html>")


def test_digest_and_render(tmp_path: Path) -> None:
    """Sources become a digest, a digest becomes text; what failed is told in it."""
    (tmp_path / "ferry.html").write_text(article_page())
    made = newsdigest.digest([tmp_path / "ferry.html", tmp_path / "gone.html"], as_of=AS_OF)
    assert [story.title for story in made.stories] == ["Ferry landing to reopen in April"]
    assert [failure.code for failure in made.failures] == ["unreadable"]
    text = newsdigest.render(made, "markdown")
    assert "Ferry landing to reopen in April" in text
    assert "gone.html" in text


def test_a_script_needs_no_guard(tmp_path: Path) -> None:
    """A plain script may call `digest` at its top level, although it starts child processes."""
    (tmp_path / "ferry.html").write_text(article_page())
    script = tmp_path / "script.py"
    script.write_text(
        "import newsdigest\n"
        f"made = newsdigest.digest([{str(tmp_path / 'ferry.html')!r}])\n"
        "print(made.stories[0].title)\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "Ferry landing to reopen in April\n"


def test_summaries_stand_verbatim_in_their_articles(tmp_path: Path) -> None:
    """Promise 2: every sentence of a digest is in the article that it names."""
    for n, place in enumerate(["Marlow Quay", "Port Ellis"]):
        (tmp_path / f"{n}.html").write_text(article_page(place=place))
    made = newsdigest.digest([tmp_path], as_of=AS_OF)
    for story in made.stories:
        articles = {a.id: a for a in (*story.articles, *(c.article for c in story.copies))}
        assert story.summary
        for sentence in story.summary:
            assert sentence.text in articles[sentence.article].text
