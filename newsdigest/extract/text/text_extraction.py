"""From a text to its articles; the door of this package."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from newsdigest.errors import ExtractionError
from newsdigest.extract.main_article import mark_main
from newsdigest.extract.text.agency_boxes import without_boxes
from newsdigest.extract.text.article_assembly import build_article
from newsdigest.extract.text.article_split import article_starts
from newsdigest.extract.text.header_facts import HeaderFactReader
from newsdigest.extract.text.labelled_fields import mark_fields, read_front_matter
from newsdigest.extract.text.line_roles import LineRole, TaggedLine, tag
from newsdigest.extract.text.line_shapes import count_words
from newsdigest.extract.text.line_unwrapping import unwrap
from newsdigest.extract.text.markdown_lines import is_markdown, read_markdown
from newsdigest.extract.text.text_lines import MOST_LINES, TextLine, read_lines
from newsdigest.model import Article, Document, Partial, Removal
from newsdigest.press.dates import more_exact
from newsdigest.valueclasses import replace

# A text without any full stop counts as lines of prose if its lines of at least the second number
# of words hold the first number in all; menus and lists of names have fewer words a line.
_LEAST_WORDS = 40
_LEAST_LINE_WORDS = 7


def extract_text(text: str, document: Document, *, as_of: datetime) -> list[Article]:
    """The articles of a plain text or Markdown, in order, with everything removed from each.

    Without ids. Relative times count back from `as_of`. Raises ExtractionError("no-article") if
    nothing is written in sentences.
    """
    lines, is_whole = _lines(text)
    tagged = without_boxes(tag(lines, HeaderFactReader(as_of)))
    articles = _articles(tagged, document) or _articles(_as_prose(tagged), document)
    if not articles:
        raise ExtractionError("no-article", "the text holds no article")
    if not is_whole:
        articles[-1] = replace(articles[-1], partial=Partial.TRUNCATED)
    if len(articles) == 1:
        articles = [_with_hints(articles[0], document)]
    return mark_main(articles, url=document.url, title=document.hints.title)


def _lines(text: str) -> tuple[list[TextLine], bool]:
    """The lines of the text, and whether they are all of it."""
    front = read_front_matter(text)
    markdown = bool(front.lines) or is_markdown(front.rest)
    lines = read_markdown(front.rest) if markdown else read_lines(front.rest)
    whole = len(lines) <= MOST_LINES
    return [*front.lines, *mark_fields(unwrap(lines[:MOST_LINES]))], whole


def _articles(tagged: Sequence[TaggedLine], document: Document) -> list[Article]:
    if not any(each.role is LineRole.PARAGRAPH for each in tagged):
        return []
    starts = article_starts(tagged)
    publications = _publications(tagged)
    articles: list[Article] = []
    unclaimed: list[TaggedLine] = []
    for start, end in zip(starts, [*starts[1:], len(tagged)], strict=True):
        part = tagged[start:end]
        article = build_article(part, publications, document.origin)
        if article is None:
            unclaimed.extend(part)
        else:
            articles.append(_with_removals(article, unclaimed))
            unclaimed = []
    if unclaimed and articles:
        articles[-1] = _with_removals(articles[-1], unclaimed)
    return articles


def _publications(tagged: Sequence[TaggedLine]) -> frozenset[str]:
    """The publications named in the text, preferably those on lines of their own.

    Only if there are none, all of them: "- Politics" has the form of "- The Courier".
    """
    named = {each.facts.source for each in tagged if each.facts is not None and each.facts.source}
    alone = {each.text for each in tagged if each.role is LineRole.SHORT}
    return frozenset(named & alone or named)


def _with_removals(article: Article, lines: Sequence[TaggedLine]) -> Article:
    """The article, with lines that belong to no article added to its removals."""
    removals = tuple(Removal(each.text, "text:no-article") for each in lines)
    return replace(article, removed=(*removals, *article.removed)) if removals else article


def _as_prose(tagged: Sequence[TaggedLine]) -> list[TaggedLine]:
    """The lines, long ones turned into paragraphs: texts without punctuation."""
    lengths = [count_words(each.text) if each.role is LineRole.SHORT else 0 for each in tagged]
    long = [length for length in lengths if length >= _LEAST_LINE_WORDS]
    if len(long) < 2 or sum(long) < _LEAST_WORDS:
        return []
    return [
        replace(each, role=LineRole.PARAGRAPH) if length >= _LEAST_LINE_WORDS else each
        for each, length in zip(tagged, lengths, strict=True)
    ]


def _with_hints(article: Article, document: Document) -> Article:
    """The only article of a document, with what was known before it was opened."""
    hints = document.hints
    return replace(
        article,
        title=article.title or hints.title,
        source=article.source or hints.source,
        authors=article.authors or hints.authors,
        published=more_exact(article.published, hints.published),
        language=article.language or hints.language,
        keywords=article.keywords or hints.keywords,
        image=article.image or hints.image,
        url=article.url or document.url,
    )
