"""The format markdown: CommonMark, one line per paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.model import BlockKind
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.escape_markdown import escaped, fenced, link
from newsdigest.render.options import RenderOptions
from newsdigest.render.outline import Outline
from newsdigest.render.own_digests import MARKDOWN_MARK
from newsdigest.render.reader_view import ArticleView, BlockGroupView, ReaderView
from newsdigest.render.view import DigestView

# A backslash at the end of a line breaks it there.
_BREAK = "\\\n"


def digest(view: DigestView, options: RenderOptions) -> str:
    """Headings for publications, topics and stories, at increasing levels."""
    head = [f"# {escaped(view.title)}", " · ".join(view.counts)]
    return _document([*head, *_outline(options.words).digest(view), MARKDOWN_MARK])


def articles(reader: ReaderView, options: RenderOptions) -> str:
    """A reader view: each article under a heading of level 1, its subheads from level 2."""
    parts: list[str] = []
    for article in reader.articles:
        parts += [*(["* * *"] if parts else []), *_article(article, options.words)]
    return _document(parts)


def _document(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _outline(words: Catalogue) -> Outline:
    return Outline(words, "#", escaped, escaped, link)


def _article(article: ArticleView, words: Catalogue) -> list[str]:
    facts = [*article.facts, *([article.note] if article.note else [])]
    parts = [f"# {link(article.headline, article.url)}", _BREAK.join(map(escaped, facts))]
    if article.standfirst:
        parts.append(f"**{escaped(article.standfirst)}**")
    for group in article.block_groups:
        parts += _block_group(group, words)
    return parts + _removed(article, words)


def _block_group(group: BlockGroupView, words: Catalogue) -> list[str]:
    texts = [escaped(text) for text in group.texts]
    match group.kind:
        case BlockKind.SUBHEAD:
            return [f"{'#' * group.level} {text}" for text in texts]
        case BlockKind.LIST_ITEM:
            return ["\n".join(_outline(words).items(group.lists))]
        case BlockKind.QUOTE:
            return ["\n>\n".join(f"> {text}" for text in texts)]
        case BlockKind.TABLE_ROW:
            # CommonMark has no tables, and GitHub's need a header row, which may be missing.
            return [_BREAK.join(texts)]
        case BlockKind.CODE:
            return [fenced(text) for text in group.texts]
    return texts


def _removed(article: ArticleView, words: Catalogue) -> list[str]:
    if not article.removed:
        return []
    items = [f"- {escaped(r.rule)}: {escaped(r.text)}" for r in article.removed]
    return [f"## {words.say('removed_title')}", "\n".join(items)]
