"""Newsletters of our own, as read from a message: a body with a subject and a sender."""

from __future__ import annotations

from datetime import UTC, datetime

from newsdigest.extract import extract_articles
from newsdigest.model import Article, Document, Hints

AS_OF = datetime(2026, 11, 18, tzinfo=UTC)
SENT = datetime(2026, 11, 17, 6, tzinfo=UTC)

FERRY = (
    "Ferry returns to Sandholm with a quieter engine",
    "The old ferry Skua went back to the quay at Sandholm on Friday after nine weeks in the yard.",
    "Passengers would hardly notice the new engine, said its captain, Runa Falk.",
)
OVEN = (
    "Rival bakers share an oven as rye gets dearer",
    "Two bakers in Norfield share one oven since the mill raised the price of rye by a fifth.",
    "The idea came from the older of them, Pavel Hruska, who was about to retire.",
)
BEES = (
    "Beekeepers count more hives than ever",
    "Beekeepers along the Harrow counted 1,400 hives after the winter, their association reported.",
    "A dry autumn had kept mites in check, according to the research station at Karlby.",
)
STORIES = (FERRY, OVEN, BEES)
TITLES = [title for title, *_ in STORIES]


def read(
    body: str, *, subject: str | None = "Subject", source: str = "The Quay", html: bool = True
) -> list[Article]:
    """The articles of a message with that body."""
    document = Document(
        content=body.encode(),
        origin="letter.eml",
        media_type="text/html" if html else "text/plain",
        charset="utf-8",
        hints=Hints(title=subject, source=source, published=SENT),
        is_letter=True,
    )
    return extract_articles(document, as_of=AS_OF)


def paragraphs(*texts: str) -> str:
    """The texts as paragraphs of HTML."""
    return "".join(f"<p>{text}</p>" for text in texts)


def everything(articles: list[Article]) -> str:
    """All that readers are shown of the message."""
    return "\n".join(f"{article.title}\n{article.text}" for article in articles)


def removed(articles: list[Article]) -> str:
    """Everything that was removed from it."""
    return "\n".join(removal.text for article in articles for removal in article.removed)
