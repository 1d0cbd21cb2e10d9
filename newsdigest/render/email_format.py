"""The format email: a message as text and as a page that every mail program shows.

Mail programs decide how the page is made: styles are inline, since many drop style blocks, tables
lay it out, nothing is remote, and the whole message is shorter than Gmail's limit of 102 kB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from newsdigest.render import plain_text, wording
from newsdigest.render.dates import local
from newsdigest.render.email_message import Attachment, MailContent, message, shortened
from newsdigest.render.html_fragments import article_body
from newsdigest.render.options import RenderOptions
from newsdigest.render.reader_view import ReaderView
from newsdigest.render.template import builtin, fill_in
from newsdigest.render.view import DigestView, LinkView, SectionView, StoryView
from newsdigest.valueclasses import replace, valueclass

# In bytes, with headers and both bodies encoded; files do not count, since nothing cuts them.
LONGEST_MESSAGE = 100_000
# The most characters of HTML for the headlines of stories without room, and for failures; both are
# also in the text body, and encoding makes them longer.
_NAMES = 8_000
_FAILURES = 2_000
# The markup of a list item beside its text and link.
_MARKUP = 100
# Characters of the text that mail programs show after the subject.
_LONGEST_PREHEADER = 200
# The date of a message of undated articles.
_NO_TIME = "1970-01-01T00:00:00+00:00"
_FIELD = re.compile(r"\{(title|date|stories|headline)\}")


@valueclass
class Mail:
    """A message, and how many of the heaviest stories it names."""

    text: str
    stories: int


def digest(view: DigestView, options: RenderOptions) -> str:
    """A message with the heaviest stories; it names the others as far as there is room."""
    return mail(view, options).text


def mail(view: DigestView, options: RenderOptions, attachment: Attachment | None = None) -> Mail:
    """The message, and the number of stories that had room; an attachment takes none of it."""
    view = _with_few_failures(view, options)
    bodies = _bodies(view, options)
    number = len(bodies)
    while True:
        page = _heaviest(view, number, options)
        content = _content(page, view, bodies, options)
        text = message(content, options.mail)
        if number == 0 or len(text) < LONGEST_MESSAGE:
            whole = message(content, options.mail, attachment) if attachment else text
            return Mail(whole, len(page.stories) + len(page.more))
        number = min(number - 1, number * LONGEST_MESSAGE // len(text))


def _content(
    page: DigestView, whole: DigestView, bodies: Mapping[str, Markup], options: RenderOptions
) -> MailContent:
    """The content of a message of one page of the whole digest."""
    values = {"digest": page, "bodies": bodies, "preheader": _preheader(page)}
    ids = (whole.generated, *(story.id for story in whole.ranked))
    return MailContent(
        subject=_subject(page, whole.ranked[:1], options),
        text=plain_text.digest(page, options),
        html=fill_in(builtin("email.html"), "html", values, options.words),
        language=whole.language,
        date=_date(whole.generated, options),
        id=whole.id or "\n".join(ids),
    )


def _preheader(view: DigestView) -> str:
    """The headlines after the first, which is the subject: what an inbox shows behind it."""
    text = " · ".join(story.headline for story in view.ranked[1:4])
    return text if len(text) <= _LONGEST_PREHEADER else f"{text[: _LONGEST_PREHEADER - 1]}…"


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
    # In one pass, so that filled-in text is not filled in again.
    filled = _FIELD.sub(lambda match: fields[match[1]], options.mail.subject)
    return shortened(filled) or shortened(view.title)


def _bodies(view: DigestView, options: RenderOptions) -> dict[str, Markup]:
    """The HTML of the heaviest stories by anchor, more than there is room for."""
    bodies: dict[str, Markup] = {}
    size = 0
    for story in view.ranked:
        bodies[story.anchor] = _story(story, options)
        size += len(bodies[story.anchor])
        if size > LONGEST_MESSAGE:
            break
    return bodies


def _story(story: StoryView, options: RenderOptions) -> Markup:
    name = "email_brief.html" if story.part == "brief" else "email_story.html"
    values = {"story": story, "language": options.words.language}
    return Markup(fill_in(builtin(name), "html", values, options.words))  # noqa: S704


def _heaviest(view: DigestView, number: int, options: RenderOptions) -> DigestView:
    """The heaviest stories in their sections, the next ones by their headlines.

    The head counts both, and the stories left for the next mail.
    """
    words = options.words
    whole, others = view.ranked[:number], view.ranked[number:]
    if not others:
        return view
    named = tuple(_named(others, options))
    shown = (*whole, *others[: len(named)])
    left = len(others) - len(named) + view.left_out
    counts = wording.counts(shown, left, view.minutes, words)
    return replace(
        view,
        counts=tuple(filter(None, (*counts, view.since))) if shown else view.counts,
        number=wording.number_of_stories(shown, words) if shown else view.number,
        stories=tuple(story for story in view.stories if story.rank <= number),
        sections=tuple(_parts(view.sections, number)),
        marked=wording.marked(whole, words),
        more_title=words.count("more_stories", len(named or others)),
        more=named,
        more_left=words.count("more_reports", left) if named and left else None,
    )


def _parts(sections: Sequence[SectionView], number: int) -> Iterator[SectionView]:
    """The sections without stories that have no room, and without empty ones."""
    for section in sections:
        stories = tuple(story for story in section.stories if story.rank <= number)
        inner = tuple(_parts(section.sections, number))
        if stories or inner:
            yield replace(section, sections=inner, stories=stories)


def _named(stories: Sequence[StoryView], options: RenderOptions) -> Iterator[LinkView]:
    """The headlines with the other publications, as far as there is room."""
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
    """The view with the failures that there is room for; the title has their number."""
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
