"""The format markdown: CommonMark, a line for each paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from newsdigest.language import printable
from newsdigest.model import Article, Block, BlockKind, Digest, Story
from newsdigest.render import wording
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.escape_markdown import escaped, fenced, link
from newsdigest.render.grouping import Section, group
from newsdigest.render.links import web_link
from newsdigest.render.options import RenderOptions
from newsdigest.render.own_output import MARKDOWN_MARK

_DEEPEST = 6
# A backslash at the end of a line breaks it there.
_BREAK = "\\\n"


def digest(digest: Digest, options: RenderOptions) -> str:
    """Headings for publications, topics and stories, in this order of level."""
    title = escaped(wording.digest_title(digest, options))
    parts = [f"# {title}", " · ".join(wording.counts(digest, options))]
    parts += _section(group(digest.stories, options.by), digest, options, level=2)
    return _document([*parts, *_failures(digest, options), MARKDOWN_MARK])


def articles(articles: Sequence[Article], options: RenderOptions) -> str:
    """A reader view: each article under a heading of level 1, its subheads from level 2."""
    parts: list[str] = []
    for article in articles:
        parts += [*(["* * *"] if parts else []), *_article(article, options)]
    return _document(parts)


def _document(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(section: Section, digest: Digest, options: RenderOptions, *, level: int) -> list[str]:
    parts = []
    for inner in section.sections:
        named = bool(inner.name) or len(section.sections) > 1
        if named:
            parts.append(f"{'#' * level} {escaped(wording.section_name(inner, options.words))}")
        parts += _section(inner, digest, options, level=level + named)
    for story in section.stories:
        parts += _story(story, digest, options, level)
    return parts


def _story(story: Story, digest: Digest, options: RenderOptions, level: int) -> list[str]:
    words = options.words
    title = link(wording.headline(story.lead, words), web_link(story.lead.url))
    about = wording.about(story, digest, options)
    parts = [f"{'#' * level} {title}", escaped(" · ".join(about)), _summary(story, words)]
    if groups := [_mentions(mentions) for mentions in wording.mentions(story, digest, words)]:
        parts.append(f"{wording.capitalised(words.say('also_in'))} {'; '.join(groups)}")
    label = wording.capitalised(words.say("figures_differ"))
    differences = (wording.difference(value, story, words) for value in story.contradictions)
    return parts + [f"{label}: {escaped(difference)}" for difference in differences]


def _summary(story: Story, words: Catalogue) -> str:
    told = []
    for sentence in wording.sentences(story, words):
        source = f" {escaped(f'[{sentence.publication}]')}" if sentence.publication else ""
        told.append(escaped(sentence.text) + source)
    return " ".join(told)


def _mentions(mentions: wording.Mentions) -> str:
    names = ", ".join(link(mention.name, mention.link) for mention in mentions.names)
    return f"{names} ({escaped(mentions.note)})" if mentions.note else names


def _failures(digest: Digest, options: RenderOptions) -> list[str]:
    if not digest.failures:
        return []
    listed = "\n".join(f"- {escaped(wording.failure(value))}" for value in digest.failures)
    return [f"{wording.failures_title(digest.failures, options.words)}:", listed]


def _article(article: Article, options: RenderOptions) -> list[str]:
    title = link(wording.headline(article, options.words), web_link(article.url))
    parts = [f"# {title}", _facts(article, options)]
    if standfirst := escaped(article.standfirst or ""):
        parts.append(f"**{standfirst}**")
    for kind, blocks in groupby(article.blocks, key=lambda block: block.kind):
        parts += _blocks(kind, list(blocks))
    return parts + (_removed(article, options.words) if options.removed else [])


def _facts(article: Article, options: RenderOptions) -> str:
    words = options.words
    source = [wording.publication(article, words)] if article.source else []
    rows = [
        " · ".join([*source, *wording.origin(article, words)]),
        " · ".join(wording.times(article, options)),
        wording.partial_note(article, words),
    ]
    return _BREAK.join(escaped(row) for row in rows if row)


def _blocks(kind: BlockKind, blocks: list[Block]) -> list[str]:
    texts = [escaped(block.text) for block in blocks]
    match kind:
        case BlockKind.SUBHEAD:
            levels = [min(_DEEPEST, max(2, block.level)) for block in blocks]
            return [f"{'#' * n} {text}" for n, text in zip(levels, texts, strict=True)]
        case BlockKind.LIST_ITEM:
            return ["\n".join(_list_items(blocks, texts))]
        case BlockKind.QUOTE:
            return ["\n>\n".join(f"> {text}" for text in texts)]
        case BlockKind.TABLE_ROW:
            # CommonMark has no tables, and those of GitHub want a heading row that may be missing.
            return [_BREAK.join(texts)]
        case BlockKind.CODE:
            return [fenced(printable(block.text, multiline=True)) for block in blocks]
        case _:
            return texts


def _list_items(blocks: list[Block], texts: list[str]) -> list[str]:
    """Nested at most one deeper than the item before, or the indent would make code of it."""
    items = []
    # The marks of the items that the next one can be nested in, from the outermost on.
    marks: list[str] = []
    for block, text in zip(blocks, texts, strict=True):
        del marks[max(1, block.level) - 1 :]
        indent = " " * sum(map(len, marks))
        marks.append("- " if block.number is None else f"{block.number}. ")
        items.append(f"{indent}{marks[-1]}{text}")
    return items


def _removed(article: Article, words: Catalogue) -> list[str]:
    if not article.removed:
        return []
    items = [f"- {escaped(r.rule)}: {escaped(r.text)}" for r in article.removed]
    return [f"## {words.say('removed_title')}", "\n".join(items)]
