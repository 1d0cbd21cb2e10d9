"""The format org: a document for Org, one line per paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from newsdigest.model import BlockKind
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.dates import local
from newsdigest.render.escape_org import escaped, example, heading, link
from newsdigest.render.note_sections import section
from newsdigest.render.options import RenderOptions
from newsdigest.render.reader_view import ArticleView, BlockGroupView, ListView, ReaderView
from newsdigest.render.view import DigestView, EarlierView, MentionsView, SectionView, StoryView
from newsdigest.render.wording import capitalised


def digest(view: DigestView, options: RenderOptions) -> str:
    """Keywords, then the digest as a section with a heading of level 1."""
    words = options.words
    parts = [f"* {heading(view.title)}", escaped(" · ".join(view.counts))]
    for each in view.body:
        parts += _briefs(each) if each.part == "brief" else _section(each, words)
    if not view.body:
        parts += _stories(view.stories, words)
    parts += [*_more(view), *_highlights(view)]
    parts += _section(view.last, words) if view.last else []
    parts += [escaped(view.marked or ""), *_failures(view)]
    return f"{_keywords(view, options)}\n{section('org', _joined(parts), view, options)}"


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


def _section(part: SectionView, words: Catalogue) -> list[str]:
    name = " · ".join(filter(None, (part.name, part.subtitle)))
    parts = [f"{'*' * part.level} {heading(name)}"] if part.named else []
    for inner in part.sections:
        parts += _section(inner, words)
    return parts + _stories(part.stories, words)


def _briefs(part: SectionView) -> list[str]:
    lines = [
        f"- {link(story.headline, story.url)}  {escaped(' · '.join(story.credit))}".rstrip()
        for story in part.stories
    ]
    return [f"{'*' * part.level} {heading(part.name)}", "\n".join(lines)]


def _more(view: DigestView) -> list[str]:
    if not view.more_title:
        return []
    listed = "\n".join(f"- {link(each.text, each.url)}" for each in view.more)
    return [escaped(view.more_title), listed]


def _highlights(view: DigestView) -> list[str]:
    parts: list[str] = []
    for each in view.highlights:
        title = " · ".join(filter(None, (each.title, each.figure)))
        parts += [f"** {heading(title)}", f"{escaped(each.text)} — {link(each.source, each.url)}"]
    return parts


def _stories(stories: Iterable[StoryView], words: Catalogue) -> list[str]:
    return [part for story in stories for part in _story(story, words)]


def _story(story: StoryView, words: Catalogue) -> list[str]:
    title = link(story.headline, story.url) if story.url else heading(story.headline)
    parts = [
        f"{'*' * story.level} {title}",
        escaped(" · ".join(story.about)),
        " ".join(_sentences(story)),
    ]
    if story.mentions:
        groups = "; ".join(map(_mentions, story.mentions))
        parts.append(f"{escaped(capitalised(words.say('also_in')))} {groups}")
    parts += ["\n".join(map(_earlier, story.course)), *map(escaped, story.rises)]
    label = capitalised(words.say("figures_differ"))
    return parts + [escaped(f"{label}: {difference}") for difference in story.differences]


def _sentences(story: StoryView) -> Iterator[str]:
    for sentence in story.summary:
        source = f" — {link(sentence.other, sentence.url)}" if sentence.other else ""
        yield escaped(sentence.text) + source


def _earlier(earlier: EarlierView) -> str:
    source = f" ({escaped(earlier.source)})" if earlier.source else ""
    return f"- {escaped(earlier.moment)}: {link(earlier.headline, earlier.url)}{source}"


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
    return [escaped(f"{view.failures_title}:"), listed]


def _article(article: ArticleView, words: Catalogue) -> list[str]:
    title = link(article.headline, article.url) if article.url else heading(article.headline)
    facts = [*article.facts, *([article.note] if article.note else [])]
    parts = [f"* {title}", *map(escaped, facts), escaped(article.standfirst or "")]
    for group in article.block_groups:
        parts += _block_group(group)
    return parts + _removed(article, words)


def _block_group(group: BlockGroupView) -> list[str]:
    texts = [escaped(text) for text in group.texts]
    match group.kind:
        case BlockKind.SUBHEAD:
            return [f"{'*' * group.level} {heading(text)}" for text in group.texts]
        case BlockKind.LIST_ITEM:
            return ["\n".join(_items(group.lists))]
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


def _items(lists: Iterable[ListView], indent: int = 0) -> Iterator[str]:
    for item in (item for each in lists for item in each.items):
        mark = "- " if item.number is None else f"{item.number}. "
        yield f"{' ' * indent}{mark}{escaped(item.text)}"
        yield from _items(item.lists, indent + len(mark))


def _removed(article: ArticleView, words: Catalogue) -> list[str]:
    if not article.removed:
        return []
    removed = (filter(None, (escaped(each.rule), escaped(each.text))) for each in article.removed)
    items = [f"- {': '.join(texts)}" for texts in removed]
    return [f"** {heading(words.say('removed_title'))}", "\n".join(items)]
