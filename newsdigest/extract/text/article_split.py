"""Finds where the articles of a text begin.

A text consists of paragraphs and runs of other lines between them. A run ends the article above
(its agency, labels, comments) and may begin a new one. It does if it holds header facts (a time, a
publication) and a headline: below the facts ("Courier / 2 hours ago / Headline"), above them
("Headline / Courier | 2h"), or below those of the previous article, in texts that put the facts
under each article.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from newsdigest.extract.text.line_roles import LineRole, TaggedLine
from newsdigest.extract.text.line_shapes import (
    is_single_sentence,
    looks_like_headline,
    looks_like_name,
    measure,
)
from newsdigest.extract.text.word_lists import LabelEffect
from newsdigest.model import BlockKind
from newsdigest.press.agencies import agency_name
from newsdigest.valueclasses import valueclass

# How far above its facts a headline may be: publication and byline come between.
_REACH = 4
# The longest headline that ends in a full stop, ...
LONGEST_TITLE_SENTENCE = 160
# ... and the shortest article under a bare headline in a list of related reports; a teaser is
# shorter.
LEAST_BODY = 300
_HEADER_ROLES = frozenset({LineRole.FACTS, LineRole.NUMBER, LineRole.ADDRESS, LineRole.REPEAT})


@valueclass
class _Run:
    """Lines without a paragraph, from `start` up to the paragraph at `end`."""

    start: int
    end: int


@valueclass
class _Start:
    """Where an article begins, and whether there is more evidence than a bare date."""

    index: int
    certain: bool


def is_headline(each: TaggedLine) -> bool:
    if each.role is not LineRole.SHORT or each.line.kind is BlockKind.LIST_ITEM:
        return False
    return each.line.kind is BlockKind.SUBHEAD or looks_like_headline(each.text)


def is_title_sentence(tagged: Sequence[TaggedLine], index: int) -> bool:
    """Whether the paragraph is a headline with a full stop: one sentence above a long one."""
    if index + 1 >= len(tagged) or tagged[index + 1].role is not LineRole.PARAGRAPH:
        return False
    size = measure(tagged[index].text)
    if size > LONGEST_TITLE_SENTENCE or not is_single_sentence(tagged[index].text):
        return False
    return measure(tagged[index + 1].text) >= 2 * size


def article_starts(tagged: Sequence[TaggedLine]) -> list[int]:
    """The indices at which articles begin, 0 first: what is above the first is its header."""
    runs = _runs(tagged)
    found = (
        _by_headings(tagged)
        or _by_facts(tagged, runs)
        or _by_related(tagged, runs)
        or _by_separators(tagged)
    )
    return [0, *(index for index in found if index > 0)]


def _runs(tagged: Sequence[TaggedLine]) -> list[_Run]:
    """The runs, including the first and the last if they are empty."""
    runs: list[_Run] = []
    start = 0
    for index, each in enumerate(tagged):
        if each.role is LineRole.PARAGRAPH:
            if index > start or not runs:
                runs.append(_Run(start, index))
            start = index + 1
    runs.append(_Run(start, len(tagged)))
    return runs


def _by_headings(tagged: Sequence[TaggedLine]) -> list[int]:
    """Articles under headings of the first level, or of the second if each has facts of its own."""
    for level in (1, 2):
        indices = [index for index, each in enumerate(tagged) if _is_heading(each, level)]
        parts = [
            _Run(start, end)
            for start, end in pairwise([*indices, len(tagged)])
            if any(each.role is LineRole.PARAGRAPH for each in tagged[start:end])
        ]
        if len(parts) > 1 and _are_articles(tagged, parts, level):
            return [_top_of_record(tagged, part.start) for part in parts[1:]]
    return []


def _is_heading(each: TaggedLine, level: int) -> bool:
    is_heading = each.role is LineRole.SHORT and each.line.kind is BlockKind.SUBHEAD
    return is_heading and each.line.level == level


def _are_articles(tagged: Sequence[TaggedLine], parts: Sequence[_Run], level: int) -> bool:
    """Whether the parts under headings are articles and not the chapters of one."""
    titled = {each.line.field for each in tagged if _is_heading(each, level)}
    if level == 1 and len(titled) == 1:
        return True
    return all(
        any(_brings_facts(each) for each in tagged[part.start + 1 : part.end]) for part in parts
    )


def _top_of_record(tagged: Sequence[TaggedLine], index: int) -> int:
    """Where the "label: value" lines around a headline begin."""
    while index > 0 and tagged[index - 1].line.field and not tagged[index].line.gap:
        index -= 1
    return index


def _by_facts(tagged: Sequence[TaggedLine], runs: Sequence[_Run]) -> list[int]:
    trailing = _facts_trail(tagged, runs)
    dated = any(each.timed for each in tagged[: runs[0].end])
    starts: list[int] = []
    commented = False
    if not trailing and (first := _in_run(tagged, runs[0], commented=False)):
        # Reports above it with a headline only are not part of it.
        starts += [first.index] if _is_certain(tagged[: first.index]) else []
    for run in runs[1:-1]:
        commented = _in_comments(tagged[run.start : run.end], commented)
        start = _after_facts(tagged, run) if trailing else _in_run(tagged, run, commented)
        if start is not None and (start.certain or dated):
            starts.append(start.index)
            commented = False
    return starts


def _facts_trail(tagged: Sequence[TaggedLine], runs: Sequence[_Run]) -> bool:
    """Whether the text puts time and publication under its articles."""
    first, last = runs[0], runs[-1]
    if any(_brings_facts(each) for each in tagged[first.start : first.end]):
        return False
    return any(_brings_facts(each) for each in tagged[last.start : last.end])


def _brings_facts(each: TaggedLine) -> bool:
    return each.facts is not None and (each.timed or each.facts.source is not None)


def _in_comments(run: Sequence[TaggedLine], before: bool) -> bool:
    """Whether readers' comments follow: these have names and times too."""
    effects = [each.effect for each in run if each.effect in (LabelEffect.END, LabelEffect.RELATED)]
    return effects[-1] is LabelEffect.END if effects else before


def _after_facts(tagged: Sequence[TaggedLine], run: _Run) -> _Start | None:
    last = _last_facts(tagged, run)
    if last is None:
        return None
    index = next((i for i in range(last + 1, run.end) if is_headline(tagged[i])), None)
    return None if index is None else _Start(index, certain=True)


def _in_run(tagged: Sequence[TaggedLine], run: _Run, commented: bool) -> _Start | None:
    """The article that the run opens, if it does."""
    last = _last_facts(tagged, run)
    if last is None:
        return None
    top = _top_of_facts(tagged, run, last)
    if _headline_follows(tagged, run, last):
        start = _with_name_above(tagged, run, top)
        certain = start < top or _is_certain(tagged[top : run.end])
        return _Start(start, certain=True) if certain else None
    if commented:
        return None
    headline = _headline_above(tagged, run, top)
    if headline is None:
        return None
    certain = _is_certain(tagged[headline : run.end])
    return _Start(_with_name_above(tagged, run, headline), certain)


def _last_facts(tagged: Sequence[TaggedLine], run: _Run) -> int | None:
    indices = (i for i in range(run.end - 1, run.start - 1, -1) if _brings_facts(tagged[i]))
    return next(indices, None)


def _top_of_facts(tagged: Sequence[TaggedLine], run: _Run, last: int) -> int:
    top = last
    while top > run.start and _goes_with_facts(tagged[top - 1]):
        top -= 1
    return top


def _goes_with_facts(each: TaggedLine) -> bool:
    return each.role in _HEADER_ROLES or each.effect is LabelEffect.LINE


def _headline_follows(tagged: Sequence[TaggedLine], run: _Run, last: int) -> bool:
    if any(is_headline(each) for each in tagged[last + 1 : run.end]):
        return True
    source = any(each.facts and each.facts.source for each in tagged[run.start : run.end])
    return source and is_title_sentence(tagged, run.end)


def _headline_above(tagged: Sequence[TaggedLine], run: _Run, top: int) -> int | None:
    for index in range(top - 1, max(run.start, top - _REACH) - 1, -1):
        if is_headline(tagged[index]):
            return index
        if (
            tagged[index].role in (LineRole.SEPARATOR, LineRole.LABEL)
            and tagged[index].effect != LabelEffect.LINE
        ):
            return None
    return None


def _with_name_above(tagged: Sequence[TaggedLine], run: _Run, top: int) -> int:
    """The index of the publication's name or rank above a header, else `top`."""
    index = top
    if index > run.start and _is_name_of(tagged, index - 1):
        index -= 1
    while index > run.start and tagged[index - 1].role in (LineRole.NUMBER, LineRole.FACTS):
        if tagged[index - 1].line.gap and not tagged[index].line.gap:
            return index - 1
        if tagged[index].line.gap and tagged[index - 1].role is not LineRole.NUMBER:
            break
        index -= 1
    return index


def _is_name_of(tagged: Sequence[TaggedLine], index: int) -> bool:
    """Whether it names the publication of the header below, and ends nothing above."""
    each, below = tagged[index], tagged[index + 1]
    if each.role is not LineRole.SHORT or not looks_like_name(each.text):
        return False
    if below.line.gap and not each.line.gap:
        return False
    if each.line.gap or agency_name(each.text) is None:
        return True
    header = tagged[index + 1 : index + 1 + _REACH]
    return any(below.facts and below.facts.source == each.text for below in header)


def _is_certain(header: Sequence[TaggedLine]) -> bool:
    """Whether a header has more evidence than a bare date: an age, a publication, an author."""
    facts = [each.facts for each in header if each.facts is not None]
    return any(f.relative or f.source or f.authors for f in facts)


def _by_related(tagged: Sequence[TaggedLine], runs: Sequence[_Run]) -> list[int]:
    """Articles under bare headlines after a label such as "Related articles".

    Each has one long line, with nothing else in between, unlike a box of teasers amid an article or
    subheads after it.
    """
    starts: list[int] = []
    listed = closed = False
    for run, following in pairwise(runs):
        effects = {each.effect for each in tagged[run.start : run.end]}
        closed = closed or LabelEffect.END in effects
        listed = listed or LabelEffect.RELATED in effects
        if not listed:
            continue
        alone = following.start - run.end == 1
        if not (alone and is_headline(tagged[run.end - 1]) and _is_body(tagged[run.end])):
            return []
        starts.append(run.end - 1)
    return starts if len(starts) > 1 or closed else []


def _is_body(each: TaggedLine) -> bool:
    return measure(each.text) >= LEAST_BODY


def _by_separators(tagged: Sequence[TaggedLine]) -> list[int]:
    """Articles between lines such as "-----": each part has a headline above its text."""
    indices = [index for index, each in enumerate(tagged) if each.role is LineRole.SEPARATOR]
    parts = [
        (start, end)
        for start, end in pairwise([0, *indices, len(tagged)])
        if any(each.role is LineRole.PARAGRAPH for each in tagged[start:end])
    ]
    if all(_is_article(tagged[start:end]) for start, end in parts):
        return [start for start, _ in parts[1:]]
    return []


def _is_article(part: Sequence[TaggedLine]) -> bool:
    kinds = (each for each in part if each.role in (LineRole.SHORT, LineRole.PARAGRAPH))
    first = next(kinds, None)
    return first is not None and is_headline(first)
