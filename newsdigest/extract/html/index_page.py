"""Index pages, which list several articles: front pages, blog indexes, newsletters.

Recognised by structure alone: an item is the largest element around one headline, or what follows
the headline up to the next one. A page with one article must never be cut into its parts, so any
doubt (a type that says "article", a body that outweighs the items, headlines without links) means
that it is no index page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from statistics import median
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from newsdigest.extract.html.article_blocks import fast_printable, to_blocks
from newsdigest.extract.html.box_names import split_names
from newsdigest.extract.html.text_blocks import MAX_DEPTH, read_blocks
from newsdigest.extract.html.vocabulary import words
from newsdigest.extract.metadata import Metadata, absolute_url, host_of, read_metadata
from newsdigest.language import count_words
from newsdigest.model import Block, Hints
from newsdigest.valueclasses import valueclass

_FEWEST = 3
# Words of an item besides its headline; with fewer, the page is a list of links.
_OWN_WORDS = 8
# From this many words on, an item is an article and not a teaser.
_FULL_WORDS = 60
# The largest share of the items' text that a single item, or unlinked text outside the items, may
# have. The tightest values that keep the fixtures of tests/extract/html/test_index_page.py.
_LARGEST_ITEM: Final = 0.60
_BOILERPLATE: Final = 0.60
# Words of a paragraph, and of the paragraphs that make an article above the items: twice the
# introduction of a front page.
_SENTENCE: Final = 8
_ARTICLE: Final = 40
# Front pages have up to 300 headings. A page with more is not read beyond these.
_MOST_HEADINGS = 600
_MOST_SIBLINGS = 200
_LONGEST_TITLE = 300
# Share of a heading's text inside its link if the heading is a link.
_WHOLE_LINK: Final = 0.5

_HEADINGS: Final = words("headings")
_OUTLINE: Final = ",".join(["article", *sorted(_HEADINGS)])
_SCRIPTS: Final = ["script", "style", "noscript", "svg"]
_NEVER: Final = words("furniture") | words("foreign")
_NEVER_TAGS: Final = words("aside-elements")
_BYLINE: Final = '[rel~="author"],[itemprop="author"],[class*="byline" i],[class*="author" i]'
# Endings of schema.org types of a single article; a collection page may list such types too.
_ONE: Final = ("Article", "Posting", "Report", "Review", "Recipe")
_COLLECTIONS: Final = frozenset(("CollectionPage", "Blog", "SearchResultsPage"))


@valueclass
class IndexItem:
    """An article of an index page, or its teaser."""

    title: str
    # Absolute, http or https; None if the page does not link to it.
    url: str | None
    # The text without the title.
    blocks: tuple[Block, ...]
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    # The heading of the part of the page that holds it.
    section: str | None = None
    # The page has only its beginning.
    is_teaser: bool = True


def find_index_items(
    tree: LexborHTMLParser, metadata: Metadata, *, url: str | None, as_of: datetime
) -> list[IndexItem]:
    """The articles of an index page, in its order; [] for a page with one article.

    Call it before `read_blocks`, which removes the headers of articles from the tree. Removes
    scripts and styles from the tree.
    """
    body = tree.body
    if body is None or _is_one_article(metadata) or len(body.css(_OUTLINE)) < _FEWEST:
        return []
    tree.strip_tags(_SCRIPTS)
    outline = _Outline(body, url)
    sections = _cards(outline) or _signed_sections(outline)
    if len(sections) < _FEWEST or not _dominate(body, sections):
        return []
    if metadata.authors and not any(section.is_signed() for section in sections):
        return []
    if _leads_away(sections, url) or _is_below_an_article(body, sections):
        return []
    found = [item for section in sections if (item := _read(section, url, as_of)) is not None]
    return found if len(found) >= _FEWEST else []


def _is_below_an_article(body: LexborNode, sections: Sequence[_Section]) -> bool:
    """Whether the page's headline is no link and has paragraphs in a box of its own.

    What such a page lists are other stories, however much text their teasers have.
    """
    headlines = body.css("h1")
    if len(headlines) != 1:
        return False
    others = {node.mem_id for one in sections for node in (one.headline.node, *one.headline.above)}
    others.add(body.mem_id)
    box = headlines[0]
    if box.mem_id in others or box.css_first("a") is not None:
        return False
    for _ in range(MAX_DEPTH):
        above = box.parent
        if above is None or above.mem_id in others:
            break
        box = above
    texts = (paragraph.text() for paragraph in box.css("p")[:_MOST_SIBLINGS])
    return sum(words for text in texts if (words := count_words(text)) >= _SENTENCE) >= _ARTICLE


def _leads_away(sections: Iterable[_Section], url: str | None) -> bool:
    """Whether most items link to other sites: a list of the best shops is one article.

    Corrects 10 of 13 wrong index pages among 711 articles whose types and authors were hidden.
    """
    sites = [_site(address) for one in sections if (address := absolute_url(one.href, url))]
    return url is not None and 2 * sites.count(_site(url)) < len(sites)


def _site(url: str) -> str:
    """The last two labels of the host, a good approximation of the site."""
    return ".".join(host_of(url).split(".")[-2:])


def _is_one_article(metadata: Metadata) -> bool:
    """Whether the page declares itself an article, and not also a collection."""
    types = metadata.page_types
    if "og:article" in types or "LiveBlogPosting" in types:
        return len(metadata.article_bodies) < _FEWEST
    return any(kind.endswith(_ONE) for kind in types) and _COLLECTIONS.isdisjoint(types)


@valueclass
class _Headline:
    """A heading, its link, and its ancestors from the nearest up."""

    node: LexborNode
    title: str
    href: str | None
    above: tuple[LexborNode, ...]

    @property
    def tag(self) -> str:
        return self.node.tag or ""


@valueclass
class _Section:
    """A headline and the sibling elements that hold it and its text."""

    headline: _Headline
    nodes: tuple[LexborNode, ...]
    text: str
    href: str | None

    @property
    def own_words(self) -> int:
        return count_words(self.text) - count_words(self.headline.title)

    @property
    def elements(self) -> list[LexborNode]:
        return [node for node in self.nodes if node.is_element_node]

    def has(self, selector: str) -> bool:
        return any(node.css_first(selector) is not None for node in self.elements)

    @property
    def size(self) -> int:
        return sum(_size(node) for node in self.nodes)

    def linked(self) -> int:
        """The number of characters inside links."""
        inside = sum(_size(link) for node in self.elements for link in node.css("a"))
        return max(inside, _size(self.nodes[0]) if _is_in_link(self.headline) else 0)

    def is_signed(self) -> bool:
        """Whether it has a date or a byline of its own."""
        return self.has(f"time,{_BYLINE}")


def _size(node: LexborNode) -> int:
    return len(node.text(strip=True))


def _is_in_link(headline: _Headline) -> bool:
    return any(node.tag == "a" for node in headline.above)


class _Outline:
    """The headings of a page that may be headlines, with the ancestors of each."""

    def __init__(self, body: LexborNode, url: str | None) -> None:
        self._top = body.mem_id
        self._url = url
        self._barred: dict[int, bool] = {}
        found = [node for node in body.css(_OUTLINE)[:_MOST_HEADINGS] if node.tag in _HEADINGS]
        self.headings = {node.mem_id for node in found}
        self.headlines = _one_per_article(list(filter(None, map(self._headline, found))))
        # Elements with a heading of any kind in them; the text of a headline ends there.
        self.holders = self.headings | {
            node.mem_id for headline in self.headlines for node in headline.above
        }

    def target(self, href: str | None) -> str | None:
        """The target of a link; None if that is this page or not on the web."""
        href = (href or "").strip().partition("#")[0]
        if not href or href.lower().startswith(("mailto:", "javascript:", "tel:", "data:")):
            return None
        address = absolute_url(href, self._url)
        return None if address and self._url and _is_same(address, self._url) else href

    def _headline(self, node: LexborNode) -> _Headline | None:
        title = fast_printable(" ".join(node.text().split()))[:_LONGEST_TITLE]
        above = tuple(self._above(node))
        if not title or any(map(self._is_boilerplate, (node, *above))):
            return None
        return _Headline(node, title, self._link(node, above), above)

    def _above(self, node: LexborNode) -> Iterator[LexborNode]:
        for _ in range(MAX_DEPTH):
            parent = node.parent
            if parent is None or parent.mem_id == self._top:
                return
            yield parent
            node = parent

    def _link(self, node: LexborNode, above: Iterable[LexborNode]) -> str | None:
        link = next((one for one in above if one.tag == "a"), None) or node.css_first("a[href]")
        if link is None or _size(link) < _WHOLE_LINK * _size(node):
            return None
        return self.target(link.attributes.get("href"))

    def _is_boilerplate(self, node: LexborNode) -> bool:
        """Whether the names of an element mark it as boilerplate."""
        known = self._barred.get(node.mem_id)
        if known is None:
            names = split_names((node.attributes.get("class") or "")[:400])
            known = node.tag in _NEVER_TAGS or not _NEVER.isdisjoint(names)
            self._barred[node.mem_id] = known
        return known


def _is_same(one: str, other: str) -> bool:
    """Whether two addresses are of one page, regardless of a query that selects a part of it."""
    try:
        first, second = urlsplit(one), urlsplit(other)
    except ValueError:
        return False
    here = second.path.rstrip("/")
    return first.netloc == second.netloc and first.path.rstrip("/") == here != ""


def _one_per_article(headlines: list[_Headline]) -> list[_Headline]:
    """The headlines, one per article element: the first that is a link, else the first.

    An article element around the whole page does not count, nor do only two.
    """
    first: dict[int, _Headline] = {}
    for headline in headlines:
        article = _article_of(headline)
        if article is not None:
            best = first.setdefault(article.mem_id, headline)
            if best.href is None and headline.href is not None:
                first[article.mem_id] = headline
    if len(first) < _FEWEST:
        return headlines
    kept = {headline.node.mem_id for headline in first.values()}
    return [one for one in headlines if one.node.mem_id in kept or _article_of(one) is None]


def _article_of(headline: _Headline) -> LexborNode | None:
    """The outermost article element around a headline."""
    return next((node for node in reversed(headline.above) if node.tag == "article"), None)


def _cards(outline: _Outline) -> list[_Section]:
    """The sections whose headline is a link; none if long ones show no other sign."""
    linked = [one for one in outline.headlines if one.href is not None]
    found = _with_siblings(_sections(outline, linked))
    flat = [section for section in found if len(section.nodes) > 1]
    if flat and median(section.own_words for section in flat) >= _FULL_WORDS:
        return [section for section in found if _with_own_link(outline, section) is not None]
    return found


def _signed_sections(outline: _Outline) -> list[_Section]:
    """Sections under headings without links, if each has a link or signature of its own."""
    for tag in ("h2", "h3"):
        headlines = [one for one in outline.headlines if one.tag == tag]
        # A link to the page itself is the permanent link of one of its parts, as in a live blog.
        if any(one.node.css_first("a[href]") is not None for one in headlines):
            continue
        signed = _all_with_own_link(outline, headlines)
        if signed:
            return _distinct(signed)
    return []


def _all_with_own_link(outline: _Outline, headlines: Sequence[_Headline]) -> list[_Section]:
    """The sections of all headlines, signed; [] as soon as one has neither link nor signature."""
    sections, signed = [], []
    for section in _sections(outline, headlines):
        mark = _with_own_link(outline, section) if section.own_words >= _OWN_WORDS else None
        if mark is None:
            return []
        sections.append(section)
        signed.append(mark)
    return signed if len(_with_siblings(sections)) == len(headlines) else []


def _sections(outline: _Outline, headlines: Sequence[_Headline]) -> Iterator[_Section]:
    if len(headlines) >= _FEWEST:
        held = Counter(node.mem_id for one in headlines for node in one.above)
        for one in headlines:
            yield _section(outline, one, held)


def _section(outline: _Outline, headline: _Headline, held: Counter[int]) -> _Section:
    """The largest element around this headline only, else what follows up to the next one."""
    item = headline.node
    for node in headline.above:
        if held[node.mem_id] > 1:
            break
        item = node
    alone = _Section(headline, (item,), _text([item]), headline.href)
    if alone.own_words >= _OWN_WORDS:
        return alone
    nodes = (item, *_following(item, outline.holders))
    return _Section(headline, nodes, _text(nodes), headline.href)


def _following(node: LexborNode, holders: set[int]) -> Iterator[LexborNode]:
    for _ in range(_MOST_SIBLINGS):
        following = node.next
        if following is None or following.mem_id in holders or following.tag in _NEVER_TAGS:
            return
        yield following
        node = following


def _text(nodes: Iterable[LexborNode]) -> str:
    return " ".join(" ".join(node.text(separator=" ").split()) for node in nodes)


def _with_siblings(sections: Iterable[_Section]) -> list[_Section]:
    """The sections with text of their own and at least two others of the same make."""
    declared = _distinct([one for one in sections if one.own_words >= _OWN_WORDS])
    kinds = Counter(map(_kind, declared))
    return [section for section in declared if kinds[_kind(section)] >= _FEWEST]


def _kind(section: _Section) -> str:
    return f"{section.nodes[0].tag} {section.headline.tag}"


def _distinct(sections: Iterable[_Section]) -> list[_Section]:
    """The sections, the first one for each address."""
    seen: dict[str, _Section] = {}
    for section in sections:
        seen.setdefault(section.href or f"#{section.headline.title}", section)
    return list(seen.values())


def _with_own_link(outline: _Outline, section: _Section) -> _Section | None:
    """The section with a link of its own that stands alone, or signed with byline and date."""
    for node in section.elements:
        for link in node.css("a[href]"):
            href = outline.target(link.attributes.get("href"))
            parent = link.parent
            if href and parent is not None and _stands_alone(link, parent, section):
                return _Section(section.headline, section.nodes, section.text, href)
    return section if section.has("time") and section.has(_BYLINE) else None


def _stands_alone(link: LexborNode, parent: LexborNode, section: _Section) -> bool:
    """Whether a link is all that its element holds, and is not the headline's."""
    size = _size(link)
    return 0 < size == _size(parent) and parent.mem_id != section.headline.node.mem_id


def _dominate(body: LexborNode, sections: Sequence[_Section]) -> bool:
    """Whether the sections dominate the page: no single one does, nor does text outside them."""
    sizes = [section.size for section in sections]
    inside = sum(sizes)
    linked = sum(_size(link) for link in body.css("a")) - sum(one.linked() for one in sections)
    beside = _size(body) - inside - linked
    return max(sizes) < _LARGEST_ITEM * inside and beside <= _BOILERPLATE * inside


def _read(section: _Section, url: str | None, as_of: datetime) -> IndexItem | None:
    """The item of a section, parsed separately; None if that fails or it has no text."""
    try:
        tree = LexborHTMLParser("".join(node.html or "" for node in section.nodes))
    except SelectolaxError:
        return None
    signature = read_metadata(tree, url=None, hints=Hints(), as_of=as_of)
    title = section.headline.title
    page = read_blocks(tree)
    found = to_blocks(page, range(len(page.blocks)))
    blocks = tuple(block for block in found if block.text != title)
    if not blocks:
        return None
    return IndexItem(
        title=title,
        url=absolute_url(section.href, url),
        blocks=blocks,
        authors=signature.authors,
        published=signature.published,
        is_teaser=sum(count_words(block.text) for block in blocks) < _FULL_WORDS,
    )
