"""From Markdown to lines: headings, lists, quotes, tables and code keep their kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from newsdigest.extract.text.inline_markdown import strip_marks
from newsdigest.extract.text.text_lines import MOST_LINES, TextLine
from newsdigest.model import BlockKind
from newsdigest.valueclasses import recordclass, replace

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)")
_UNDERLINE = re.compile(r" {0,3}(={3,}|-{3,})[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_QUOTE = re.compile(r" {0,3}(?:> ?){1,9}")
_ITEM = re.compile(r"([ \t]{0,20})(?:[-*+]|(\d{1,9})[.)])[ \t]{1,4}(?=\S)")
_TASK = re.compile(r"\[[ xX]\] ")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]]{1,200}\]: ?\S+.{0,200}")
_RULE = re.compile(r" {0,3}(?:[-*_][ \t]*){3,}")
_TABLE_RULE = re.compile(r"[ \t|:-]{3,}")
_STRONG_SIGN = re.compile(r"^(?: {0,3}#{1,6} [^\s#]| {0,3}```)", re.MULTILINE)
_LINK_SIGN = re.compile(r"\]\(https?://")
_BOLD_SIGN = re.compile(r"\*\*[^\s*]")
# Plain text may also have one link or two words in bold.
_LEAST_SIGNS = 3


def is_markdown(text: str) -> bool:
    if _STRONG_SIGN.search(text):
        return True
    signs = len(_LINK_SIGN.findall(text)) + len(_BOLD_SIGN.findall(text)) // 2
    return signs >= _LEAST_SIGNS


@recordclass
class _Reader:
    """The state of reading raw lines one by one."""

    lines: list[TextLine] = field(default_factory=list)
    gap: bool = False

    def add(
        self,
        text: str,
        kind: BlockKind = BlockKind.PARAGRAPH,
        level: int = 0,
        number: int | None = None,
    ) -> None:
        inline = strip_marks(text)
        if inline.text:
            indent = len(text) - len(text.lstrip()) if kind is BlockKind.PARAGRAPH else 0
            line = TextLine(inline.text, kind, level, number, self.gap, indent, link=inline.link)
            self.lines.append(replace(line, pictured=self._under_picture()))
        elif inline.image:
            self.lines.append(TextLine(inline.image, gap=self.gap, picture=True))
        self.gap = False

    def _under_picture(self) -> bool:
        return bool(self.lines) and self.lines[-1].picture and not self.gap


def read_markdown(text: str) -> list[TextLine]:
    """The lines of a Markdown text, at most MOST_LINES + 1."""
    reader = _Reader()
    raws = iter(text.splitlines())
    for raw in raws:
        if len(reader.lines) > MOST_LINES:
            break
        if fence := _FENCE.match(raw):
            _read_code(reader, raws, fence[1])
        elif not raw.strip():
            reader.gap = True
        elif not _DEFINITION.fullmatch(raw):
            _read_line(reader, raw)
    return reader.lines


def _read_code(reader: _Reader, raws: Iterator[str], fence: str) -> None:
    code: list[str] = []
    for raw in raws:
        if raw.strip().startswith(fence):
            break
        code.append(raw.rstrip())
    text = "\n".join(code).strip("\n")
    if text.strip():
        reader.lines.append(TextLine(text, BlockKind.CODE, gap=reader.gap))
    reader.gap = False


def _read_line(reader: _Reader, raw: str) -> None:
    if heading := _HEADING.fullmatch(raw):
        reader.add(heading[2].rstrip("# \t") or heading[2], BlockKind.SUBHEAD, len(heading[1]))
    elif (underline := _UNDERLINE.fullmatch(raw)) and _can_be_underlined(reader):
        level = 1 if underline[1][0] == "=" else 2
        reader.lines[-1] = replace(reader.lines[-1], kind=BlockKind.SUBHEAD, level=level)
    elif _RULE.fullmatch(raw):
        reader.lines.append(TextLine(raw.strip(), gap=reader.gap))
        reader.gap = False
    elif quote := _QUOTE.match(raw):
        _read_quote(reader, raw[quote.end() :])
    elif item := _ITEM.match(raw):
        _read_item(reader, raw[item.end() :], item[1], int(item[2]) if item[2] else None)
    elif raw.strip().startswith("|") and raw.strip().endswith("|") and len(raw.strip()) > 1:
        _read_row(reader, raw.strip())
    elif _continues_item(reader, raw):
        _append(reader, raw)
    else:
        reader.add(raw)


def _can_be_underlined(reader: _Reader) -> bool:
    if not reader.lines or reader.gap:
        return False
    last = reader.lines[-1]
    return last.kind is BlockKind.PARAGRAPH and not _RULE.fullmatch(last.text) and not last.picture


def _read_quote(reader: _Reader, raw: str) -> None:
    if not raw.strip():
        reader.gap = True
    elif reader.lines and reader.lines[-1].kind is BlockKind.QUOTE and not reader.gap:
        _append(reader, raw)
    else:
        reader.add(raw, BlockKind.QUOTE)


def _read_item(reader: _Reader, raw: str, indent: str, number: int | None) -> None:
    task = _TASK.match(raw)
    level = len(indent.expandtabs(4)) // 2 + 1
    reader.add(raw[task.end() :] if task else raw, BlockKind.LIST_ITEM, level, number)


def _read_row(reader: _Reader, raw: str) -> None:
    if not _TABLE_RULE.fullmatch(raw):
        cells = [cell.strip() for cell in raw[1:-1].split("|")]
        reader.add(" | ".join(cell for cell in cells if cell), BlockKind.TABLE_ROW)


def _continues_item(reader: _Reader, raw: str) -> bool:
    if not reader.lines or reader.gap or not raw[0].isspace():
        return False
    return reader.lines[-1].kind is BlockKind.LIST_ITEM


def _append(reader: _Reader, raw: str) -> None:
    """Joins a line to the item or quote above it."""
    last = reader.lines[-1]
    more = strip_marks(raw).text
    if more:
        reader.lines[-1] = replace(last, text=f"{last.text} {more}", link=None)
