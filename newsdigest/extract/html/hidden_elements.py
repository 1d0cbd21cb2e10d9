"""Removes what a page contains but does not show, before its text is read.

Hiding that would cost the headline or much of the text is ignored: scripts undo it.
"""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborNode

from newsdigest.extract.html.box_names import is_hidden, split_names
from newsdigest.extract.html.vocabulary import words
from newsdigest.patterns import pattern

_CANDIDATES: Final = (
    '[hidden],[style*="none"],[style*="hidden"],[class*="idden"],[class*="sr-only"],[class*="d-none"],'
    '[class*="nvisible"],[class*="creen"],[class*="for-sr"],[class*="assistive"],dialog'
)
_CLASSES: Final = words("hidden-classes")
# Prefixes differ by design system: "govuk-visually-hidden", "nhsuk-u-visually-hidden".
_ENDINGS: Final = ("-visually-hidden", "-visuallyhidden", "-sr-only", "-screen-reader-text")
# Hidden on narrow screens only: "hidden md:block", "d-none d-md-block", "visible-lg". What shows
# only in print, on hover or once opened counts as hidden.
_SHOWN: Final = pattern(
    r"(?:(?!print|hover|focus|active|open|checked|target|disabled|noscript|js)\w{1,12}:"
    r"|d-\w{2,3}-|visible-|show-)(?!none|hidden|sr|print|for-sr|for-print)\w",
    re.IGNORECASE,
)
# The value of `hidden` for text that a search in the page opens.
_FOUND_BY_SEARCH: Final = "until-found"
_ARTICLE: Final = 200
# Longer text that the reader can open is shown to whoever asks for it.
_SENTENCE: Final = 60
_OPENED: Final = frozenset(
    ("accordion", "accordions", "collapse", "collapsible", "tab", "faq", "toggle")
)
# The main headline opens nothing: what is hidden below it is an offer or a label.
_OPENERS: Final = (words("headings") - {"h1"}) | {"button", "summary"}
_OPENER: Final = "button,[aria-expanded],[aria-controls],h2,h3,h4,h5"
# The largest share of the page's text that hiding may cost.
_MOST: Final = 0.4
# Pages have a few hundred hidden elements at most.
_MOST_NODES: Final = 1_000


def remove_hidden(body: LexborNode) -> None:
    """Removes what the page does not show from its tree."""
    nodes = [node for node in body.css(_CANDIDATES)[:_MOST_NODES] if _is_hidden(node)]
    if not nodes:
        return
    most = _MOST * len(body.text())
    article = _article_of_headline(body)
    gone: set[int] = set()
    for node in nodes:
        if _stands_in(node, gone) or node.css_first("h1") is not None:
            continue
        size = len(node.text())
        beside = article is not None and not _stands_in(node, {article})
        if (size <= most or beside) and not (size > _SENTENCE and _can_be_opened(node)):
            gone.add(node.mem_id)
    for node in nodes:
        if node.mem_id in gone:
            node.decompose()


def _article_of_headline(body: LexborNode) -> int | None:
    """The article element with the headline, if it holds text: the rest is not the article's."""
    node = body.css_first("article h1")
    while node is not None and node.tag != "article":
        node = node.parent
    return node.mem_id if node is not None and len(node.text()) > _ARTICLE else None


def _can_be_opened(node: LexborNode) -> bool:
    """Whether a heading or a button before an element opens it: an accordion, a tab."""
    names = split_names(f"{node.attributes.get('class') or ''} {node.id or ''}"[:400])
    if node.attributes.get("role") == "tabpanel" or not _OPENED.isdisjoint(names):
        return True
    for box in (node, node.parent):
        before = box.prev if box is not None else None
        while before is not None and before.is_text_node:
            before = before.prev
        if before is not None and before.is_element_node:
            return before.tag in _OPENERS or before.css_first(_OPENER) is not None
    return False


def _stands_in(node: LexborNode, gone: set[int]) -> bool:
    above = node.parent
    while above is not None:
        if above.mem_id in gone:
            return True
        above = above.parent
    return False


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if node.tag == "h1":
        return False
    if node.tag == "dialog":
        return "open" not in attributes
    if (attributes.get("hidden") or "").lower() == _FOUND_BY_SEARCH:
        return False
    if is_hidden(attributes):
        return True
    # "!hidden" and "hidden!" are the same with higher priority.
    names = (attributes.get("class") or "").lower().replace("!", "").split()
    if not any(name in _CLASSES or name.endswith(_ENDINGS) for name in names):
        return False
    return not any(map(_SHOWN.match, names))
