"""From a plain-text message to its segments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from newsdigest.extract.newsletter.more_links import is_more_label
from newsdigest.extract.newsletter.segments import SOURCE, Segment, bare_title, with_lead
from newsdigest.extract.text import (
    MOST_LINES,
    TextLine,
    is_paragraph,
    looks_like_headline,
    read_lines,
    unwrap,
)
from newsdigest.language import count_words, printable
from newsdigest.model import BlockKind
from newsdigest.valueclasses import replace, valueclass

_RULE = re.compile(r"[-=_*~#+·•─═—–⸻ ]{3,}")
# A ruler below a heading may be this much longer than it; a longer one divides the message.
_LONGER_RULE = 3
_REFERENCE = re.compile(r"\[(\d{1,3})\]:? <?(https?://[^\s<>]{1,2000})>?")
_LINK_LINE = re.compile(
    r"(?:[^\n]{0,60}[:：>→»] ?|[^\n]{0,60} (?=[<(\[]))?[<(\[]?(https?://[^\s<>]{1,2000}?)[>)\]]?"
)
_MARKED_TITLE = re.compile(r"(\*{1,3}|_{1,2})([^*_]{3,200})\1|(#{1,6}|\*\*) ([^\n]{3,200}?)#{0,6}")
_MARKED_LEAD = re.compile(r"(?:[-*+] )?(\*\*|__|\*|_)(?=\S)([^*_\n]{6,200}?)(?<=\S)\1(?=[\s.:–—-])")
_LINKED_LEAD = re.compile(r"(?:[-*+] )?\[([^\[\]\n]{6,200})\]\((https?://[^\s()]{1,2000})\)")
_LINKED = re.compile(r"\[([^\[\]\n]{1,200})\]\(https?://[^\s()]{1,2000}\)")
# "+++ Headline +++"
_DECORATION = " +*=~"
_NUMBERED = re.compile(r"(?:\d{1,2}[.)]|[①-⑳]|[一二三四五六七八九十]{1,2}、) ?(?=\S)")
_LONGEST_AFTER = 2_100
_LONGEST_TITLE = 200
_INLINE = re.compile(
    r" ?<https?://[^\s<>]{1,2000}>| \(https?://[^\s()]{1,2000}\)| ?\[\d{1,3}\](?=[\s.,;:]|$)"
)
_BULLETS = "-*+•· "
_SENTENCE_ENDS = (". ", "! ", "? ", "… ", "。")
_LEAST_ENTRIES = 2
_LEAST_ENTRY_LINES = 3
_LONGEST_SOURCE = 5


@valueclass
class _Text:
    lines: tuple[TextLine, ...]
    # Addresses listed by number in the footer.
    links: dict[str, str]


def read_plain_message(text: str) -> tuple[Segment, ...]:
    """The segments of a plain-text message, wrapped lines joined."""
    own, quoted = _without_answered(text.splitlines()[: 2 * MOST_LINES])
    segments = _entries(own) or _read(own)
    below = [Segment(printable(line.text), BlockKind.QUOTE, quoted=True) for line in quoted]
    return (*segments, *below)


def _entries(lines: Sequence[str]) -> list[Segment]:
    """The segments of a digest whose entries are blocks of headline, text and address.

        Herring quota raised
        Sandholm Post
        The ministry raised the quota for herring on Monday. Boats of Sandholm may
        land 840 tonnes ...
        <https://post.example/herring>

    Empty for any other text.
    """
    width = max((len(line) for line in lines if not _LINK_LINE.fullmatch(line)), default=0)
    groups = groupby(lines[:MOST_LINES], key=lambda line: bool(line.strip()))
    blocks = [[line.strip() for line in block] for has_text, block in groups if has_text]
    if sum(_is_entry(block, width) for block in blocks) < _LEAST_ENTRIES:
        return []
    segments: list[Segment] = []
    for block in blocks:
        segments += _entry(block, width) if _is_entry(block, width) else _read(["", *block])
    return segments


def _is_entry(block: Sequence[str], width: int) -> bool:
    if len(block) < _LEAST_ENTRY_LINES or not _is_broken_off(block[0], block[1], width):
        return False
    link = _LINK_LINE.fullmatch(block[-1][:_LONGEST_AFTER])
    return link is not None and looks_like_headline(block[0]) and not _LINK_LINE.match(block[1])


def _is_broken_off(line: str, following: str, width: int) -> bool:
    """Whether a line ends although the next word would have fitted."""
    return len(line) + 1 + len(following.split(" ", 1)[0]) <= width and not is_paragraph(line)


def _entry(block: Sequence[str], width: int) -> list[Segment]:
    title, *texts, last = block
    match = _LINK_LINE.fullmatch(last[:_LONGEST_AFTER])
    link = match[1] if match else None
    segments = [Segment(printable(title.lstrip(_BULLETS)), style="entry", link=link, linked=True)]
    named = len(texts) > 1 and count_words(texts[0]) <= _LONGEST_SOURCE
    if named and _is_broken_off(texts[0], texts[1], width):
        segments.append(Segment(printable(texts[0]), style=SOURCE, gap=False))
        del texts[0]
    return [*segments, Segment(printable(" ".join(texts)), gap=False)]


def _read(lines: Sequence[str]) -> list[Segment]:
    read = _without_references(unwrap(read_lines("\n".join(lines))[:MOST_LINES]))
    segments: list[Segment] = []
    ruled = False
    for index, line in enumerate(read.lines):
        if _RULE.fullmatch(line.text):
            if (
                segments
                and not line.gap
                and not ruled
                and _underlines(line.text, segments[-1].text)
            ):
                segments[-1] = _underlined(segments[-1])
            else:
                ruled = True
            continue
        following = next(iter(read.lines[index + 1 : index + 2]), None)
        separate = line if index else replace(line, gap=True)
        segments.append(replace(_segment(separate, following, read.links), ruled=ruled))
        ruled = False
    return segments


def _without_answered(lines: list[str]) -> tuple[list[str], list[TextLine]]:
    """The lines without the quoted message at the end, and that message."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith(">")):
        end -= 1
    quoted = [line.lstrip("> ") for line in lines[end:]]
    return lines[:end], unwrap(read_lines("\n".join(quoted)))


def _underlined(segment: Segment) -> Segment:
    title, _, link = bare_title(segment.text)
    link = link or segment.link
    text = title.strip(_DECORATION) or segment.text
    return replace(segment, text=text, style="underlined", link=link, linked=link is not None)


def _underlines(rule: str, title: str) -> bool:
    return len(title) <= _LONGEST_TITLE and len(rule) <= _LONGER_RULE * len(title)


def _without_references(lines: list[TextLine]) -> _Text:
    links: dict[str, str] = {}
    kept = []
    for line in lines:
        match = _REFERENCE.fullmatch(line.text[:_LONGEST_AFTER])
        if match:
            links.setdefault(match[1], match[2])
        else:
            kept.append(line)
    return _Text(tuple(kept), links)


def _segment(line: TextLine, following: TextLine | None, links: dict[str, str]) -> Segment:
    text = printable(line.text)
    link_line = _LINK_LINE.fullmatch(text[:_LONGEST_AFTER])
    if link_line:
        return Segment(text, link=link_line[1], linked=True, gap=line.gap)
    title, link = _title(text, links)
    style = _style(title, line, following)
    marked = _MARKED_TITLE.fullmatch(title[:_LONGEST_TITLE])
    if style in ("bold", "#") and marked:
        title = marked[2] or marked[4]
    if not style:
        before, address = _more_link(text, links)
        segment = _with_marked_lead(Segment(_INLINE.sub("", before), line.kind, gap=line.gap))
        return replace(segment, more=text[len(before) :], more_link=address)
    return Segment(
        title.strip(_DECORATION), BlockKind.PARAGRAPH, style, link, link is not None, gap=line.gap
    )


def _more_link(text: str, links: dict[str, str]) -> tuple[str, str | None]:
    """The text before the link to the whole story at its end, and that link.

    "... Read more: https://quay.example/1", "... [Read more](https://quay.example/1)" and "... Read
    more [1]", where the footer lists the address.
    """
    start = max(text.rfind(sign) for sign in ("http://", "https://", " ["))
    address = text[start:].strip(" <>()[].") if start > 0 else ""
    address = links.get(address, address)
    before = text[:start].rstrip(" <([:") if start > 0 else ""
    if not address.startswith(("http://", "https://")) or " " in address:
        return text, None
    if before.endswith("]"):
        end = before.rfind("[")
        label = before[end + 1 : -1]
    else:
        end = max(before.rfind(sign) for sign in _SENTENCE_ENDS) + 1
        label = before[end:]
    kept = before[:end].rstrip() if end > 0 else ""
    return (kept, address) if kept and is_more_label(label) else (text, None)


def _with_marked_lead(segment: Segment) -> Segment:
    """The segment without the Markdown around the headline at its beginning."""
    for pattern, group in ((_MARKED_LEAD, 2), (_LINKED_LEAD, 1)):
        match = pattern.match(segment.text)
        if match:
            rest = _LINKED.sub(r"\1", segment.text[match.end() :])
            link = match[2] if group == 1 else None
            plain = replace(segment, text=match[group] + rest)
            if segment.text[0] in "-*+" and segment.text[1] == " ":
                plain = replace(plain, kind=BlockKind.LIST_ITEM)
            return with_lead(plain, [(match[group], link, link is not None)])
    return replace(segment, text=_LINKED.sub(r"\1", segment.text))


def _title(text: str, links: dict[str, str]) -> tuple[str, str | None]:
    """A heading without its reading time and the number of its link, and the link."""
    title, number, link = bare_title(text[:_LONGEST_AFTER])
    return title, link or links.get(number or "")


def _style(text: str, line: TextLine, following: TextLine | None) -> str:
    if len(text) > _LONGEST_TITLE or line.kind is not BlockKind.PARAGRAPH:
        return ""
    marked = _MARKED_TITLE.fullmatch(text)
    if marked:
        return "bold" if marked[1] else "#"
    if text.isupper() and count_words(text) > 1 and len(text) > len("AN IDEA"):
        return "capitals"
    alone = line.gap and following is not None and (following.gap or is_paragraph(following.text))
    if not alone or is_paragraph(text):
        return ""
    if _NUMBERED.match(text) and count_words(text) > 2:
        return "numbered"
    return "alone" if looks_like_headline(text) and text[-1] not in ",;:，：" else ""
