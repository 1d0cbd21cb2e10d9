"""From an HTML page to its articles: read it as the table of contents of this package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from newsdigest.errors import ExtractionError
from newsdigest.extract.decoding import markup
from newsdigest.extract.document_kind import DocumentKind, document_kind
from newsdigest.extract.html.article_blocks import fast_printable, to_blocks
from newsdigest.extract.html.body import find_body
from newsdigest.extract.html.index_page import IndexItem, find_index_items
from newsdigest.extract.html.metadata_repeats import without_metadata_repeats
from newsdigest.extract.html.removed_blocks import removed_blocks
from newsdigest.extract.html.script_text import script_blocks
from newsdigest.extract.html.site_rule_result import apply_site_rule, matches
from newsdigest.extract.html.text_blocks import read_blocks
from newsdigest.extract.html.walls import Wall, find_wall
from newsdigest.extract.main_article import mark_main
from newsdigest.extract.metadata import Metadata, part_url, read_metadata, with_printed_date
from newsdigest.extract.site_rules import DEFAULT_SITES, SiteRules
from newsdigest.language import count_words
from newsdigest.model import Article, Block, Document, Partial, Removal
from newsdigest.patterns import pattern
from newsdigest.valueclasses import replace

_LONGEST_TITLE = 300
# With fewer words, the text may exist only in the page's scripts.
_ALMOST_NOTHING = 60
# A noscript with this many times the words of the rest is the article.
_FAR_MORE = 1.5
# From this many words on, a page with status 200 that is not marked as paid is an article.
_LEAST_TO_TRUST = 150
# Counting stops here: no decision depends on more words.
_PLENTY = 400
_NOSCRIPT = pattern(rb"<(/?)noscript\b")
_TOO_COMPLEX = "the page takes more memory to parse than there is for one"
_REASONS = {
    Wall.PAYWALL: "nothing but a paywall",
    Wall.CONSENT: "nothing but a consent form",
    Wall.ERROR_PAGE: "an error page",
    Wall.BOT_CHECK: "a check for robots in place of the page",
}


def read_page(
    document: Document, *, as_of: datetime, sites: SiteRules = DEFAULT_SITES
) -> list[Article]:
    """The articles of an HTML document, at least one, without ids.

    ExtractionError if it has none, with what it has instead: a paywall, a consent form, an error.
    """
    try:
        return _read(document, as_of, sites)
    except SelectolaxError as error:  # our selectors are valid: the parser ran out of memory
        raise ExtractionError("too-complex", _TOO_COMPLEX) from error


def _read(document: Document, as_of: datetime, sites: SiteRules) -> list[Article]:
    tree = parse(document)
    has_scripts = tree.css_first("script") is not None
    metadata = read_metadata(
        tree, url=document.url, hints=document.hints, as_of=as_of, is_entry=document.is_entry
    )
    sited = apply_site_rule(tree, sites.of(document.url or metadata.url))
    if not sited.is_body:
        items = find_index_items(tree, metadata, url=document.url, as_of=as_of)
        if items:
            announced = [_announced(document, metadata, item) for item in items]
            return mark_main(announced, url=metadata.url or document.url, title=metadata.title)
    page = read_blocks(sited.tree)
    body = sited.body_of(page, metadata.title)
    lines = page.blocks.texts
    metadata = with_printed_date(metadata, lines, [lines[block] for block in body.blocks], as_of)
    trimmed = without_metadata_repeats(to_blocks(page, body.blocks), metadata, as_of)
    removed = trimmed.removed + removed_blocks(page, body) + sited.removed
    blocks = trimmed.blocks
    words = _words(blocks)
    # The walk has removed scripts and asides, so the page is parsed again if they matter.
    whole = cache(lambda: parse(document))
    if words < _ALMOST_NOTHING and not sited.is_body and has_scripts:
        stated = script_blocks(whole(), metadata)
        if _words(stated) > words:
            blocks, removed, words = stated, (), _words(stated)
    if words < _LEAST_TO_TRUST and not sited.is_body and b"<noscript" in document.content:
        spare = _without_scripts(document, metadata, as_of)
        if _words(spare) > max(_FAR_MORE * words, _ALMOST_NOTHING):
            blocks, removed, words = spare, (), _words(spare)
    partial = _partial(document, whole, metadata, blocks, words)
    if not blocks:
        raise ExtractionError("no-article", "no article text")
    return [_article(document, metadata, blocks, removed, partial)]


def _without_scripts(document: Document, metadata: Metadata, as_of: datetime) -> tuple[Block, ...]:
    """The article for browsers without scripts, which on some pages is the only copy."""
    shown = _NOSCRIPT.sub(rb"<\1div", document.content)
    page = read_blocks(parse(replace(document, content=shown)))
    blocks = to_blocks(page, find_body(page, metadata.title).blocks)
    return without_metadata_repeats(blocks, metadata, as_of).blocks


def matching_texts(document: Document, selector: str) -> list[str]:
    """The texts of the outermost elements that a selector matches.

    ExtractionError for an invalid selector, and for a document that is no page.
    """
    if document_kind(document.content, document.media_type) is not DocumentKind.HTML:
        raise ExtractionError("unsupported", "is no HTML page, so it has nothing to select")
    try:
        found = matches(parse(document), [selector])
    except (SelectolaxError, ValueError) as error:
        raise ExtractionError("no-selector", f"{selector!r} is no CSS selector") from error
    return [fast_printable(" ".join(node.text(separator=" ").split())) for node in found]


def next_page(document: Document, sites: SiteRules) -> str | None:
    """The address of the article's next page; None for none, for itself and on another host."""
    rule = sites.of(document.url)
    links = matches(parse(document), rule.next) if rule and document.url else []
    addresses = (link.attributes.get("href") for link in links)
    here = document.url or ""
    for address in filter(None, addresses):
        try:
            url = urldefrag(urljoin(here, address)).url
            same_site = urlsplit(url)[:2] == urlsplit(here)[:2]
        except ValueError:
            continue
        if same_site and url != urldefrag(here).url:
            return url
    return None


def parse(document: Document) -> LexborHTMLParser:
    """The document's tree. `scripting` keeps a noscript in the head from ending the head."""
    try:
        return LexborHTMLParser(markup(document.content, charset=document.charset), scripting=True)
    except SelectolaxError as error:
        raise ExtractionError("too-complex", _TOO_COMPLEX) from error


def _partial(
    document: Document,
    whole: Callable[[], LexborHTMLParser],
    metadata: Metadata,
    blocks: Sequence[Block],
    words: int,
) -> Partial | None:
    """PAYWALL if only the free part of an article is there; ExtractionError for less.

    `whole` gives the page with all its elements.
    """
    failed = document.status is not None and document.status >= 400
    if words >= _LEAST_TO_TRUST and not failed and metadata.is_free is not False:
        return None
    barrier = find_wall(
        document.content,
        whole,
        metadata,
        status=document.status,
        words=words,
        title=metadata.title,
        body=[block.text for block in blocks],
    )
    if barrier is None:
        return None
    if barrier is Wall.PAYWALL and words:
        return Partial.PAYWALL
    raise ExtractionError(barrier.value, _REASONS[barrier])


def _words(blocks: tuple[Block, ...]) -> int:
    """The words of a text; counting stops after _PLENTY."""
    words = 0
    for block in blocks:
        words += count_words(block.text)
        if words >= _PLENTY:
            break
    return words


def _announced(document: Document, metadata: Metadata, item: IndexItem) -> Article:
    """An article of an index page; the page's own metadata applies to each."""
    return Article(
        id="",
        title=item.title,
        blocks=item.blocks,
        origin=document.origin,
        source=metadata.source,
        authors=item.authors,
        published=item.published,
        url=item.url,
        language=metadata.language,
        section=item.section,
        partial=Partial.TEASER if item.is_teaser else None,
    )


def _article(
    document: Document,
    metadata: Metadata,
    blocks: tuple[Block, ...],
    removed: tuple[Removal, ...],
    partial: Partial | None,
) -> Article:
    return Article(
        id="",
        title=metadata.title[:_LONGEST_TITLE] if metadata.title else None,
        blocks=blocks,
        origin=document.origin,
        source=metadata.source,
        authors=metadata.authors,
        published=metadata.published,
        modified=metadata.modified,
        url=metadata.url or document.url,
        language=metadata.language,
        standfirst=metadata.standfirst,
        section=metadata.section,
        keywords=metadata.keywords,
        image=metadata.image,
        next_part=part_url(metadata.next_part, document),
        previous_part=part_url(metadata.previous_part, document),
        removed=removed,
        partial=partial,
    )
