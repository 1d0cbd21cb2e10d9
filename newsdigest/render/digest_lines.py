"""A digest as styled lines for a terminal or a text file."""

from __future__ import annotations

from collections.abc import Iterable

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
from newsdigest.render.view import DigestView, EarlierView, MentionsView, SectionView, StoryView
from newsdigest.render.wrap import width

_INDENT = 4
_OUTER_LEVEL = 2


def digest_lines(view: DigestView, words: Catalogue, *, hosts: bool = False) -> StyledLines:
    """Date and counts, the parts of the edition, what has no room, its end, what failed.

    With `hosts` the host of each story stands beside it: a headline that links must not hide where
    it leads.
    """
    title = StyledLine((Span("newsdigest", Style.TITLE),), right=Span(view.date))
    head: StyledLines = [title, line(" · ".join(view.counts), Style.FAINT)]
    body: StyledLines = []
    for section in view.body:
        body += _section(section, words, hosts)
    if not view.sections:
        body += _stories(view.stories, words, hosts)
    # The rule stands for the empty line above what comes first.
    stories = [Divider(), *body[1:]] if body else []
    end = _end(view, words, hosts)
    return [*head, *stories, *_more(view), *end, *_marked(view), *_failures(view)]


def _section(section: SectionView, words: Catalogue, hosts: bool) -> StyledLines:
    """Headings and stories; numbers say that the first ones are the top."""
    if section.part == "top":
        return _stories(section.stories, words, hosts)
    if section.part == "brief":
        return [BLANK, line(section.name.upper(), Style.HEADING), *map(_brief, section.stories)]
    if not section.sections:
        return [BLANK, *_heading(section), *_stories(section.stories, words, hosts)[1:]]
    lines: StyledLines = []
    for number, inner in enumerate(section.sections):
        # The first inner heading stands beside the outer one.
        headings = _heading(section, inner) if number == 0 else _heading(inner)
        lines += [BLANK, *headings, *_stories(inner.stories, words, hosts)[1:]]
    return lines


def _heading(section: SectionView, inner: SectionView | None = None) -> StyledLines:
    """`HARBOUR POST · Science`; the heading of an inner section is not in capitals."""
    is_outer = section.level == _OUTER_LEVEL
    texts = [
        Span(section.name.upper(), Style.HEADING)
        if is_outer
        else Span(section.name, Style.SUBHEADING)
    ]
    spans = texts if section.named else []
    subtitle = inner.name if inner and inner.named else section.subtitle
    if subtitle:
        spans = [*spans, *([Span(" · ", Style.FAINT)] if spans else [])]
        spans.append(Span(subtitle, Style.SUBHEADING))
    return [StyledLine(tuple(spans))] if spans else []


def _brief(story: StoryView) -> StyledLine:
    credit = " · ".join(story.credit)
    spans = (Span("· ", Style.FAINT), Span(story.headline, link=story.url))
    return StyledLine(
        (*spans, Span(f"  {credit}", Style.FAINT)) if credit else spans, indent=2, hang=2
    )


def _stories(stories: Iterable[StoryView], words: Catalogue, hosts: bool) -> StyledLines:
    return [item for story in stories for item in _story(story, words, hosts)]


def _story(story: StoryView, words: Catalogue, hosts: bool) -> StyledLines:
    number = f"{story.rank:>2}" if story.part == "top" else ""
    headline = Span(story.headline, Style.TITLE, story.url)
    lines: StyledLines = [
        BLANK,
        StyledLine((headline,), _INDENT, label=number),
    ]
    if about := _about(story, words, hosts):
        lines.append(StyledLine(about, _INDENT))
    if story.summary:
        lines.append(StyledLine(_summary(story), _INDENT))
    if story.rewritten:
        lines.append(line(story.rewritten, Style.FAINT, indent=_INDENT))
    lines += [_earlier(earlier) for earlier in story.course]
    lines += [line(rise, indent=_INDENT, hang=2) for rise in story.rises]
    for difference in story.differences:
        label = Span(f"{words.say('figures_differ')}  ", Style.ALERT)
        lines.append(StyledLine((label, Span(difference.text)), _INDENT, hang=2))
    return lines


def _about(story: StoryView, words: Catalogue, hosts: bool) -> tuple[Span, ...]:
    """`Port Marlow · Reuters · 2 h ago · also Harbour Post`."""
    about = [*story.about, host_of(story.url)] if hosts and story.url else story.about
    groups = [[Span(each, Style.FAINT)] for each in about]
    if story.mentions:
        label = Span(f"{words.say('also_in')} ", Style.FAINT)
        groups.append([label, *joined(map(_mentions, story.mentions), "; ")])
    return joined(groups, " · ")


def _earlier(earlier: EarlierView) -> StyledLine:
    moment = Span(f"{earlier.moment}  ", Style.FAINT)
    spans = (moment, Span(earlier.headline, link=earlier.url))
    source = (Span(f"  {earlier.source}", Style.FAINT),) if earlier.source else ()
    return StyledLine((*spans, *source), _INDENT, hang=width(moment.text))


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
    names = joined([[Span(name.text, Style.FAINT, name.url)] for name in mentions.names], ", ")
    if mentions.note and not names:
        return [Span(mentions.note, Style.FAINT)]
    others = [Span(f" {mentions.others}", Style.FAINT)] if mentions.others else []
    note = [Span(f" ({mentions.note})", Style.FAINT)] if mentions.note else []
    return [*names, *others, *note]


def _end(view: DigestView, words: Catalogue, hosts: bool) -> StyledLines:
    """The number and the quote of the day, and the last item."""
    lines: StyledLines = []
    for highlight in view.highlights:
        title = [Span(highlight.title.upper(), Style.HEADING)]
        if highlight.figure:
            title += [Span(" · ", Style.FAINT), Span(highlight.figure, Style.SUBHEADING)]
        signed = (
            Span(highlight.text),
            Span(" — ", Style.FAINT),
            Span(highlight.source, Style.FAINT, highlight.url),
        )
        lines += [BLANK, StyledLine(tuple(title)), StyledLine(signed, _INDENT)]
    return [*lines, *_section(view.last, words, hosts)] if view.last else lines


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
