"""A digest as a page for a terminal or a text file."""

from __future__ import annotations

from newsdigest.model import Digest, Story
from newsdigest.render import wording
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.grouping import Section, group
from newsdigest.render.links import host_of, web_link
from newsdigest.render.options import RenderOptions
from newsdigest.render.page import BLANK, Line, Page, Rule, Span, Style, joined, line

_STORY_INDENT = 2


def digest_page(digest: Digest, options: RenderOptions) -> Page:
    """Date and counts, the stories under their headings, what failed."""
    page = _heading(digest, options)
    page += _section(group(digest.stories, options.by), digest, options, depth=0)
    return page + _failures(digest, options)


def _heading(digest: Digest, options: RenderOptions) -> Page:
    today = Span(wording.capitalised(wording.today(digest, options)))
    counts = " · ".join(wording.counts(digest, options))
    title = Line((Span("newsdigest", Style.TITLE),), right=today)
    return [title, line(counts, Style.FAINT)]


def _section(section: Section, digest: Digest, options: RenderOptions, *, depth: int) -> Page:
    page: Page = []
    for number, inner in enumerate(section.sections):
        # A heading that only says that nothing is known is worth its line beside others alone.
        if inner.name or len(section.sections) > 1:
            page += _section_heading(inner, options, depth, first=number == 0)
        page += _section(inner, digest, options, depth=depth + 1)
    for story in section.stories:
        page += _story(story, digest, options)
    return page


def _section_heading(section: Section, options: RenderOptions, depth: int, *, first: bool) -> Page:
    name = wording.section_name(section, options.words)
    if depth == 0:
        return [BLANK, line(name.upper(), Style.HEADING), Rule()]
    # The first inner heading stands right under the rule of the outer one.
    return [*([] if first else [BLANK]), line(name, Style.SUBHEADING)]


def _story(story: Story, digest: Digest, options: RenderOptions) -> Page:
    words = options.words
    page: Page = [BLANK, _headline(story, words), *_about(story, digest, options)]
    if summary := _summary(story, words):
        page.append(Line(summary, _STORY_INDENT))
    if names := joined(_mentions(story, digest, words), "; "):
        label = Span(f"{words.say('also_in')}  ", Style.FAINT)
        page.append(Line((label, *names), _STORY_INDENT, hang=2))
    for contradiction in story.contradictions:
        text = Span(wording.difference(contradiction, story, words))
        label = Span(f"{words.say('figures_differ')}  ", Style.ALERT)
        page.append(Line((label, text), _STORY_INDENT, hang=2))
    return page


def _headline(story: Story, words: Catalogue) -> Line:
    title = Span(wording.headline(story.lead, words), Style.TITLE, web_link(story.lead.url))
    return Line((title,), _STORY_INDENT)


def _about(story: Story, digest: Digest, options: RenderOptions) -> Page:
    parts = wording.about(story, digest, options)
    link = web_link(story.lead.url)
    if link and options.hyperlinks:
        # A headline that links must not hide where it leads.
        parts.append(host_of(link))
    return [line(" · ".join(parts), Style.FAINT, indent=_STORY_INDENT)] if parts else []


def _summary(story: Story, words: Catalogue) -> tuple[Span, ...]:
    groups = []
    for sentence in wording.sentences(story, words):
        name = sentence.publication
        source = [Span(f" [{name}]", Style.FAINT)] if name else []
        groups.append([Span(sentence.text), *source])
    return joined(groups, " ")


def _mentions(story: Story, digest: Digest, words: Catalogue) -> list[list[Span]]:
    groups = []
    for mentions in wording.mentions(story, digest, words):
        names = [[Span(mention.name, link=mention.link)] for mention in mentions.names]
        note = [Span(f" ({mentions.note})", Style.FAINT)] if mentions.note else []
        groups.append([*joined(names, ", "), *note])
    return groups


def _failures(digest: Digest, options: RenderOptions) -> Page:
    if not digest.failures:
        return []
    title = wording.failures_title(digest.failures, options.words)
    first, *others = [wording.failure(failure) for failure in digest.failures]
    if not others:
        return [BLANK, Line((Span(title, Style.ALERT), Span(f": {first}")), hang=2)]
    lines = [line(text, indent=2, hang=2) for text in (first, *others)]
    return [BLANK, line(title, Style.ALERT), *lines]
