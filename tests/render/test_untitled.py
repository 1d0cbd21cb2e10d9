"""Posts without a title, and summaries that repeat the headline."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsdigest.model import Article, Block, BlockKind, Digest, Story, SummarySentence
from newsdigest.render import RenderOptions, render_digest

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
FOG = "Fog again this morning, and the ferry waited."
GULLS = "I counted eleven gulls on the rail."
LONG = (
    "The boy at the lock who sold me nine eels this morning wants to become a pilot like his "
    "sister, who drives the crane."
)


def digest(title: str | None, text: str, *summary: str) -> Digest:
    blocks = (Block(BlockKind.PARAGRAPH, text),)
    article = Article("a", title, blocks, "feed", "Quay Notes", language="en")
    sentences = tuple(SummarySentence(each, "a") for each in summary)
    return Digest(NOW, None, NOW, (Story("s", (article,), summary=sentences),))


def shown(made: Digest, format: str) -> str:
    return render_digest(made, format, RenderOptions())


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_a_post_is_headed_by_its_first_sentence(format: str) -> None:
    """The first sentence is shown once, as the headline, and the summary continues after it."""
    page = shown(digest(None, f"{FOG} {GULLS}", FOG, GULLS), format)
    assert "Untitled" not in page
    assert GULLS in page
    assert page.count(FOG) == 1


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    """The headline is cut at a word; the summary has the whole sentence."""
    page = shown(digest(None, LONG, LONG), "markdown")
    heading = next(line for line in page.splitlines() if "The boy" in line)
    assert heading.endswith(" …")
    assert len(heading) < 110
    assert LONG.startswith(heading.lstrip("# ").removesuffix(" …") + " ")
    assert LONG in page


def test_without_title_and_text_a_story_is_untitled() -> None:
    """A story without any text has a placeholder as headline."""
    assert "Untitled" in shown(digest(None, ""), "text")


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_the_summary_does_not_repeat_the_headline(format: str) -> None:
    """A sentence with the headline's words is left out, whatever its punctuation."""
    page = shown(digest("Fog stops the ferry", GULLS, "Fog stops the ferry.", GULLS), format)
    assert "Fog stops the ferry." not in page
    assert GULLS in page


def test_a_mail_of_untitled_posts_has_their_first_words_as_subject() -> None:
    """The subject and the notification have the first words of a post."""
    made = digest(None, f"{FOG} {GULLS}", FOG, GULLS)
    subject = next(
        line for line in shown(made, "email").splitlines() if line.startswith("Subject:")
    )
    assert FOG.split(",")[0] in subject
