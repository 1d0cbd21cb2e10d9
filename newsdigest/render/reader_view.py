"""The view of articles for the command `read`: worded and ready to be laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from newsdigest.model import Article, Block, BlockKind, Topic
from newsdigest.render import wording
from newsdigest.render.dates import iso
from newsdigest.render.language_attributes import direction, language_tag
from newsdigest.render.options import RenderOptions
from newsdigest.valueclasses import valueclass

__all__ = ["ReaderView", "reader_view"]


@valueclass
class ListItemView:
    """An item of a list with the lists nested below it."""

    text: str
    lists: tuple[ListView, ...]
    # In an ordered list; None in others.
    number: int | None = None


@valueclass
class ListView:
    """Consecutive items that are either all numbered or all unnumbered."""

    is_ordered: bool
    items: tuple[ListItemView, ...]


@valueclass
class BlockGroupView:
    """Consecutive blocks of one kind: a whole list, a whole table, one subhead."""

    # A BlockKind's value.
    kind: str
    # One per block; code keeps its line breaks.
    texts: tuple[str, ...]
    # Of a subhead: 2 to 6, at most one deeper than the previous one.
    level: int = 0
    lists: tuple[ListView, ...] = ()
    # Of a table, all of the same length.
    rows: tuple[tuple[str, ...], ...] = ()


@valueclass
class RemovalView:
    """Removed text and the rule that removed it."""

    rule: str
    text: str


@valueclass
class ArticleView:
    """An article; its texts are printable but not escaped."""

    id: str
    # "article-3".
    anchor: str
    headline: str
    url: str | None
    language: str | None
    direction: str
    # Publication, place, agency or authors; the times.
    facts: tuple[str, ...]
    authors: tuple[str, ...]
    # In ISO 8601 and UTC.
    published: str | None
    # When it was modified, else when it was published.
    updated: str | None
    topics: tuple[Topic, ...]
    # Why the text is incomplete.
    note: str | None
    standfirst: str | None
    block_groups: tuple[BlockGroupView, ...]
    # Empty unless asked for.
    removed: tuple[RemovalView, ...]


@valueclass
class ReaderView:
    """The articles of one page."""

    language: str
    direction: str
    # The headline if there is only one article.
    title: str
    # When the newest article was updated.
    updated: str | None
    articles: tuple[ArticleView, ...]


def reader_view(articles: Sequence[Article], options: RenderOptions) -> ReaderView:
    words = options.words
    views = tuple(
        _article_view(article, number, options) for number, article in enumerate(articles, 1)
    )
    title = views[0].headline if len(views) == 1 else words.say("articles_title")
    updated = max((each.updated for each in views if each.updated), default=None)
    return ReaderView(words.language, words.direction, title, updated, views)


def _article_view(article: Article, number: int, options: RenderOptions) -> ArticleView:
    """The view of the article at position `number`, counted from 1."""
    words = options.words
    language = language_tag(article.language)
    source = [wording.publication(article, words)] if article.source else []
    rows = (
        " · ".join([*source, *wording.origin(article, words)]),
        " · ".join(wording.times(article, options)),
    )
    removed = (RemovalView(each.rule, each.text) for each in article.removed)
    return ArticleView(
        id=article.id,
        anchor=f"article-{number}",
        headline=wording.headline(article, words),
        url=article.url,
        language=language,
        direction=direction(language),
        facts=tuple(row for row in rows if row),
        authors=article.authors,
        published=iso(article.published),
        updated=iso(article.modified or article.published),
        topics=article.topics,
        note=wording.partial_note(article, words),
        standfirst=article.standfirst,
        block_groups=tuple(block_groups(article.blocks)),
        removed=tuple(removed) if options.removed else (),
    )


def block_groups(blocks: Iterable[Block]) -> Iterator[BlockGroupView]:
    """The blocks grouped by kind, each list and table as one group."""
    level = 1
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind is BlockKind.SUBHEAD:
            for block in group:
                level = min(max(2, block.level), level + 1, 6)
                yield BlockGroupView(kind.value, (block.text,), level=level)
        else:
            yield _block_group(kind, list(group))


def _block_group(kind: BlockKind, blocks: list[Block]) -> BlockGroupView:
    texts = tuple(block.text for block in blocks)
    if kind is BlockKind.LIST_ITEM:
        return BlockGroupView(kind.value, texts, lists=_lists(blocks))
    if kind is BlockKind.TABLE_ROW:
        return BlockGroupView(kind.value, texts, rows=_table(texts))
    return BlockGroupView(kind.value, texts)


# Deeper lists are attacks.
_DEEPEST = 6


def _lists(blocks: Sequence[Block], depth: int = 1) -> tuple[ListView, ...]:
    """Lists of items, deeper items nested in the item they follow."""
    runs = groupby(_nested(blocks, depth), key=lambda item: item.number is not None)
    return tuple(ListView(is_ordered, tuple(items)) for is_ordered, items in runs)


def _nested(blocks: Sequence[Block], depth: int) -> Iterator[ListItemView]:
    position = 0
    while position < len(blocks):
        item, end = blocks[position], position + 1
        while depth < _DEEPEST and end < len(blocks) and blocks[end].level > max(1, item.level):
            end += 1
        inner = _lists(blocks[position + 1 : end], depth + 1)
        yield ListItemView(item.text, inner, item.number)
        position = end


def _table(texts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    rows = [tuple(text.split(" | ")) for text in texts]
    width = max(map(len, rows))
    return tuple((*row, *[""] * (width - len(row))) for row in rows)
