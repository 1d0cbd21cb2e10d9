"""The format markdown: CommonMark, one line per paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from newsdigest.model import BlockKind
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.escape_markdown import escaped, fenced, link
from newsdigest.render.options import RenderOptions
from newsdigest.render.own_digests import MARKDOWN_MARK
from newsdigest.render.reader_view import ArticleView, BlockGroupView, ListView, ReaderView
from newsdigest.render.view import DigestView, EarlierView, MentionsView, SectionView, StoryView
from newsdigest.render.wording import capitalised

# A backslash at the end of a line breaks it there.
_BREAK = "\\\n"


def digest(view: DigestView, options: RenderOptions) -> str:
    """Headings for publications, topics and stories, at increasing levels."""
    words = options.words
    parts = [f"# {escaped(view.title)}", " · ".join(view.counts)]
    for section in view.body:
        parts += _briefs(section) if section.part == "brief" else _section(section, words)
    if not view.sections:
        parts += _stories(view.stories, words)
    last = _section(view.last, words) if view.last else []
    end = [*_more(view), *_highlights(view), *last]
    foot = [*end, escaped(view.marked or ""), *_failures(view)]
    return _document([*parts, *foot, MARKDOWN_MARK])


def articles(reader: ReaderView, options: RenderOptions) -> str:
    """A reader view: each article under a heading of level 1, its subheads from level 2."""
    parts: list[str] = []
    for article in reader.articles:
        parts += [*(["* * *"] if parts else []), *_article(article, options.words)]
    return _document(parts)


def _document(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(section: SectionView, words: Catalogue) -> list[str]:
    heading = " · ".join(filter(None, (section.name, section.subtitle)))
    parts = [f"{'#' * section.level} {escaped(heading)}"] if section.named else []
    for inner in section.sections:
        parts += _section(inner, words)
    return parts + _stories(section.stories, words)


def _briefs(section: SectionView) -> list[str]:
    lines = [
        f"- {link(story.headline, story.url)}  {escaped(' · '.join(story.credit))}".rstrip()
        for story in section.stories
    ]
    return [f"{'#' * section.level} {escaped(section.name)}", "\n".join(lines)]


def _more(view: DigestView) -> list[str]:
    if not view.more_title:
        return []
    listed = "\n".join(f"- {link(each.text, each.url)}" for each in view.more)
    return [escaped(view.more_title), listed]


def _highlights(view: DigestView) -> list[str]:
    parts: list[str] = []
    for each in view.highlights:
        heading = " · ".join(filter(None, (each.title, each.figure)))
        signed = f"{escaped(each.text)} — {link(each.source, each.url)}"
        parts += [f"## {escaped(heading)}", signed]
    return parts


def _stories(stories: Iterable[StoryView], words: Catalogue) -> list[str]:
    return [part for story in stories for part in _story(story, words)]


def _story(story: StoryView, words: Catalogue) -> list[str]:
    title = f"{'#' * story.level} {link(story.headline, story.url)}"
    parts = [title, escaped(" · ".join(story.about)), _summary(story)]
    if story.mentions:
        groups = "; ".join(map(_mentions, story.mentions))
        parts.append(f"{capitalised(words.say('also_in'))} {groups}")
    parts += ["\n".join(map(_earlier, story.course)), *map(escaped, story.rises)]
    label = capitalised(words.say("figures_differ"))
    return parts + [f"{label}: {escaped(difference)}" for difference in story.differences]


def _earlier(earlier: EarlierView) -> str:
    source = f" ({escaped(earlier.source)})" if earlier.source else ""
    return f"- {escaped(earlier.moment)}: {link(earlier.headline, earlier.url)}{source}"


def _summary(story: StoryView) -> str:
    sentences = []
    for sentence in story.summary:
        source = f" — {link(sentence.other, sentence.url)}" if sentence.other else ""
        sentences.append(escaped(sentence.text) + source)
    return " ".join(sentences)


def _mentions(mentions: MentionsView) -> str:
    names = ", ".join(link(name.text, name.url) for name in mentions.names)
    if mentions.note:
        note = escaped(mentions.note)
        return f"{names} ({note})" if names else note
    return f"{names} {escaped(mentions.others)}" if mentions.others else names


def _failures(view: DigestView) -> list[str]:
    if not view.failures_title:
        return []
    listed = "\n".join(f"- {escaped(failure)}" for failure in view.failures)
    return [f"{view.failures_title}:", listed]


def _article(article: ArticleView, words: Catalogue) -> list[str]:
    facts = [*article.facts, *([article.note] if article.note else [])]
    parts = [f"# {link(article.headline, article.url)}", _BREAK.join(map(escaped, facts))]
    if article.standfirst:
        parts.append(f"**{escaped(article.standfirst)}**")
    for group in article.block_groups:
        parts += _block_group(group)
    return parts + _removed(article, words)


def _block_group(group: BlockGroupView) -> list[str]:
    texts = [escaped(text) for text in group.texts]
    match group.kind:
        case BlockKind.SUBHEAD:
            return [f"{'#' * group.level} {text}" for text in texts]
        case BlockKind.LIST_ITEM:
            return ["\n".join(_items(group.lists))]
        case BlockKind.QUOTE:
            return ["\n>\n".join(f"> {text}" for text in texts)]
        case BlockKind.TABLE_ROW:
            # CommonMark has no tables, and GitHub's need a header row, which may be missing.
            return [_BREAK.join(texts)]
        case BlockKind.CODE:
            return [fenced(text) for text in group.texts]
    return texts


def _items(lists: Iterable[ListView], indent: int = 0) -> Iterator[str]:
    for item in (item for each in lists for item in each.items):
        mark = "- " if item.number is None else f"{item.number}. "
        yield f"{' ' * indent}{mark}{escaped(item.text)}"
        yield from _items(item.lists, indent + len(mark))


def _removed(article: ArticleView, words: Catalogue) -> list[str]:
    if not article.removed:
        return []
    items = [f"- {escaped(r.rule)}: {escaped(r.text)}" for r in article.removed]
    return [f"## {words.say('removed_title')}", "\n".join(items)]
