"""The format email: a message as text and as a page that every mail program shows.

What such programs take away decides how the page is made: styles stand in the elements, tables lay
out, nothing is remote, and the whole is shorter than what Gmail cuts off, 102 kB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from newsdigest.render import plain_text, wording
from newsdigest.render.dates import local
from newsdigest.render.email_message import MailContent, message, shortened
from newsdigest.render.html_fragments import article_body
from newsdigest.render.options import RenderOptions
from newsdigest.render.reader_view import ReaderView
from newsdigest.render.template import builtin, fill_in
from newsdigest.render.view import DigestView, LinkView, SectionView, StoryView

LONGEST_PAGE = 100_000
# What is left of it for headings, the names of the stories that have no room, and what failed.
_STORIES = 75_000
_NAMES = 10_000
_FAILURES = 4_000
# What an item of a list has beside its text and link.
_MARKUP = 100
# When a message of articles without dates was written.
_NO_TIME = "1970-01-01T00:00:00+00:00"
_FIELD = re.compile(r"\{(title|date|stories|headline)\}")


@dataclass(frozen=True, slots=True)
class Mail:
    """A message, and how many of the heaviest stories it names."""

    text: str
    stories: int


def digest(view: DigestView, options: RenderOptions) -> str:
    """A message that holds the best stories and names the others as far as there is room."""
    return mail(view, options).text


def mail(view: DigestView, options: RenderOptions) -> Mail:
    """The same with the number of stories that had room."""
    page, html = _fitting(_with_few_failures(view, options), options)
    ids = (view.generated, *(story.id for story in view.ranked))
    letter = MailContent(
        subject=_subject(page, view.ranked[:1], options),
        text=plain_text.digest(page, options),
        html=html,
        language=view.language,
        date=_date(view.generated, options),
        id=view.id or "\n".join(ids),
    )
    return Mail(message(letter, options.mail), len(page.stories) + len(page.more))


def articles(reader: ReaderView, options: RenderOptions) -> str:
    """A message of the whole articles."""
    bodies = [Markup(article_body(article, options)) for article in reader.articles]  # noqa: S704
    values = {"reader": reader, "bodies": bodies}
    letter = MailContent(
        subject=shortened(reader.title),
        text=plain_text.articles(reader, options),
        html=fill_in(builtin("email_articles.html"), "html", values, options.words),
        language=reader.language,
        date=_date(reader.updated or _NO_TIME, options),
        id="\n".join(article.id for article in reader.articles),
    )
    return message(letter, options.mail)


def _date(moment: str, options: RenderOptions) -> datetime:
    return local(datetime.fromisoformat(moment), options.timezone)


def _subject(view: DigestView, first: Sequence[StoryView], options: RenderOptions) -> str:
    if not first and "{headline}" in options.mail.subject:
        return shortened(view.title)
    fields = {
        "title": view.title,
        "date": view.date,
        "stories": view.number,
        "headline": first[0].headline if first else "",
    }
    # In one go, so that what is filled in is not filled in again.
    filled = _FIELD.sub(lambda match: fields[match[1]], options.mail.subject)
    return shortened(filled) or shortened(view.title)


def _fitting(view: DigestView, options: RenderOptions) -> tuple[DigestView, str]:
    """As many of the heaviest stories as there is room for, and the page that they make."""
    bodies: dict[str, Markup] = {}
    size = 0
    for story in view.ranked:
        body = _story(story, options)
        size += len(body.encode())
        if size > _STORIES:
            break
        bodies[story.anchor] = body
    number = len(bodies)
    while True:
        page = _heaviest(view, number, options)
        values = {"digest": page, "bodies": bodies}
        html = fill_in(builtin("email.html"), "html", values, options.words)
        # Many headings of few stories take more room than was left for them.
        if number == 0 or len(html.encode()) < LONGEST_PAGE:
            return page, html
        number = number * 9 // 10


def _story(story: StoryView, options: RenderOptions) -> Markup:
    name = "email_brief.html" if story.part == "brief" else "email_story.html"
    values = {"story": story, "language": options.words.language}
    return Markup(fill_in(builtin(name), "html", values, options.words))  # noqa: S704


def _heaviest(view: DigestView, number: int, options: RenderOptions) -> DigestView:
    """The heaviest stories in their sections, the next ones by their headlines.

    The head counts these, and what is left for the next mail.
    """
    words = options.words
    told, others = view.ranked[:number], view.ranked[number:]
    if not others:
        return view
    named = tuple(_named(others, options))
    shown = (*told, *others[: len(named)])
    left = len(others) - len(named) + view.left_out
    counts = wording.counts(shown, left, view.minutes, words)
    return replace(
        view,
        counts=tuple(filter(None, (*counts, view.since))) if shown else view.counts,
        number=wording.number_of_stories(shown, words) if shown else view.number,
        stories=tuple(story for story in view.stories if story.rank <= number),
        sections=tuple(_parts(view.sections, number)),
        marked=wording.marked(told, words),
        more_title=words.count("more_stories", len(named or others)),
        more=named,
        more_left=words.count("more_reports", left) if named and left else None,
    )


def _parts(sections: Sequence[SectionView], number: int) -> Iterator[SectionView]:
    """The sections without stories that are not told, and without what is then empty."""
    for section in sections:
        stories = tuple(story for story in section.stories if story.rank <= number)
        inner = tuple(_parts(section.sections, number))
        if stories or inner:
            yield replace(section, sections=inner, stories=stories)


def _named(stories: Sequence[StoryView], options: RenderOptions) -> Iterator[LinkView]:
    """The headlines, each with who else reports it, as far as there is room."""
    size = 0
    for story in stories:
        others = ", ".join(mentions.text for mentions in story.mentions)
        also = f" ({options.words.say('also_in')} {others})" if others else ""
        text = f"{story.headline}{also}"
        size += len(Markup.escape(text).encode()) + len(story.url or "") + _MARKUP
        if size > _NAMES:
            return
        yield LinkView(text, story.url)


def _with_few_failures(view: DigestView, options: RenderOptions) -> DigestView:
    """Those that there is room for; their number stands in the title."""
    shown: list[str] = []
    size = 0
    for failure in view.failures:
        size += len(Markup.escape(failure).encode()) + _MARKUP
        if size > _FAILURES:
            left = len(view.failures) - len(shown)
            shown.append(options.words.count("more_reports", left))
            break
        shown.append(failure)
    return replace(view, failures=tuple(shown))
