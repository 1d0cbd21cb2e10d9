"""A digest as a page for a terminal or a text file."""

from __future__ import annotations

from newsdigest.model import Digest, Story
from newsdigest.render import dates, wording
from newsdigest.render.grouping import Section, group
from newsdigest.render.links import host_of, web_link
from newsdigest.render.options import RenderOptions
from newsdigest.render.page import BLANK, Line, Page, Rule, Span, Style, joined, line

_STORY_INDENT = 2


def digest_page(digest: Digest, options: RenderOptions) -> Page:
    """Date and counts, the stories under their headings, what failed."""
    page = _heading(digest, options)
    page += _section(group(digest.stories, options.by), digest, options, depth=0)
    return page + _failures(digest)


def _heading(digest: Digest, options: RenderOptions) -> Page:
    today = dates.long_date(dates.local(digest.generated, options.timezone))
    counts = " · ".join(wording.counts(digest, options.timezone))
    title = Line((Span("newsdigest", Style.TITLE),), right=Span(today))
    return [title, line(counts, Style.FAINT)]


def _section(section: Section, digest: Digest, options: RenderOptions, *, depth: int) -> Page:
    page: Page = []
    for number, inner in enumerate(section.sections):
        # A heading that only says that nothing is known is worth its line beside others alone.
        if inner.name or len(section.sections) > 1:
            page += _section_heading(wording.section_name(inner), depth, first=number == 0)
        page += _section(inner, digest, options, depth=depth + 1)
    for story in section.stories:
        page += _story(story, digest, options)
    return page


def _section_heading(name: str, depth: int, *, first: bool) -> Page:
    if depth == 0:
        return [BLANK, line(name.upper(), Style.HEADING), Rule()]
    # The first inner heading stands right under the rule of the outer one.
    return [*([] if first else [BLANK]), line(name, Style.SUBHEADING)]


def _story(story: Story, digest: Digest, options: RenderOptions) -> Page:
    page: Page = [BLANK, _headline(story), *_about(story, digest, options)]
    if story.summary:
        page.append(Line(_summary(story), _STORY_INDENT))
    if names := joined(_mentions(story), "; "):
        label = Span("also in  ", Style.FAINT)
        page.append(Line((label, *names), _STORY_INDENT, hang=2))
    for contradiction in story.contradictions:
        text = Span(wording.difference(contradiction, story))
        label = Span("figures differ  ", Style.ALERT)
        page.append(Line((label, text), _STORY_INDENT, hang=2))
    return page


def _headline(story: Story) -> Line:
    title = Span(wording.headline(story.lead), Style.TITLE, web_link(story.lead.url))
    return Line((title,), _STORY_INDENT)


def _about(story: Story, digest: Digest, options: RenderOptions) -> Page:
    parts = wording.about(story, digest, options.by, options.timezone)
    link = web_link(story.lead.url)
    if link and options.hyperlinks:
        # A headline that links must not hide where it leads.
        parts.append(host_of(link))
    return [line(" · ".join(parts), Style.FAINT, indent=_STORY_INDENT)] if parts else []


def _summary(story: Story) -> tuple[Span, ...]:
    groups = []
    for sentence in wording.sentences(story):
        name = sentence.publication
        source = [Span(f" [{name}]", Style.FAINT)] if name else []
        groups.append([Span(sentence.text), *source])
    return joined(groups, " ")


def _mentions(story: Story) -> list[list[Span]]:
    groups = []
    for mentions in wording.mentions(story):
        names = [[Span(mention.name, link=mention.link)] for mention in mentions.names]
        note = [Span(f" ({mentions.note})", Style.FAINT)] if mentions.note else []
        groups.append([*joined(names, ", "), *note])
    return groups


def _failures(digest: Digest) -> Page:
    if not digest.failures:
        return []
    title = wording.failures_title(digest.failures)
    first, *others = [wording.failure(failure) for failure in digest.failures]
    if not others:
        return [BLANK, Line((Span(title, Style.ALERT), Span(f": {first}")), hang=2)]
    lines = [line(text, indent=2, hang=2) for text in (first, *others)]
    return [BLANK, line(title, Style.ALERT), *lines]
