"""From an HTML message to its segments."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from newsdigest.errors import ExtractionError
from newsdigest.extract.decoding import markup
from newsdigest.extract.html import BoxTree, ItemNumbers, fast_printable, read_blocks
from newsdigest.extract.newsletter.more_links import Link, with_more_links
from newsdigest.extract.newsletter.segments import Segment, with_lead
from newsdigest.model import BlockKind, Document
from newsdigest.valueclasses import replace, valueclass

# Elements that mail programs do not show: preheaders, and content for other programs.
_HIDDEN = (
    '[hidden],[style*="display:none" i],[style*="display: none" i],[style*="mso-hide" i],'
    '[style*="max-height:0" i],[style*="max-height: 0" i],[style*="visibility:hidden" i],'
    '[style*="visibility: hidden" i],[style*="font-size:0" i],[style*="font-size: 0" i],'
    '[class~="preheader" i],[class~="mcnPreviewText"]'
)
# Hidden text that makes up half of a message counts as text: some show it by a style sheet.
_MOST_HIDDEN = 0.5
_MOST_HIDDEN_BOXES = 200
# The most emphasised elements examined in one box.
_MOST_EMPHASES = 60
_MOST_LINKS = 2_000
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOLD = (
    'strong,b,[style*="font-weight:b" i],[style*="font-weight: b" i],[style*="font-weight:6" i],'
    '[style*="font-weight: 6" i],[style*="font-weight:7" i],[style*="font-weight: 7" i]'
)
_SIZED = 'span[style*="font-size" i]'
_WITHIN_LINE = frozenset(("a", "b", "strong", "span", "font", "em", "i", "u", "big"))
_BOLD_STYLE = re.compile(r"font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s{0,3}:\s{0,3}(\d{2})(?:\.\d{1,3})?px", re.IGNORECASE)
# In a font of this size or larger, a line is a heading.
_LARGE = 20
_LONGEST_MARKED = 220
_KINDS = {"li": BlockKind.LIST_ITEM, "blockquote": BlockKind.QUOTE, "pre": BlockKind.CODE}


@valueclass
class HtmlMessage:
    """The segments of a message, its page without hidden content, and the hidden texts."""

    segments: tuple[Segment, ...]
    html: str
    hidden: tuple[str, ...]


def read_html_message(document: Document) -> HtmlMessage:
    """The segments of an HTML message. ExtractionError if it cannot be parsed."""
    text = markup(document.content, charset=document.charset)
    try:
        tree = LexborHTMLParser(text)
        hidden = _take_hidden(tree)
        html = tree.html or ""
        page = read_blocks(tree)
        segments = with_more_links(_segments(page), _links(tree))
    except SelectolaxError as error:
        raise ExtractionError("too-complex", "the letter could not be parsed") from error
    return HtmlMessage(tuple(segments), html, tuple(hidden))


def visible_size(html: str) -> int:
    """The number of visible characters; 0 if it cannot be parsed."""
    try:
        tree = LexborHTMLParser(html)
        _take_hidden(tree)
    except SelectolaxError:
        return 0
    return len(" ".join(tree.body.text(separator=" ").split())) if tree.body else 0


def _take_hidden(tree: LexborHTMLParser) -> list[str]:
    """Removes hidden content from the tree, unless it is half of the message; returns its texts."""
    tree.strip_tags(["script", "style", "noscript", "svg"])
    body = tree.body
    if body is None:
        return []
    found = body.css(_HIDDEN)[:_MOST_HIDDEN_BOXES]
    segment = len(body.text())
    hidden = []
    for node in found:
        text = " ".join(node.text(separator=" ").split())
        if len(text) < _MOST_HIDDEN * segment and not _is_spaced(node):
            hidden.append(fast_printable(text))
            node.decompose()
    return [text for text in hidden if text]


def _is_spaced(node: LexborNode) -> bool:
    """Whether a font size of zero only removes space around pictures: text within sets its own."""
    style = (node.attributes.get("style") or "").lower().replace(" ", "")
    others = ("display:none", "mso-hide", "max-height:0", "visibility:hidden")
    if "font-size:0" not in style or any(sign in style for sign in others):
        return False
    return node.css_first('[style*="font-size" i]') is not None and node.tag in ("td", "table")


def _segments(page: BoxTree) -> list[Segment]:
    boxes, blocks = page.boxes, page.blocks
    emphases: dict[int, _Emphasis] = {}
    segments: list[Segment] = []
    numbers = ItemNumbers(boxes)
    for block, text in enumerate(blocks.texts):
        box = blocks.boxes[block]
        if box not in emphases:
            emphases[box] = _Emphasis.of(boxes.nodes[box], boxes.tags[box])
        above = tuple(boxes.upwards(box))
        tags = [boxes.tags[each] for each in above]
        link = _link_above(boxes.nodes[box]) if boxes.linked[box] else None
        item = next((each for each in above if boxes.tags[each] == "li"), None)
        segment = Segment(
            fast_printable(text),
            kind=next((_KINDS[tag] for tag in tags if tag in _KINDS), BlockKind.PARAGRAPH),
            style=next((tag for tag in tags if tag in _HEADINGS), ""),
            link=link or emphases[box].links.get(text),
            linked=page.is_links(block),
            boxes=above,
            number=numbers.take(item, text) if item and not numbers.is_taken(item) else None,
        )
        segments += emphases[box].applied(segment)
    return [segment for segment in segments if segment.text]


def _links(tree: LexborHTMLParser) -> list[Link]:
    found = tree.body.css("a[href]")[:_MOST_LINKS] if tree.body else []
    return [
        Link(fast_printable(_folded(node)), node.attributes.get("href") or "") for node in found
    ]


def _link_above(node: LexborNode) -> str | None:
    above: LexborNode | None = node
    while above is not None and above.tag != "a":
        above = above.parent
    return above.attributes.get("href") if above is not None else None


@valueclass
class _Emphasis:
    """The emphasised and linked texts in a box."""

    style: str
    bold: frozenset[str]
    # Emphasised texts followed by a line break.
    broken: tuple[str, ...]
    links: dict[str, str]
    # Emphasised and linked texts that may begin a line, each with whether a line ends there.
    leads: tuple[tuple[str, str | None, bool], ...]

    @classmethod
    def of(cls, node: LexborNode, tag: str) -> _Emphasis:
        bold = node.css(_BOLD)[:_MOST_EMPHASES]
        links = node.css("a[href]")[:_MOST_EMPHASES]
        large = [each for each in node.css(_SIZED)[:_MOST_EMPHASES] if _is_large(each)]
        hrefs = {_folded(link): link.attributes.get("href") or "" for link in reversed(links)}
        broken = tuple(filter(None, (_folded(each) for each in bold if _breaks_after(each))))
        emphasised = dict.fromkeys([*map(_folded, bold), *hrefs])
        lines = {*broken, *(_folded(each) for each in links if _breaks_after(each))}
        return cls(
            "" if tag in ("body", "table") else _style_of(node),
            frozenset(map(_folded, [*bold, *large])),
            broken,
            hrefs,
            tuple(
                (fast_printable(each), hrefs.get(each), each in lines)
                for each in emphasised
                if each
            ),
        )

    def applied(self, segment: Segment) -> list[Segment]:
        """The segment with its style, split if a bold first line is above text."""
        if segment.style:
            return [segment]
        if segment.text in self.bold or (self.style and len(segment.text) <= _LONGEST_MARKED):
            style = self.style or "bold"
            return [_with(segment, segment.text, style, segment.link)]
        for title in self.broken:
            rest = segment.text[len(title) :].lstrip(" |")
            if segment.text.startswith(title) and rest:
                return [
                    _with(segment, title, "bold", self.links.get(title)),
                    _with(segment, rest, "", None),
                ]
        return [with_lead(segment, self.leads)]


def _with(segment: Segment, text: str, style: str, link: str | None) -> Segment:
    linked = segment.linked if text == segment.text else link is not None
    number = segment.number if segment.text.startswith(text) else None
    return replace(segment, text=text, style=style, link=link, linked=linked, number=number)


def _style_of(node: LexborNode) -> str:
    style = _styles(node)
    size = max(map(int, _SIZE.findall(style)), default=0)
    if size >= _LARGE:
        return f"size{size}"
    return "bold" if _BOLD_STYLE.search(style) else ""


def _styles(node: LexborNode) -> str:
    return (node.attributes.get("style") or "")[:1_000]


def _is_large(node: LexborNode) -> bool:
    return any(int(size) >= _LARGE for size in _SIZE.findall(_styles(node)))


def _folded(node: LexborNode) -> str:
    return " ".join(node.text().split())


def _breaks_after(node: LexborNode) -> bool:
    """Whether a line ends behind an element, or behind the link that contains only it."""
    for each in (node, node.parent):
        following = each.next if each is not None else None
        while following is not None and following.tag == "-text" and not following.text().strip():
            following = following.next
        if following is not None and following.tag == "br":
            return True
        if each is None or each.parent is None or each.parent.tag not in _WITHIN_LINE:
            return False
    return False
