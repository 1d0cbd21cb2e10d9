"""The format org: a document for Org, one line per paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from newsdigest.model import BlockKind
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.dates import local
from newsdigest.render.escape_org import escaped, example, heading, link
from newsdigest.render.note_sections import section
from newsdigest.render.options import RenderOptions
from newsdigest.render.outline import Outline
from newsdigest.render.reader_view import ArticleView, BlockGroupView, ReaderView
from newsdigest.render.view import DigestView


def digest(view: DigestView, options: RenderOptions) -> str:
    """Keywords, then the digest as a section with a heading of level 1."""
    head = [f"* {heading(view.title)}", escaped(" · ".join(view.counts))]
    text = _joined([*head, *_outline(options.words).digest(view)])
    return f"{_keywords(view, options)}\n{section('org', text, view, options)}"


def articles(reader: ReaderView, options: RenderOptions) -> str:
    """A reader view: each article under a heading of level 1, its subheads from level 2."""
    parts: list[str] = []
    for article in reader.articles:
        parts += _article(article, options.words)
    return f"{_joined(parts)}\n"


def _keywords(view: DigestView, options: RenderOptions) -> str:
    day = local(datetime.fromisoformat(view.generated), options.timezone).date()
    return (
        f"#+title: {escaped(view.title)}\n"
        f"#+date: [{day}]\n"
        f"#+language: {view.language}\n"
        "#+filetags: :newsdigest:\n"
    )


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _outline(words: Catalogue) -> Outline:
    return Outline(words, "*", escaped, heading, link)


def _article(article: ArticleView, words: Catalogue) -> list[str]:
    facts = [*article.facts, *([article.note] if article.note else [])]
    title = _outline(words).heading(1, article.headline, article.url)
    parts = [title, *map(escaped, facts), escaped(article.standfirst or "")]
    for group in article.block_groups:
        parts += _block_group(group, words)
    return parts + _removed(article, words)


def _block_group(group: BlockGroupView, words: Catalogue) -> list[str]:
    texts = [escaped(text) for text in group.texts]
    match group.kind:
        case BlockKind.SUBHEAD:
            return [f"{'*' * group.level} {heading(text)}" for text in group.texts]
        case BlockKind.LIST_ITEM:
            return ["\n".join(_outline(words).items(group.lists))]
        case BlockKind.QUOTE:
            return ["\n".join(["#+begin_quote", "\n\n".join(texts), "#+end_quote"])]
        case BlockKind.TABLE_ROW:
            return ["\n".join(_row(row) for row in group.rows)]
        case BlockKind.CODE:
            return [example(text) for text in group.texts]
    return texts


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(escaped(cell).replace('|', _BAR) for cell in cells)} |"


_BAR = r"\vert{}"


def _removed(article: ArticleView, words: Catalogue) -> list[str]:
    if not article.removed:
        return []
    removed = (filter(None, (escaped(each.rule), escaped(each.text))) for each in article.removed)
    items = [f"- {': '.join(texts)}" for texts in removed]
    return [f"** {heading(words.say('removed_title'))}", "\n".join(items)]
