"""A digest as styled lines for a terminal or a text file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsdigest.render.catalogue import Catalogue
from newsdigest.render.links import host_of
from newsdigest.render.styled_lines import (
    BLANK,
    Divider,
    Span,
    Style,
    StyledLine,
    StyledLines,
    joined,
    line,
)
from newsdigest.render.view import DigestView, MentionsView, SectionView, StoryView

_STORY_INDENT = 2


def digest_lines(view: DigestView, words: Catalogue, *, hosts: bool = False) -> StyledLines:
    """Date and counts, the stories under their headings, what has no room, what failed.

    With `hosts` the host of each story stands beside it: a headline that links must not hide where
    it leads.
    """
    title = StyledLine((Span("newsdigest", Style.TITLE),), right=Span(view.date))
    lines: StyledLines = [title, line(" · ".join(view.counts), Style.FAINT)]
    for section in view.sections:
        lines += _section(section, words, hosts)
    if not view.sections:
        lines += _stories(view.stories, words, hosts)
    return [*lines, *_more(view), *_marked(view), *_failures(view)]


def _section(outer: SectionView, words: Catalogue, hosts: bool) -> Iterator[StyledLine | Divider]:
    if outer.part == "brief":
        yield from _briefs(outer)
        return
    if outer.named:
        yield from (BLANK, line(outer.name.upper(), Style.HEADING), Divider())
    for number, inner in enumerate(outer.sections):
        if inner.named:
            # The first inner heading stands right under the rule of the outer one.
            yield from [] if outer.named and number == 0 else [BLANK]
            yield line(inner.name, Style.SUBHEADING)
        yield from _stories(inner.stories, words, hosts)
    yield from _stories(outer.stories, words, hosts)


def _briefs(section: SectionView) -> Iterator[StyledLine | Divider]:
    yield from (BLANK, line(section.name.upper(), Style.HEADING))
    for story in section.stories:
        credit = Span(f"  {' · '.join(story.credit)}", Style.FAINT)
        yield StyledLine((Span("· "), Span(story.headline, link=story.url), credit), hang=2)


def _stories(stories: Iterable[StoryView], words: Catalogue, hosts: bool) -> StyledLines:
    return [item for story in stories for item in _story(story, words, hosts)]


def _story(story: StoryView, words: Catalogue, hosts: bool) -> StyledLines:
    lines: StyledLines = [
        BLANK,
        StyledLine((Span(story.headline, Style.TITLE, story.url),), _STORY_INDENT),
    ]
    about = [*story.about, host_of(story.url)] if hosts and story.url else story.about
    if about:
        lines.append(line(" · ".join(about), Style.FAINT, indent=_STORY_INDENT))
    if story.summary:
        lines.append(StyledLine(_summary(story), _STORY_INDENT))
    if story.mentions:
        label = Span(f"{words.say('also_in')} ", Style.FAINT)
        names = joined(map(_mentions, story.mentions), "; ")
        lines.append(StyledLine((label, *names), _STORY_INDENT, hang=2))
    for difference in story.differences:
        label = Span(f"{words.say('figures_differ')}  ", Style.ALERT)
        lines.append(StyledLine((label, Span(difference)), _STORY_INDENT, hang=2))
    return lines


def _summary(story: StoryView) -> tuple[Span, ...]:
    groups = []
    for sentence in story.summary:
        spans = [Span(sentence.text)]
        if sentence.other:
            spans += [
                Span(" — ", Style.FAINT),
                Span(sentence.other, Style.FAINT, sentence.url),
            ]
        groups.append(spans)
    return joined(groups, " ")


def _mentions(mentions: MentionsView) -> list[Span]:
    names = joined([[Span(name.text, link=name.url)] for name in mentions.names], ", ")
    if mentions.note and not names:
        return [Span(mentions.note, Style.FAINT)]
    others = [Span(f" {mentions.others}")] if mentions.others else []
    note = [Span(f" ({mentions.note})", Style.FAINT)] if mentions.note else []
    return [*names, *others, *note]


def _marked(view: DigestView) -> StyledLines:
    return [BLANK, line(view.marked, Style.FAINT)] if view.marked else []


def _more(view: DigestView) -> StyledLines:
    if not view.more_title:
        return []
    links = [StyledLine((Span(f"- {each.text}", link=each.url),), 2, hang=2) for each in view.more]
    left = [line(view.more_left, indent=2)] if view.more_left else []
    return [BLANK, line(view.more_title), *links, *left]


def _failures(view: DigestView) -> StyledLines:
    if not view.failures_title:
        return []
    first, *others = view.failures
    if not others:
        title = Span(view.failures_title, Style.ALERT)
        return [BLANK, StyledLine((title, Span(f": {first}")), hang=2)]
    failures = [line(text, indent=2, hang=2) for text in view.failures]
    return [BLANK, line(view.failures_title, Style.ALERT), *failures]
