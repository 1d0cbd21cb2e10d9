"""Blocks of "label: value" lines: front matter, and records from archives and reader apps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsdigest.extract.text.text_lines import TextLine
from newsdigest.extract.text.word_lists import fold_label, word_lists
from newsdigest.model import BlockKind
from newsdigest.press.bylines import is_introduction
from newsdigest.press.dates import date_field
from newsdigest.valueclasses import replace, valueclass

FIELD = re.compile(r"([^:：]{1,30})[:：] ?(\S.*)")
_YAML = re.compile(r"([A-Za-z][\w .-]{0,40}):[ \t]*(.*)")
_TOML = re.compile(r"([A-Za-z][\w.-]{0,40})[ \t]*=[ \t]*(.*)")
_BROKEN = re.compile(r"([^:：]{1,30})[:：]")
_MOST_LINES = 200


@valueclass
class FrontMatter:
    lines: tuple[TextLine, ...]
    # The text after it.
    rest: str


def field_of(label: str) -> str | None:
    """The field that a label announces, "byline" for authors; None for any other word."""
    folded = fold_label(label).replace("_", " ").replace("-", " ")
    field = word_lists().fields.get(folded) or word_lists().fields.get(folded.replace(" ", ""))
    if field is None and is_introduction(folded):
        return "byline"
    return field or date_field(folded)


def read_front_matter(text: str) -> FrontMatter:
    """The text's front matter as field lines; empty if it has none."""
    raws = text.lstrip("\ufeff\n\r ").split("\n", _MOST_LINES)
    fence = raws[0].strip()
    if fence not in ("---", "+++"):
        return FrontMatter((), text)
    closing = (i for i, raw in enumerate(raws[1:], 1) if raw.strip() in (fence, "..."))
    end = next(closing, None)
    lines = _front_lines(raws[1:end], _YAML if fence == "---" else _TOML) if end else []
    if not any(line.field for line in lines):
        return FrontMatter((), text)
    return FrontMatter(tuple(lines), "\n".join(raws[(end or 0) + 1 :]))


def _front_lines(raws: Sequence[str], pattern: re.Pattern[str]) -> list[TextLine]:
    values: dict[str, str] = {}
    key = ""
    for raw in raws:
        match = pattern.fullmatch(raw.rstrip())
        if match:
            key = match[1]
            values[key] = _unquoted(match[2])
        elif key and (raw.startswith(("-", " ", "\t")) and raw.strip()):
            item = _unquoted(raw.strip().removeprefix("- "))
            values[key] = f"{values[key]}, {item}" if values[key] else item
    known = [(key, value) for key, value in values.items() if field_of(key) and value]
    return [_field_line(key, value, gap=not index) for index, (key, value) in enumerate(known)]


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(_unquoted(item) for item in value[1:-1].split(","))
    if value in (">", "|", ">-", "|-"):
        return ""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return " ".join(value.split())


def _field_line(label: str, value: str, *, gap: bool) -> TextLine:
    if field_of(label) == "title":
        return TextLine(value, BlockKind.SUBHEAD, 1, gap=gap, field=True)
    return TextLine(f"{label}: {value}", gap=gap, field=True)


def mark_fields(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, with those of a record marked: a line such as "Title: ..." and its neighbours."""
    result = list(lines)
    for index, line in enumerate(lines):
        match = FIELD.fullmatch(line.text[:400])
        if match is None or line.kind is not BlockKind.PARAGRAPH:
            continue
        if field_of(match[1]) == "title" and _has_company(lines, index):
            result[index] = _field_line("title", line.text[match.start(2) :], gap=line.gap)
            _mark_neighbours(result, index)
    return result


def _has_company(lines: Sequence[TextLine], index: int) -> bool:
    """Whether another field is adjacent: a headline may begin with "Title: " too."""
    beside = [*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]
    return any(_is_field(line) for line in beside)


def _is_field(line: TextLine) -> bool:
    match = FIELD.fullmatch(line.text) or _BROKEN.fullmatch(line.text)
    return match is not None and field_of(match[1]) is not None


def _mark_neighbours(lines: list[TextLine], index: int) -> None:
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(lines) and not lines[at].field and _is_field(lines[at]):
            lines[at] = _marked(lines[at])
            if not lines[at].field:
                break
            at += step


def _marked(line: TextLine) -> TextLine:
    """The line marked as a field; a label before a body is dropped, the body is unchanged."""
    match = FIELD.fullmatch(line.text)
    if match and field_of(match[1]) == "body":
        return replace(line, text=match[2])
    return replace(line, field=True)
