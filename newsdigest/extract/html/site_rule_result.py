"""Applies a site's rule to one page: what to remove, what the body is, what to keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsdigest.extract.html.article_blocks import fast_printable
from newsdigest.extract.html.body import Body, find_body
from newsdigest.extract.html.box_tree import BoxTree
from newsdigest.extract.site_rules import SiteRule
from newsdigest.model import Removal
from newsdigest.valueclasses import valueclass

REMOVE_RULE: Final = "site:remove"
# A body with fewer words is a shell or another kind of page, and the rule is ignored.
_FEWEST_WORDS: Final = 20
_MARK: Final = "data-newsdigest-keep"


@valueclass
class RuledPage:
    """A page after its site's rule, or unchanged if there is none."""

    tree: LexborHTMLParser
    removed: tuple[Removal, ...] = ()
    # The whole tree is the article.
    is_body: bool = False
    # Some of its boxes are marked to be kept.
    is_marked: bool = False

    def body_of(self, page: BoxTree, title: str | None) -> Body:
        """The article's blocks among those of the page."""
        if self.is_body:
            return Body(list(range(len(page.blocks))))
        found = find_body(page, title)
        if not self.is_marked:
            return found
        marked = (n for n, box in enumerate(page.blocks.boxes) if _is_marked(page.boxes.nodes[box]))
        wanted = {*found.blocks, *marked}
        left_out = [block for block in found.left_out if block not in wanted]
        return Body(sorted(wanted), left_out, found.unrelated)


def apply_site_rule(tree: LexborHTMLParser, rule: SiteRule | None) -> RuledPage:
    """The page without what the rule removes, reduced to its body if that is found."""
    if rule is None:
        return RuledPage(tree)
    kept = matches(tree, rule.keep)
    removed = _remove(tree, rule, {node.mem_id for node in kept})
    body = _body(tree, rule)
    html = "".join(_as_div(node) for node in body) if body else (tree.html or "")
    if not body and not kept:
        return RuledPage(tree, removed)
    for node in kept:
        html = html.replace(node.html or "", _as_div(node, mark=f' {_MARK}=""'))
    return RuledPage(LexborHTMLParser(html, scripting=True), removed, bool(body), bool(kept))


def matches(tree: LexborHTMLParser, selectors: Iterable[str]) -> list[LexborNode]:
    """The outermost nodes that any of the selectors matches."""
    found = {node.mem_id: node for selector in selectors for node in tree.css(selector)}
    return [node for node in found.values() if not _stands_in(node, found)]


def _remove(tree: LexborHTMLParser, rule: SiteRule, kept: Iterable[int]) -> tuple[Removal, ...]:
    removed = []
    keep = frozenset(kept)
    for node in matches(tree, rule.remove):
        if node.mem_id in keep or _stands_in(node, keep) or node.tag in ("body", "html"):
            continue
        text = " ".join(node.text(separator=" ").split())
        if text:
            removed.append(Removal(fast_printable(text), REMOVE_RULE))
        node.decompose()
    return tuple(removed)


def _body(tree: LexborHTMLParser, rule: SiteRule) -> Sequence[LexborNode]:
    """What the first selector with enough text matches."""
    for selector in rule.body:
        found = matches(tree, [selector])
        if sum(len(node.text(separator=" ").split()) for node in found) >= _FEWEST_WORDS:
            return found
    return ()


def _stands_in(node: LexborNode, others: Iterable[int]) -> bool:
    above = node.parent
    while above is not None:
        if above.mem_id in others:
            return True
        above = above.parent
    return False


def _as_div(node: LexborNode, mark: str = "") -> str:
    """The node as a plain div: the names of an aside would count against it."""
    if node.tag in ("p", "li", "blockquote", "h2", "h3", "h4", "td", "pre"):
        return node.html or ""
    return f"<div{mark}>{node.inner_html or ''}</div>"


def _is_marked(node: LexborNode | None) -> bool:
    """Whether an element or one above it has the mark."""
    while node is not None:
        if _MARK in node.attributes:
            return True
        node = node.parent
    return False
