"""A message of a mailbox → its articles; runs in child processes."""

from __future__ import annotations

from datetime import datetime

from newsdigest.errors import ExtractionError
from newsdigest.extract.article_ids import assign_ids
from newsdigest.model import Article, Document
from newsdigest.pipeline.document_articles import finish, in_its_language
from newsdigest.pipeline.document_opening import open_letter
from newsdigest.pipeline.reading_rules import DEFAULT_RULES, ReadingRules
from newsdigest.valueclasses import replace


def letter_articles(
    letter: Document, as_of: datetime, rules: ReadingRules = DEFAULT_RULES
) -> list[Article]:
    """The articles of a message, at least one, under the origin of its mailbox.

    Raises SourceError or ExtractionError if there is none.
    """
    found = open_letter(letter, as_of, rules)
    return [replace(article, origin=letter.origin) for article in found]


def headline_articles(letter: Document, as_of: datetime) -> list[Article]:
    """The article of a message that cannot be read, with its subject alone.

    Raises ExtractionError if it has no subject.
    """
    from newsdigest.sources.mail import read_envelope

    hints = read_envelope(letter.content, as_of=as_of)
    if not hints.title:
        raise ExtractionError("no-article", "a message without text and subject")
    article = Article(
        id="",
        title=hints.title,
        blocks=(),
        origin=letter.origin,
        source=hints.source,
        authors=hints.authors,
        published=hints.published,
        language=hints.language,
    )
    return [finish(in_its_language(each)) for each in assign_ids([article])]
