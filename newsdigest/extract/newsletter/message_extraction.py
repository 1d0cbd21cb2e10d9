"""From a message to its articles; the door of this package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from newsdigest.errors import ExtractionError
from newsdigest.extract.decoding import decode
from newsdigest.extract.html import read_page
from newsdigest.extract.main_article import mark_main
from newsdigest.extract.newsletter.forwarded_message import without_forwarding_header
from newsdigest.extract.newsletter.header_footer import (
    BYLINE_RULE,
    HEAD_RULE,
    HIDDEN_RULE,
    INTRO_RULE,
    LINK_RULE,
    SPONSOR_RULE,
    fold,
    is_generic_subject,
    is_greeting,
    is_sign_off,
    is_sponsor_label,
    trim_header_footer,
)
from newsdigest.extract.newsletter.html_message import read_html_message
from newsdigest.extract.newsletter.message_stories import MessageStories, MessageStory, find_stories
from newsdigest.extract.newsletter.plain_message import read_plain_message
from newsdigest.extract.newsletter.segments import Segment
from newsdigest.extract.site_rules import SiteRules
from newsdigest.extract.text import extract_text
from newsdigest.language import count_words
from newsdigest.model import Article, Block, BlockKind, Document, Hints, Partial, Removal
from newsdigest.press.bylines import is_byline, read_byline
from newsdigest.valueclasses import replace, valueclass

# From this many words on, text above the stories is a story too.
_OWN_STORY = 60
# With fewer words it is the teaser of an article, if the message links to it.
_FULL_WORDS = 60
_LONGEST_TITLE = 300
_LONGEST_LINK = 8
_LONGEST_BYLINE = 14
# If the page's body has a smaller share of the message's sentences, it is not the message.
_LEAST_OF_PAGE = 0.5


@valueclass
class _Message:
    """A message with what all its articles share."""

    document: Document
    hints: Hints
    as_of: datetime
    sites: SiteRules
    is_html: bool

    @property
    def subject(self) -> str | None:
        """The subject, unless it only names the newsletter."""
        title = self.hints.title
        return None if title is None or is_generic_subject(title, (self.hints.source,)) else title


def read_newsletter(
    document: Document, *, as_of: datetime, sites: SiteRules, is_html: bool
) -> list[Article]:
    """The articles of a message, without ids: its stories, or the message itself.

    The subject is the headline of a message that is one text; the sender is the source and the date
    that of every story. ExtractionError if it holds none.
    """
    if is_html:
        page = read_html_message(document)
        segments: Sequence[Segment] = page.segments
        hidden = [Removal(text, HIDDEN_RULE) for text in page.hidden]
        document = replace(document, content=page.html.encode("utf-8", "replace"), charset="utf-8")
    else:
        segments = read_plain_message(
            decode(document.content, charset=document.charset, html=False)
        )
        hidden = []
    segments, hints = without_forwarding_header(segments, document.hints, as_of)
    message = _Message(document, hints, as_of, sites, is_html)
    trimmed = trim_header_footer(segments, names=(hints.source,))
    removed = (*hidden, *trimmed.removed)
    stories = find_stories(trimmed.segments, hints.title)
    articles = _stories(stories, message) if stories else []
    if not articles:
        segments, paid = _without_sponsors(trimmed.segments)
        articles = [_with_removed(_single(segments, message), paid)]
    articles = [_with_removed(articles[0], removed), *articles[1:]]
    return mark_main(articles, url=document.url, title=hints.title)


def _with_removed(article: Article, removed: Sequence[Removal]) -> Article:
    return replace(article, removed=(*removed, *article.removed))


def _stories(found: MessageStories, message: _Message) -> list[Article]:
    """The stories of a message; the first one's removals hold adverts and introductions."""
    articles = [_story(story, message) for story in found.stories if not story.sponsored]
    articles = [article for article in articles if article.blocks]
    if not articles:
        return []
    paid = [
        Removal(text, SPONSOR_RULE)
        for story in found.stories
        if story.sponsored
        for text in (story.title, *(segment.full_text for segment in story.segments))
    ]
    own: list[Article] = []
    removed: list[Removal] = []
    for segments in (found.above, found.below):
        texts = [
            segment for segment in segments if not segment.style and not is_greeting(segment.text)
        ]
        if sum(segment.words for segment in texts if segment.is_sentence) >= _OWN_STORY:
            own.append(_of_rows(message.hints.title, segments, message))
        else:
            removed += [Removal(segment.full_text, INTRO_RULE) for segment in segments]
    head = _with_removed(articles[0], [*removed, *paid])
    above = [article for article in own[:1] if article.blocks]
    return [*above, head, *articles[1:], *own[1:]]


def _story(story: MessageStory, message: _Message) -> Article:
    byline, segments = _byline(story.segments)
    article = _of_rows(story.title, segments, message)
    url = _address(story.link)
    is_teaser = url is not None and story.own_words < _FULL_WORDS
    partial = Partial.TEASER if is_teaser else None
    article = replace(
        article,
        url=url,
        section=story.section,
        partial=partial,
        source=story.source or article.source,
    )
    if byline is None:
        return article
    signed = replace(article, authors=read_byline((byline.text,)))
    return _with_removed(signed, [Removal(byline.text, BYLINE_RULE)])


def _byline(segments: Sequence[Segment]) -> tuple[Segment | None, Sequence[Segment]]:
    """The line under a headline that names its author, and the segments without it."""
    if len(segments) > 1 and segments[0].words <= _LONGEST_BYLINE and not segments[0].is_sentence:
        text = segments[0].text
        if is_byline(text) and read_byline((text,)):
            return segments[0], segments[1:]
    return None, segments


def _address(link: str | None) -> str | None:
    """A link to the web."""
    try:
        parts = urlsplit(link or "")
    except ValueError:
        return None
    return link if parts.scheme in ("http", "https") and parts.netloc else None


def _of_rows(title: str | None, segments: Sequence[Segment], message: _Message) -> Article:
    """An article of segments, without bare links and sponsored content."""
    kept, removed = _without_sponsors(segments)
    lone = [segment for segment in kept if _is_lone_link(segment)]
    removed += [Removal(segment.text, LINK_RULE) for segment in lone]
    texts = [segment for segment in kept if not _is_lone_link(segment)]
    removed += [Removal(segment.more.strip(), LINK_RULE) for segment in texts if segment.more]
    while texts and (texts[-1].style or is_sign_off(texts[-1].text)):
        removed.append(Removal(texts.pop().text, INTRO_RULE))
    return Article(
        id="",
        title=title[:_LONGEST_TITLE] if title else None,
        blocks=tuple(segment.block() for segment in texts),
        origin=message.document.origin,
        source=message.hints.source,
        authors=message.hints.authors,
        published=message.hints.published,
        language=message.hints.language,
        removed=tuple(removed),
    )


def _is_lone_link(segment: Segment) -> bool:
    return segment.link is not None and segment.words <= _LONGEST_LINK and not segment.style


def _without_sponsors(segments: Sequence[Segment]) -> tuple[list[Segment], list[Removal]]:
    """The segments without sponsored content: a sponsor's label and its box or section."""
    kept: list[Segment] = []
    removed: list[Removal] = []
    index = 0
    while index < len(segments):
        end = _end_of_sponsor(segments, index) if is_sponsor_label(segments[index].text) else index
        removed += [Removal(segment.full_text, SPONSOR_RULE) for segment in segments[index:end]]
        if end == index:
            kept.append(segments[index])
            end += 1
        index = end
    return kept, removed


def _end_of_sponsor(segments: Sequence[Segment], index: int) -> int:
    """Where sponsored content ends: at the end of its box; without a box, after the label."""
    label = segments[index]
    box = next(iter(label.boxes[1:2]), None)
    end = index + 1
    if box is None:
        return _end_of_ruled(segments, index)
    before = segments[index - 1].boxes if index else ()
    while end < len(segments) and box in segments[end].boxes and box not in before:
        end += 1
    return end


def _end_of_ruled(segments: Sequence[Segment], index: int) -> int:
    """In plain text: at the next ruler if there is one above, else after the label."""
    if not segments[index].ruled:
        return index + 1
    following = (at for at in range(index + 1, len(segments)) if segments[at].ruled)
    return next(following, index + 1)


def _single(segments: Sequence[Segment], message: _Message) -> Article:
    """The message as one text with the subject as its headline."""
    article = _page(segments, message) if message.is_html else _text(segments, message)
    title = message.subject or _headline(segments, article, message) or message.hints.title
    blocks, removed = _without_heads(article.blocks, (title, article.title, message.hints.source))
    if article.title and fold(article.title) != fold(title or ""):
        removed.append(Removal(article.title, HEAD_RULE))
    hints = message.hints
    source = hints.source or article.source
    return replace(
        article,
        title=title,
        blocks=blocks,
        source=source,
        authors=tuple(name for name in article.authors if fold(name) != fold(source or "")),
        published=hints.published or article.published,
        removed=(*removed, *article.removed),
    )


def _headline(segments: Sequence[Segment], article: Article, message: _Message) -> str | None:
    """The message's own headline, if the subject only names the newsletter."""
    headings = (segment.text for segment in segments if segment.style)
    names = (message.hints.source,)
    titles = (title for title in (article.title, *headings) if title)
    return next((title for title in titles if not is_generic_subject(title, names)), None)


def _page(segments: Sequence[Segment], message: _Message) -> Article:
    """The message read as a page, without its header and footer."""
    document = replace(message.document, hints=message.hints)
    joined = " ".join(fold(segment.full_text) for segment in segments)
    try:
        found = read_page(document, as_of=message.as_of, sites=message.sites)
    except ExtractionError:
        return _some(_of_rows(None, segments, message))
    if len(found) > 1:
        return _some(_of_rows(None, segments, message))
    article = found[0]
    blocks = tuple(block for block in article.blocks if fold(block.text) in joined)
    words = sum(count_words(block.text) for block in blocks)
    if words < _LEAST_OF_PAGE * sum(segment.words for segment in segments if segment.is_sentence):
        return _some(replace(_of_rows(None, segments, message), title=article.title))
    return _some(_without_more_links(replace(article, blocks=blocks), segments))


def _without_more_links(article: Article, segments: Sequence[Segment]) -> Article:
    """The article without "Read more" links at the end of its blocks."""
    ending = {fold(segment.full_text): segment for segment in segments if segment.more}
    blocks = list(article.blocks)
    removed = []
    for index, block in enumerate(blocks):
        segment = ending.get(fold(block.text))
        if segment is not None:
            blocks[index] = replace(block, text=segment.text)
            removed.append(Removal(segment.more.strip(), LINK_RULE))
    return _with_removed(replace(article, blocks=tuple(blocks)), removed)


def _some(article: Article) -> Article:
    if not any(block.kind is not BlockKind.SUBHEAD for block in article.blocks):
        raise ExtractionError("no-article", "no article text")
    return article


def _text(segments: Sequence[Segment], message: _Message) -> Article:
    text = "\n".join(("\n" if segment.gap else "") + segment.full_text for segment in segments)
    document = replace(message.document, hints=message.hints)
    found = extract_text(text, document, as_of=message.as_of)
    if len(found) == 1:
        return found[0]
    return _of_rows(None, segments, message)


def _without_heads(
    blocks: Sequence[Block], titles: Iterable[str | None]
) -> tuple[tuple[Block, ...], list[Removal]]:
    """The blocks without headings above the text, and without repeats of the headline."""
    named = {fold(title) for title in titles if title}
    start = 0
    while start < len(blocks) - 1:
        block = blocks[start]
        heads = block.kind is BlockKind.SUBHEAD and block.level <= 2
        if not (heads or fold(block.text) in named or is_greeting(block.text)):
            break
        start += 1
    removed = [Removal(block.text, HEAD_RULE) for block in blocks[:start]]
    return tuple(blocks[start:]), removed
