"""The door of the room: one letter, its articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from newsdigest.errors import ExtractionError
from newsdigest.extract.decoding import decode
from newsdigest.extract.html import read_page
from newsdigest.extract.main_article import mark_main
from newsdigest.extract.newsletter.envelope import without_envelope
from newsdigest.extract.newsletter.furniture import (
    BYLINE_RULE,
    HEAD_RULE,
    HIDDEN_RULE,
    INTRO_RULE,
    LINK_RULE,
    SPONSOR_RULE,
    fold,
    is_generic,
    is_greeting,
    is_parting,
    is_sponsor_label,
    trim,
)
from newsdigest.extract.newsletter.items import Item, Items, find_items
from newsdigest.extract.newsletter.markup import read_letter
from newsdigest.extract.newsletter.plain import read_plain
from newsdigest.extract.newsletter.rows import Row
from newsdigest.extract.sites import SiteRules
from newsdigest.extract.text import extract_text
from newsdigest.language import count_words
from newsdigest.model import Article, Block, BlockKind, Document, Hints, Partial, Removal
from newsdigest.press.bylines import is_byline, read_byline

# A text above the stories is a story too from so many words on.
_OWN_STORY = 60
# Fewer words are the announcement of an article, where the letter links to it.
_FULL_WORDS = 60
_LONGEST_TITLE = 300
_LONGEST_LINK = 8
_LONGEST_BYLINE = 14
# Where the page's body has less of the letter's sentences than this, it missed the letter.
_LEAST_OF_PAGE = 0.5


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter with what all its articles have in common."""

    document: Document
    hints: Hints
    as_of: datetime
    sites: SiteRules
    is_html: bool

    @property
    def subject(self) -> str | None:
        """The subject, unless it only names the letter."""
        title = self.hints.title
        return None if title is None or is_generic(title, (self.hints.source,)) else title


def read_newsletter(
    document: Document, *, as_of: datetime, sites: SiteRules, is_html: bool
) -> list[Article]:
    """The articles of a letter, ids not assigned yet: its stories, or the one that it is.

    The subject is the headline of a letter that is one text, its sender the source and its date
    the date of every story. ExtractionError where it holds none.
    """
    if is_html:
        page = read_letter(document)
        rows: Sequence[Row] = page.rows
        hidden = [Removal(text, HIDDEN_RULE) for text in page.hidden]
        document = replace(document, content=page.html.encode("utf-8", "replace"), charset="utf-8")
    else:
        rows = read_plain(decode(document.content, charset=document.charset, html=False))
        hidden = []
    rows, hints = without_envelope(rows, document.hints, as_of)
    letter = _Letter(document, hints, as_of, sites, is_html)
    trimmed = trim(rows, names=(hints.source,))
    removed = (*hidden, *trimmed.removed)
    items = find_items(trimmed.rows, hints.title)
    articles = _stories(items, letter) if items else []
    if not articles:
        rows, paid = _without_sponsors(trimmed.rows)
        articles = [_with_removed(_single(rows, letter), paid)]
    articles = [_with_removed(articles[0], removed), *articles[1:]]
    return mark_main(articles, url=document.url, title=hints.title)


def _with_removed(article: Article, removed: Sequence[Removal]) -> Article:
    return replace(article, removed=(*removed, *article.removed))


def _stories(found: Items, letter: _Letter) -> list[Article]:
    """The stories of a letter; what was paid for, and what stands between, goes with the first."""
    articles = [_story(item, letter) for item in found.items if not item.sponsored]
    articles = [article for article in articles if article.blocks]
    if not articles:
        return []
    paid = [
        Removal(text, SPONSOR_RULE)
        for item in found.items
        if item.sponsored
        for text in (item.title, *(row.whole for row in item.rows))
    ]
    own: list[Article] = []
    removed: list[Removal] = []
    for rows in (found.above, found.below):
        texts = [row for row in rows if not row.mark and not is_greeting(row.text)]
        if sum(row.words for row in texts if row.is_sentence) >= _OWN_STORY:
            own.append(_of_rows(letter.hints.title, rows, letter))
        else:
            removed += [Removal(row.whole, INTRO_RULE) for row in rows]
    head = _with_removed(articles[0], [*removed, *paid])
    above = [article for article in own[:1] if article.blocks]
    return [*above, head, *articles[1:], *own[1:]]


def _story(item: Item, letter: _Letter) -> Article:
    byline, rows = _byline(item.rows)
    article = _of_rows(item.title, rows, letter)
    url = _address(item.link)
    is_teaser = url is not None and item.own_words < _FULL_WORDS
    partial = Partial.TEASER if is_teaser else None
    article = replace(
        article,
        url=url,
        section=item.section,
        partial=partial,
        source=item.source or article.source,
    )
    if byline is None:
        return article
    signed = replace(article, authors=read_byline((byline.text,)))
    return _with_removed(signed, [Removal(byline.text, BYLINE_RULE)])


def _byline(rows: Sequence[Row]) -> tuple[Row | None, Sequence[Row]]:
    """The line under a headline that names its author, and the rows without it."""
    if len(rows) > 1 and rows[0].words <= _LONGEST_BYLINE and not rows[0].is_sentence:
        text = rows[0].text
        if is_byline(text) and read_byline((text,)):
            return rows[0], rows[1:]
    return None, rows


def _address(link: str | None) -> str | None:
    """A link that leads into the web."""
    try:
        parts = urlsplit(link or "")
    except ValueError:
        return None
    return link if parts.scheme in ("http", "https") and parts.netloc else None


def _of_rows(title: str | None, rows: Sequence[Row], letter: _Letter) -> Article:
    """An article of rows as they stand, without lone links and what was paid for."""
    kept, removed = _without_sponsors(rows)
    lone = [row for row in kept if _is_lone_link(row)]
    removed += [Removal(row.text, LINK_RULE) for row in lone]
    texts = [row for row in kept if not _is_lone_link(row)]
    removed += [Removal(row.more.strip(), LINK_RULE) for row in texts if row.more]
    while texts and (texts[-1].mark or is_parting(texts[-1].text)):
        removed.append(Removal(texts.pop().text, INTRO_RULE))
    return Article(
        id="",
        title=title[:_LONGEST_TITLE] if title else None,
        blocks=tuple(row.block() for row in texts),
        origin=letter.document.origin,
        source=letter.hints.source,
        authors=letter.hints.authors,
        published=letter.hints.published,
        language=letter.hints.language,
        removed=tuple(removed),
    )


def _is_lone_link(row: Row) -> bool:
    return row.link is not None and row.words <= _LONGEST_LINK and not row.mark


def _without_sponsors(rows: Sequence[Row]) -> tuple[list[Row], list[Removal]]:
    """The rows without a payer's label and what stands in its box, or up to the next ruler."""
    kept: list[Row] = []
    removed: list[Removal] = []
    place = 0
    while place < len(rows):
        end = _end_of_sponsor(rows, place) if is_sponsor_label(rows[place].text) else place
        removed += [Removal(row.whole, SPONSOR_RULE) for row in rows[place:end]]
        if end == place:
            kept.append(rows[place])
            end += 1
        place = end
    return kept, removed


def _end_of_sponsor(rows: Sequence[Row], place: int) -> int:
    """Where what a label announces ends: with its box; without one the label is all."""
    label = rows[place]
    box = next(iter(label.boxes[1:2]), None)
    end = place + 1
    if box is None:
        return _end_of_ruled(rows, place)
    before = rows[place - 1].boxes if place else ()
    while end < len(rows) and box in rows[end].boxes and box not in before:
        end += 1
    return end


def _end_of_ruled(rows: Sequence[Row], place: int) -> int:
    """In plain text, up to the next ruler if one stands above; else the label alone."""
    if not rows[place].ruled:
        return place + 1
    following = (at for at in range(place + 1, len(rows)) if rows[at].ruled)
    return next(following, place + 1)


def _single(rows: Sequence[Row], letter: _Letter) -> Article:
    """The letter as one text: its subject is the headline."""
    article = _page(rows, letter) if letter.is_html else _text(rows, letter)
    title = letter.subject or _headline(rows, article, letter) or letter.hints.title
    blocks, removed = _without_heads(article.blocks, (title, article.title, letter.hints.source))
    if article.title and fold(article.title) != fold(title or ""):
        removed.append(Removal(article.title, HEAD_RULE))
    hints = letter.hints
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


def _headline(rows: Sequence[Row], article: Article, letter: _Letter) -> str | None:
    """What the letter itself puts over its text, where the subject only names the letter."""
    headings = (row.text for row in rows if row.mark)
    names = (letter.hints.source,)
    titles = (title for title in (article.title, *headings) if title)
    return next((title for title in titles if not is_generic(title, names)), None)


def _page(rows: Sequence[Row], letter: _Letter) -> Article:
    """The letter as a page is read, without its head and foot."""
    document = replace(letter.document, hints=letter.hints)
    joined = " ".join(fold(row.whole) for row in rows)
    try:
        found = read_page(document, as_of=letter.as_of, sites=letter.sites)
    except ExtractionError:
        return _some(_of_rows(None, rows, letter))
    if len(found) > 1:
        return _some(_of_rows(None, rows, letter))
    article = found[0]
    blocks = tuple(block for block in article.blocks if fold(block.text) in joined)
    words = sum(count_words(block.text) for block in blocks)
    if words < _LEAST_OF_PAGE * sum(row.words for row in rows if row.is_sentence):
        return _some(replace(_of_rows(None, rows, letter), title=article.title))
    return _some(_without_more_links(replace(article, blocks=blocks), rows))


def _without_more_links(article: Article, rows: Sequence[Row]) -> Article:
    """The article without the links to whole stories that its blocks end with."""
    ending = {fold(row.whole): row for row in rows if row.more}
    blocks = list(article.blocks)
    removed = []
    for place, block in enumerate(blocks):
        row = ending.get(fold(block.text))
        if row is not None:
            blocks[place] = replace(block, text=row.text)
            removed.append(Removal(row.more.strip(), LINK_RULE))
    return _with_removed(replace(article, blocks=tuple(blocks)), removed)


def _some(article: Article) -> Article:
    if not any(block.kind is not BlockKind.SUBHEAD for block in article.blocks):
        raise ExtractionError("no-article", "no article text")
    return article


def _text(rows: Sequence[Row], letter: _Letter) -> Article:
    text = "\n".join(("\n" if row.gap else "") + row.whole for row in rows)
    document = replace(letter.document, hints=letter.hints)
    found = extract_text(text, document, as_of=letter.as_of)
    if len(found) == 1:
        return found[0]
    return _of_rows(None, rows, letter)


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
