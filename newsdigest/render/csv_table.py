"""The format csv: one row per story or article. RFC 4180 except for the line endings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import starmap

from newsdigest.model import Article, Digest, Part, Story
from newsdigest.render.compose import compose
from newsdigest.render.dates import iso
from newsdigest.render.options import RenderOptions
from newsdigest.render.view import StoryView
from newsdigest.valueclasses import replace

STORY_COLUMNS = (
    *("id", "title", "topic", "source", "also_in", "agency", "place", "authors", "published"),
    *("language", "url", "summary", "differences", "articles", "others", "update"),
    *("part", "rank", "weight"),
    *("since", "previous", "courses", "new_facts"),
)
ARTICLE_COLUMNS = (
    *("id", "title", "topic", "source", "agency", "place", "authors", "published", "modified"),
    *("language", "url", "section", "standfirst", "partial", "text"),
)
# Characters that begin a formula in spreadsheets, with their full-width forms.
_FORMULA = re.compile(r"[=+\-@＝＋－＠]")
_SEPARATOR = "; "

CsvRow = Mapping[str, str | float | None]


def digest(digest: Digest, options: RenderOptions) -> str:
    """One row per story; `source` is the lead's publication, `articles` includes copies.

    `others` are its other reports.
    """
    shown = tuple(replace(story, part=Part.SECTION) for story in digest.stories)
    views = compose(replace(digest, stories=shown), options).ranked
    return _table(STORY_COLUMNS, starmap(_story, zip(digest.stories, views, strict=True)))


def articles(articles: Sequence[Article], options: RenderOptions) -> str:
    """One row per article with its whole text, paragraphs separated by empty lines."""
    return _table(ARTICLE_COLUMNS, (_article(article) for article in articles))


def _table(columns: Sequence[str], rows: Iterable[CsvRow]) -> str:
    file = io.StringIO()
    # All texts are quoted: some spreadsheets also split at semicolons.
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return file.getvalue()


def _cell(value: str | float | None) -> str | float:
    """The value; a text that looks like a formula is prefixed with an apostrophe.

    >>> _cell("=1+1")
    "'=1+1"
    """
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value.lstrip()) else value
    return "" if value is None else value


def _story(story: Story, shown: StoryView) -> CsvRow:
    return {
        **_facts(story.lead),
        "id": story.id,
        "topic": story.topic.name if story.topic else None,
        "also_in": _joined(source for source in story.sources if source != story.lead.source),
        "summary": shown.summary_text,
        "differences": _joined(each.text for each in shown.differences),
        "articles": 1 + len(shown.others),
        "others": _joined(f"{each.source}: {each.headline}" for each in shown.others),
        "update": shown.update,
        "part": story.part.value,
        "rank": shown.rank,
        "weight": round(story.weight.total, 4) if story.weight else None,
        "since": iso(story.since),
        "previous": _joined(
            ": ".join(filter(None, (each.source, each.headline))) for each in shown.course
        ),
        "courses": _joined(shown.rises),
        "new_facts": _joined(story.new_facts),
    }


def _article(article: Article) -> CsvRow:
    return {
        **_facts(article),
        "id": article.id,
        "topic": article.topics[0].name if article.topics else None,
        "modified": iso(article.modified),
        "section": article.section,
        "standfirst": article.standfirst,
        "partial": article.partial.value if article.partial else None,
        "text": article.text,
    }


def _facts(article: Article) -> CsvRow:
    return {
        "title": article.title,
        "source": article.source,
        "agency": article.agency,
        "place": article.dateline,
        "authors": _joined(article.authors),
        "published": iso(article.published),
        "language": article.language,
        "url": article.url,
    }


def _joined(texts: Iterable[str]) -> str:
    return _SEPARATOR.join(texts)
