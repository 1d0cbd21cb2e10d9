"""The output of `newsdigest boilerplate`."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from newsdigest.clean import LineHistory, MarkedText, all_rules, is_boilerplate
from newsdigest.contract import values
from newsdigest.language import printable
from newsdigest.pipeline import ExplainedArticle, SelectorTrial
from newsdigest.valueclasses import valueclass

if TYPE_CHECKING:
    from newsdigest.store import LineTable

# As newsdigest.clean.learning.skeletons shortens lines.
_HASH = re.compile(r"…[○△]*[0-9a-f]{8}\Z")
_STRUCK, _FAINT, _BOLD, _PLAIN = "\x1b[9m", "\x1b[2m", "\x1b[1m", "\x1b[0m"


@valueclass
class Row:
    """A learnt line; `forgotten` if the user made the program forget it."""

    publication: str
    id: str
    text: str
    stories: int
    first_seen: str
    last_seen: str
    forgotten: bool


def learnt_rows(table: LineTable, source: str | None) -> list[Row]:
    """The learnt and the forgotten lines of the publications with these names."""
    rows = []
    for name in table.publications():
        if source is not None and source.casefold() not in name:
            continue
        memory = table.memory(name)
        if memory is None:
            continue
        story_count = memory.stories.count
        found = [
            line for line in memory.lines.values()
            if line.forgotten or is_boilerplate(line, story_count)
        ]  # fmt: skip
        rows += [_row(line) for line in sorted(found, key=lambda each: (-each.stories, each.id))]
    return rows


def _row(line: LineHistory) -> Row:
    return Row(
        line.publication,
        line.id,
        _readable(line.text),
        line.stories,
        *_seen(line),
        forgotten=line.forgotten,
    )


def _readable(text: str) -> str:
    """A stored line without the hash that stands for its end.

    >>> _readable("write to the editor at the foot of …○32d7d902")
    'write to the editor at the foot of …'
    """
    return _HASH.sub("…", text)


def _seen(line: LineHistory) -> tuple[str, str]:
    """The days on which a line was first and last seen."""
    days = (line.first_seen, line.last_seen)
    first, last = (f"{day:%Y-%m-%d}" if day else "?" for day in days)
    return first, last


def lines_as_json(rows: Sequence[Row]) -> str:
    lines: list[values.LearntLine] = [
        {
            "publication": row.publication,
            "id": row.id,
            "text": row.text,
            "stories": row.stories,
            "first_seen": row.first_seen,
            "last_seen": row.last_seen,
            "forgotten": row.forgotten,
        }
        for row in rows
    ]
    return json.dumps(lines, ensure_ascii=False, indent=2) + "\n"


def format_lines(rows: Sequence[Row], width: int) -> str:
    """A heading per publication, followed by two lines for each of its learnt lines."""
    parts = []
    for name, group in groupby(rows, key=lambda row: row.publication):
        parts.append("\n".join([printable(name), *(_two_lines(row, width) for row in group)]))
    return "\n\n".join(parts) + "\n" if parts else ""


def _two_lines(row: Row, width: int) -> str:
    fate = ", forgotten" if row.forgotten else ""
    seen = f"{row.stories} stories, {row.first_seen} to {row.last_seen}{fate}"
    return f"  {row.id}  {printable(row.text)[: max(10, width - 12)]}\n            {seen}"


def explanation_as_json(articles: Sequence[ExplainedArticle]) -> str:
    explained: list[values.ExplainedArticle] = [
        {
            "id": each.article.id,
            "title": each.article.title,
            "source": each.article.source,
            "url": each.article.url,
            "blocks": [
                [{"text": passage.text, "rule": passage.rule} for passage in block]
                for block in each.blocks
            ],
            "left_out": [{"text": r.text, "rule": r.rule} for r in each.left_out],
            "rules": {rule: _why_json(rule, each) for rule in _rules_of(each)},
        }
        for each in articles
    ]
    return json.dumps(explained, ensure_ascii=False, indent=2) + "\n"


def _why_json(rule: str, explained: ExplainedArticle) -> values.RuleReason:
    line = explained.lines.get(rule)
    if line is None:
        return {"why": _reasons().get(rule)}
    first, last = _seen(line)
    return {
        "why": "The publication repeats it.",
        "stories": line.stories,
        "first_seen": first,
        "last_seen": last,
    }


def format_explanation(articles: Iterable[ExplainedArticle], width: int, *, colour: bool) -> str:
    """The articles in order, each followed by the rules that removed something."""
    return "\n".join(_article(each, width, colour=colour) for each in articles)


def _article(explained: ExplainedArticle, width: int, *, colour: bool) -> str:
    title = printable(explained.article.title or "(no headline)")
    parts = [_styled(title, _BOLD, colour=colour)]
    parts += [_block(block, width, colour=colour) for block in explained.blocks]
    if explained.left_out:
        left_out = [[MarkedText(each.text, each.rule)] for each in explained.left_out]
        listed = [_block(passages, width, colour=colour) for passages in left_out]
        parts.append("\n".join(["Left out of the page:", *filter(None, listed)]))
    why = [_hanging(_why(rule, explained), width) for rule in _rules_of(explained)]
    return "\n\n".join([*filter(None, parts), "\n".join(why) or "Nothing was taken out."]) + "\n"


def _block(passages: Sequence[MarkedText], width: int, *, colour: bool) -> str:
    """Removed words struck through, or between [- and -] without colour."""
    words: list[tuple[str, str]] = []
    for passage in passages:
        text = printable(passage.text).split()
        if passage.rule is None:
            words += [(word, word) for word in text]
            continue
        rule = f"({printable(passage.rule)})"
        if colour:
            words += [(word, f"{_STRUCK}{_FAINT}{word}{_PLAIN}") for word in text]
            words.append((rule, f"{_FAINT}{rule}{_PLAIN}"))
        else:
            shown = [*text[:-1], f"{text[-1]}-]"] if text else []
            shown[:1] = [f"[-{word}" for word in shown[:1]]
            words += [(word, word) for word in [*shown, rule]]
    return _filled(words, width)


def _filled(words: Iterable[tuple[str, str]], width: int) -> str:
    """Words, each given plain and as shown, wrapped to a number of columns."""
    lines: list[list[str]] = []
    room = 0
    for plain, shown in words:
        if not lines or len(plain) + 1 > room:
            lines.append([])
            room = width
        lines[-1].append(shown)
        room -= len(plain) + 1
    return "\n".join(" ".join(line) for line in lines)


def _rules_of(explained: ExplainedArticle) -> list[str]:
    """The rules that removed something, in text order."""
    found = [passage.rule for block in explained.blocks for passage in block if passage.rule]
    return list(dict.fromkeys([*found, *(each.rule for each in explained.left_out)]))


def _hanging(text: str, width: int) -> str:
    """The text wrapped to a number of columns, with a hanging indent."""
    return textwrap.fill(
        text, width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def _why(rule: str, explained: ExplainedArticle) -> str:
    line = explained.lines.get(rule)
    if line is not None:
        first, last = _seen(line)
        why = f"The publication repeats it: in {line.stories} stories, {first} to {last}."
    else:
        why = _reasons().get(rule, "By its place in the page.")
    return f"{rule}  {why}"


@cache
def _reasons() -> dict[str, str]:
    return {rule.id: rule.why for rule in all_rules()}


def format_trials(pages: Sequence[SelectorTrial], width: int) -> str:
    """For each page, the selector's matches and their effect on the length of its article."""
    return "\n".join(_trial(page, width) for page in pages)


def _trial(page: SelectorTrial, width: int) -> str:
    lines = [printable(page.origin)]
    lines += [f"  {printable(text)}"[:width] for text in page.matches]
    found = "1 match" if len(page.matches) == 1 else f"{len(page.matches)} matches"
    change = f"{page.words_before} words without the rule, {page.words_after} with it"
    return "\n".join([*lines, f"  {found}; {change}"]) + "\n"


def trials_as_json(pages: Sequence[SelectorTrial]) -> str:
    trials: list[values.SelectorTrial] = [
        {
            "page": page.origin,
            "matches": list(page.matches),
            "words_before": page.words_before,
            "words_after": page.words_after,
        }
        for page in pages
    ]
    return json.dumps(trials, ensure_ascii=False, indent=2) + "\n"


def _styled(text: str, style: str, *, colour: bool) -> str:
    return f"{style}{text}{_PLAIN}" if colour else text
