"""A digest as a page for a terminal or a text file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsdigest.render.catalogue import Catalogue
from newsdigest.render.links import host_of
from newsdigest.render.page import BLANK, Line, Page, Rule, Span, Style, joined, line
from newsdigest.render.view import DigestView, MentionsView, SectionView, StoryView

_STORY_INDENT = 2


def digest_page(view: DigestView, words: Catalogue, *, hosts: bool = False) -> Page:
    """Date and counts, the stories under their headings, what has no room, what failed.

    With `hosts` the host of each story stands beside it: a headline that links must not hide where
    it leads.
    """
    title = Line((Span("newsdigest", Style.TITLE),), right=Span(view.date))
    page: Page = [title, line(" · ".join(view.counts), Style.FAINT)]
    for section in view.sections:
        page += _section(section, words, hosts)
    if not view.sections:
        page += _stories(view.stories, words, hosts)
    return [*page, *_more(view), *_failures(view)]


def _section(outer: SectionView, words: Catalogue, hosts: bool) -> Iterator[Line | Rule]:
    if outer.named:
        yield from (BLANK, line(outer.name.upper(), Style.HEADING), Rule())
    for number, inner in enumerate(outer.sections):
        if inner.named:
            # The first inner heading stands right under the rule of the outer one.
            yield from [] if outer.named and number == 0 else [BLANK]
            yield line(inner.name, Style.SUBHEADING)
        yield from _stories(inner.stories, words, hosts)
    yield from _stories(outer.stories, words, hosts)


def _stories(stories: Iterable[StoryView], words: Catalogue, hosts: bool) -> Page:
    return [item for story in stories for item in _story(story, words, hosts)]


def _story(story: StoryView, words: Catalogue, hosts: bool) -> Page:
    page: Page = [BLANK, Line((Span(story.headline, Style.TITLE, story.url),), _STORY_INDENT)]
    about = [*story.about, host_of(story.url)] if hosts and story.url else story.about
    if about:
        page.append(line(" · ".join(about), Style.FAINT, indent=_STORY_INDENT))
    if story.summary:
        page.append(Line(_summary(story), _STORY_INDENT))
    if story.mentions:
        label = Span(f"{words.say('also_in')}  ", Style.FAINT)
        names = joined(map(_mentions, story.mentions), "; ")
        page.append(Line((label, *names), _STORY_INDENT, hang=2))
    for difference in story.differences:
        label = Span(f"{words.say('figures_differ')}  ", Style.ALERT)
        page.append(Line((label, Span(difference)), _STORY_INDENT, hang=2))
    return page


def _summary(story: StoryView) -> tuple[Span, ...]:
    groups = []
    for sentence in story.summary:
        source = [Span(f" [{sentence.other}]", Style.FAINT)] if sentence.other else []
        groups.append([Span(sentence.text), *source])
    return joined(groups, " ")


def _mentions(mentions: MentionsView) -> list[Span]:
    names = [[Span(name.text, link=name.url)] for name in mentions.names]
    note = [Span(f" ({mentions.note})", Style.FAINT)] if mentions.note else []
    return [*joined(names, ", "), *note]


def _more(view: DigestView) -> Page:
    if not view.more_title:
        return []
    links = [Line((Span(f"- {each.text}", link=each.url),), 2, hang=2) for each in view.more]
    left = [line(view.more_left, indent=2)] if view.more_left else []
    return [BLANK, line(view.more_title), *links, *left]


def _failures(view: DigestView) -> Page:
    if not view.failures_title:
        return []
    first, *others = view.failures
    if not others:
        title = Span(view.failures_title, Style.ALERT)
        return [BLANK, Line((title, Span(f": {first}")), hang=2)]
    lines = [line(text, indent=2, hang=2) for text in view.failures]
    return [BLANK, line(view.failures_title, Style.ALERT), *lines]
