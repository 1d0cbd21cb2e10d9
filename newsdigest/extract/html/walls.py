"""Walls shown instead of an article: paywall, consent form, error page, bot check.

Structure decides before wording, and wording counts only where hardly any text is left: articles
write about paywalls, cookies and robots, and ordinary pages have banners for all of them. A page
with plenty of text costs two comparisons; the rest is for pages that look wrong anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsdigest.extract.html.word_count import count_units
from newsdigest.extract.metadata import Metadata
from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass


class Wall(StrEnum):
    """What a page shows instead of its article, or instead of the rest of it."""

    PAYWALL = "paywall"
    CONSENT = "consent"
    ERROR_PAGE = "error-page"
    BOT_CHECK = "bot-check"


# All set by hand from example pages of each kind.
#
# From this many words on it is an article, whatever its class names and banners say.
_PLENTY: Final = 150
# Free parts are shorter than this; longer texts marked as paid are there in full.
_LONGEST_FREE_PART: Final = 300
# So little text that the wording of the page may decide.
_LITTLE: Final = 80
# With this much text, an answer with an error status is an article after all.
_REAL_TEXT: Final = 120
# The most words on a notice page, counting all its text.
_LONGEST_NOTICE: Final = 150
# An offer is longer than a label and holds no paragraph of an article.
_SHORTEST_OFFER: Final = 4
_LONGEST_OFFER: Final = 250
_PARAGRAPH: Final = 35
# Phrases count only in texts up to this many characters: a paragraph that quotes one is longer.
_SHORT: Final = 220
# A text of this many words outside the consent box is an unrelated sentence.
_SENTENCE: Final = 14
_CONSENT_SHARE: Final = 0.5
_SHORTEST_CONSENT: Final = 12

# Bounds on the work, so that a page of nothing but nested paywalls costs no more.
_MAX_NODES: Final = 20_000
_MAX_OFFER_NODES: Final = 1_000
_MAX_NAMED: Final = 60
_MAX_CONSENT: Final = 8
_MAX_DEPTH: Final = 160
_MAX_TITLE: Final = 300

_DENIED: Final = frozenset((401, 402, 403))
_PAYMENT_REQUIRED: Final = 402
_UNREAD: Final = frozenset(("script", "style", "template", "svg", "textarea", "iframe"))
_FURNITURE: Final = frozenset(("nav", "header", "footer"))
_JSON_LD: Final = "application/ld+json"
_NO_OFFER: Final = frozenset(("html", "body", "main", "article", "a", "button", "p", "li", "link"))
_TITLE_PARTS: Final = pattern(r" [|·•:–—-]{1,2} |[|–—]")
# The parser leaves the markup inside a noscript unparsed.
_MARKUP: Final = pattern(r"<[^<>]{0,500}>")
_SELECTED: Final = pattern(r'"cssSelector"\s{0,9}:\s{0,9}"([.#][A-Za-z_][\w-]{0,80})"')


@valueclass
class _Text:
    """A visible text node, its white space folded."""

    text: str
    words: int
    node: int


def find_wall(
    content: bytes,
    parse: Callable[[], LexborHTMLParser],
    metadata: Metadata,
    *,
    status: int | None,
    words: int,
    title: str | None,
    body: Sequence[str] = (),
) -> Wall | None:
    """The wall that keeps readers from the article; None for an article, however short.

    `parse` gives the tree of the page with this content, with the asides, scripts and noscripts
    that `read_blocks` removes; it is called only if the tree matters. `words` is how many words the
    extractor found, `status` that of the HTTP answer, `body` the texts of its paragraphs. A paywall
    can come with the free part of its article; behind other walls nothing on the page belongs to
    an article.
    """
    failed = status is not None and status >= 400
    paid = metadata.is_free is False and words < _LONGEST_FREE_PART
    by_title = _wall_by_title(title)
    if not failed and not paid and words >= _PLENTY and by_title is not Wall.CONSENT:
        return None
    evidence = _PageEvidence(content, parse, metadata, words, body)
    if failed and (found := _wall_of_error_status(evidence, status, by_title)) is not None:
        return found
    if evidence.has_paywall():
        return Wall.PAYWALL
    if evidence.is_consent_wall():
        return Wall.CONSENT
    return None if words >= _PLENTY else _wall_by_wording(evidence, by_title)


def _wall_of_error_status(
    evidence: _PageEvidence, status: int | None, by_title: Wall | None
) -> Wall | None:
    """The wall behind an error status; None if the answer holds an article all the same."""
    if status == _PAYMENT_REQUIRED:
        return Wall.PAYWALL
    if status in _DENIED and (evidence.has_paywall() or evidence.says(Wall.PAYWALL)):
        return Wall.PAYWALL
    if evidence.words < _REAL_TEXT and (by_title is Wall.BOT_CHECK or evidence.is_bot_check()):
        return Wall.BOT_CHECK
    if evidence.words < _REAL_TEXT or by_title is Wall.ERROR_PAGE:
        return Wall.ERROR_PAGE
    return None


def _wall_by_wording(evidence: _PageEvidence, by_title: Wall | None) -> Wall | None:
    """The wall that title and wording of a page with little text suggest."""
    if evidence.is_bot_check():
        return Wall.BOT_CHECK
    if by_title is not None and evidence.words < _LITTLE:
        return by_title
    if evidence.words >= _LITTLE:
        return None
    if evidence.metadata.is_free is not True and evidence.says(Wall.PAYWALL):
        return Wall.PAYWALL
    if evidence.total > _LONGEST_NOTICE:
        return None
    is_form = evidence.says(Wall.CONSENT, times=2) and evidence.is_about(Wall.CONSENT)
    if is_form and not evidence.has_consent_banner():
        return Wall.CONSENT
    notices = (Wall.BOT_CHECK, Wall.ERROR_PAGE)
    return next((kind for kind in notices if evidence.says(kind) and evidence.is_about(kind)), None)


class _PageEvidence:
    """Evidence for walls, each part computed on first use."""

    def __init__(
        self,
        content: bytes,
        parse: Callable[[], LexborHTMLParser],
        metadata: Metadata,
        words: int,
        body: Sequence[str],
    ) -> None:
        self.metadata = metadata
        self.words = words
        self._content = content
        self._parse = parse
        self._body = [_fold(text) for text in body]

    @cached_property
    def total(self) -> int:
        """The number of visible words."""
        return sum(text.words for text in self._texts)

    def has_paywall(self) -> bool:
        """Whether the page shows an offer, or the publisher says that the rest is paid for."""
        if self.metadata.is_free is True or self.words >= _LONGEST_FREE_PART:
            return False
        if any(_is_offer(node) for node in self._named["paywall"]):
            return self.metadata.is_free is False or self.words < _PLENTY
        if self.metadata.is_free is None:
            return False
        return self.words < _LITTLE or self._is_cut()

    def is_consent_wall(self) -> bool:
        """Whether a consent box holds most of the page, with no sentence outside it."""
        for node in self._named["consent"][:_MAX_CONSENT]:
            if node.tag in ("html", "body"):
                continue
            inside = {text.node for text in _texts(node)}
            held = sum(text.words for text in self._texts if text.node in inside)
            if held < max(_SHORTEST_CONSENT, _CONSENT_SHARE * self.total):
                continue
            return all(text.words < _SENTENCE for text in self._texts if text.node not in inside)
        return False

    def has_consent_banner(self) -> bool:
        """Whether the page has a consent box, and an unrelated sentence outside it."""
        boxes = [node for node in self._named["consent"] if node.tag not in ("html", "body")]
        inside = {text.node for node in boxes[:_MAX_CONSENT] for text in _texts(node)}
        outside = (text.words for text in self._texts if text.node not in inside)
        return bool(inside) and any(words >= _SENTENCE for words in outside)

    def is_about(self, kind: Wall) -> bool:
        """Whether the body is of that kind too: without sentences, or with one of its phrases.

        A banner above a brief has the wording of a consent form; the brief does not.
        """
        if not any(len(text.split()) >= _SENTENCE for text in self._body):
            return True
        phrases = _rules()["phrases"][kind]
        return any(phrase in text for text in self._body for phrase in phrases)

    def is_bot_check(self) -> bool:
        """Whether the page has a challenge and hardly any text."""
        if self.words >= _LITTLE or not self._named["bot"]:
            return False
        return self.total <= _LONGEST_NOTICE and self.says(Wall.BOT_CHECK)

    def says(self, kind: Wall, *, times: int = 1) -> bool:
        """Whether short texts of the page contain at least `times` phrases of a kind."""
        found = 0
        for phrase in _rules()["phrases"][kind]:
            found += phrase in self._short_texts
            if found >= times:
                return True
        return False

    def _is_cut(self) -> bool:
        """Whether the part that JSON-LD marks as paid is empty or missing."""
        scripts = self._named["json-ld"]
        named = [name for script in scripts for name in _SELECTED.findall(script.text())]
        return bool(named) and not any(
            sum(text.words for text in _texts(node)) > _SENTENCE
            for name in named[:4]
            for node in self._parse().css(name)[:_MAX_NAMED]
        )

    @cached_property
    def _texts(self) -> list[_Text]:
        body = self._parse().body
        return [] if body is None else _texts(body)

    @cached_property
    def _short_texts(self) -> str:
        """The short texts, folded, each on a line of its own."""
        return "\n".join(_fold(text.text) for text in self._texts if len(text.text) <= _SHORT)

    @cached_property
    def _named(self) -> Mapping[str, list[LexborNode]]:
        """The elements whose names suggest a wall, by kind, and the JSON-LD scripts."""
        found: dict[str, list[LexborNode]] = {kind: [] for kind in _rules()["names"]}
        found["json-ld"] = []
        if not _may_name(self._content):
            return found
        for node in self._parse().css(_selector())[:_MAX_NAMED]:
            if node.tag == "script":
                found["json-ld"].append(node)
            elif node.tag not in _UNREAD:
                _sort_in(node, found)
        return found


def _may_name(content: bytes) -> bool:
    """Whether a page may have such elements: a quarter of parsing a short one to look for them.

    In UTF-16, whose letters have zero bytes beside them, it may.
    """
    lower = content.lower()
    return b"\x00" in lower or any(name in lower for name in _names_as_bytes())


@cache
def _names_as_bytes() -> tuple[bytes, ...]:
    names = (name.encode() for kind in _rules()["names"].values() for name in kind)
    return (*names, _JSON_LD.encode())


def _sort_in(node: LexborNode, found: Mapping[str, list[LexborNode]]) -> None:
    attributes = node.attributes
    name = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".lower()
    for kind, parts in _rules()["names"].items():
        if any(part in name for part in parts):
            found[kind].append(node)


def _is_offer(node: LexborNode) -> bool:
    """Whether an element named after a paywall is one: visible, with a button, and no article."""
    if node.tag in _NO_OFFER or _is_hidden(node) or node.css_first("a,button,input") is None:
        return False
    texts = _texts(node, _MAX_OFFER_NODES)
    if not _SHORTEST_OFFER <= sum(text.words for text in texts) <= _LONGEST_OFFER:
        return False
    return all(text.words < _PARAGRAPH for text in texts)


def _is_hidden(node: LexborNode) -> bool:
    """Whether the element or one around it is hidden or page furniture."""
    up: LexborNode | None = node
    for _ in range(_MAX_DEPTH):
        if up is None or up.tag == "body":
            break
        attributes = up.attributes
        style = (attributes.get("style") or "").replace(" ", "").lower()
        if up.tag in _FURNITURE or "hidden" in attributes or "display:none" in style:
            return True
        up = up.parent
    return False


def _texts(root: LexborNode, limit: int = _MAX_NODES) -> list[_Text]:
    """The visible texts below an element, and those of noscripts, for pages without content."""
    found: list[_Text] = []
    for node in islice(root.traverse(include_text=True, skip_empty=True), limit):
        parent = node.parent
        if node.tag != "-text" or parent is None or parent.tag in _UNREAD:
            continue
        text = node.text_content or ""
        pieces = (_MARKUP.sub(" ", text) if parent.tag == "noscript" else text).split()
        text = " ".join(pieces)
        found.append(_Text(text, count_units(text, len(pieces)), node.mem_id))
    return found


def _wall_by_title(title: str | None) -> Wall | None:
    """The kind of wall that a part of the title usually announces."""
    if not title:
        return None
    titles = _titles()
    folded = _fold(title[:_MAX_TITLE])
    parts = [folded, *_TITLE_PARTS.split(folded)]
    keys = (part.strip(" .…!?。！？") for part in parts)
    return next((titles[key] for key in keys if key in titles), None)


def _fold(text: str) -> str:
    return text.lower().replace("’", "'")


def _selector() -> str:
    names: Iterable[str] = (name for kind in _rules()["names"].values() for name in kind)
    parts = [f'[class*="{name}" i],[id*="{name}" i]' for name in names]
    return f':is({",".join(parts)},script[type^="{_JSON_LD}"])'


@cache
def _titles() -> Mapping[str, Wall]:
    rules = _rules()["titles"]
    return {title: Wall(kind) for kind, titles in rules.items() for title in titles}


def _rules() -> dict[str, dict[str, list[str]]]:
    return read_toml("extract/html/data/walls.toml")
