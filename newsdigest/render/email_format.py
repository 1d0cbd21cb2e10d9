"""The format email: a message as text and as a page that every mail program shows.

What such programs take away decides how the page is made: styles stand in the elements, tables lay
out, nothing is remote, and the whole is shorter than what Gmail cuts off, 102 kB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from markupsafe import Markup

from newsdigest.model import Article, Digest
from newsdigest.render import plain, wording
from newsdigest.render.compose import compose
from newsdigest.render.context import DigestView, LinkView, SectionView, StoryView
from newsdigest.render.dates import local
from newsdigest.render.email_message import Letter, message, shortened
from newsdigest.render.fragments import article_body
from newsdigest.render.grouping import in_order
from newsdigest.render.named import Rendered, named_by
from newsdigest.render.options import RenderOptions
from newsdigest.render.reading import reading
from newsdigest.render.template import builtin, fill_in

LONGEST_PAGE = 100_000
# What is left of it for headings, the names of the stories that have no room, and what failed.
_STORIES = 75_000
_NAMES = 10_000
_FAILURES = 4_000
# What an item of a list has beside its text and link.
_MARKUP = 100
# When a message of articles without dates was written.
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_FIELD = re.compile(r"\{(title|date|stories|headline)\}")


def digest(digest: Digest, options: RenderOptions) -> str:
    """A message that holds the best stories and names the others as far as there is room."""
    return digest_named(digest, options).content.decode()


def digest_named(digest: Digest, options: RenderOptions) -> Rendered:
    """The message, and the articles that it names: those of all stories that had room."""
    view = compose(digest, options)
    ranked = _ranked(digest, view, options)
    few = _with_few_failures(view, options)
    page, html = _fitting(digest, few, list(ranked.values()), options)
    letter = Letter(
        subject=_subject(page, ranked, options),
        text=fill_in(builtin("digest.txt"), "text", {"digest": page}, options.words),
        html=html,
        language=view.language,
        date=local(digest.generated, options.timezone),
        id=digest.id or "\n".join((view.generated, *(story.id for story in digest.stories))),
    )
    shown = len(page.stories) + len(page.more)
    named = named_by(digest.stories[:shown])
    return Rendered(message(letter, options.mail).encode(), named)


def _ranked(digest: Digest, view: DigestView, options: RenderOptions) -> dict[int, StoryView]:
    """The stories as they are shown, by their place in the digest: the heaviest first."""
    shown = zip(in_order(digest.stories, options.by), view.stories, strict=True)
    views = {id(story): each for story, each in shown}
    return {place: views[id(story)] for place, story in enumerate(digest.stories)}


def articles(articles: Sequence[Article], options: RenderOptions) -> str:
    """A message of the whole articles."""
    page = reading(articles, options)
    bodies = [Markup(article_body(article, options)) for article in page.articles]  # noqa: S704
    values = {"reading": page, "bodies": bodies}
    times = [time for each in articles if (time := each.modified or each.published)]
    letter = Letter(
        subject=shortened(page.title),
        text=plain.articles(articles, options),
        html=fill_in(builtin("email_articles.html"), "html", values, options.words),
        language=page.language,
        date=local(max(times, default=_NO_TIME), options.timezone),
        id="\n".join(article.id for article in articles),
    )
    return message(letter, options.mail)


def _subject(view: DigestView, ranked: Mapping[int, StoryView], options: RenderOptions) -> str:
    if not ranked and "{headline}" in options.mail.subject:
        return shortened(view.title)
    fields = {
        "title": view.title,
        "date": view.date,
        "stories": view.counts[0],
        "headline": ranked[0].headline if ranked else "",
    }
    # In one go, so that what is filled in is not filled in again.
    filled = _FIELD.sub(lambda match: fields[match[1]], options.mail.subject)
    return shortened(filled) or shortened(view.title)


def _fitting(
    digest: Digest, view: DigestView, ranked: Sequence[StoryView], options: RenderOptions
) -> tuple[DigestView, str]:
    """As many of the heaviest stories as there is room for, and the page that they make."""
    bodies: dict[str, Markup] = {}
    size = 0
    for story in ranked:
        body = _story(story, options)
        size += len(body.encode())
        if size > _STORIES:
            break
        bodies[story.anchor] = body
    number = len(bodies)
    while True:
        page = _heaviest(digest, view, ranked, number, options)
        values = {"digest": page, "bodies": bodies}
        html = fill_in(builtin("email.html"), "html", values, options.words)
        # Many headings of few stories take more room than was left for them.
        if number == 0 or len(html.encode()) < LONGEST_PAGE:
            return page, html
        number = number * 9 // 10


def _story(story: StoryView, options: RenderOptions) -> Markup:
    values = {"story": story, "language": options.words.language}
    return Markup(fill_in(builtin("email_story.html"), "html", values, options.words))  # noqa: S704


def _heaviest(
    digest: Digest,
    view: DigestView,
    ranked: Sequence[StoryView],
    number: int,
    options: RenderOptions,
) -> DigestView:
    """The heaviest stories in their sections, the next ones by their headlines.

    The head counts these: what is left comes with the next mail, and is counted there.
    """
    others = ranked[number:]
    if not others:
        return view
    told = {story.anchor for story in ranked[:number]}
    named = tuple(_named(others, options))
    left = len(others) - len(named)
    shown = replace(digest, stories=digest.stories[: number + len(named)])
    return replace(
        view,
        counts=tuple(wording.counts(shown, options)) if shown.stories else view.counts,
        stories=tuple(story for story in view.stories if story.anchor in told),
        sections=tuple(_parts(view.sections, told)),
        more_title=options.words.count("more_stories", len(named or others)),
        more=named,
        more_left=options.words.count("more_reports", left) if named and left else None,
    )


def _parts(sections: Sequence[SectionView], told: set[str]) -> Iterator[SectionView]:
    """The sections without stories that are not told, and without what is then empty."""
    for section in sections:
        stories = tuple(story for story in section.stories if story.anchor in told)
        inner = tuple(_parts(section.sections, told))
        if stories or inner:
            yield replace(section, sections=inner, stories=stories)


def _named(stories: Sequence[StoryView], options: RenderOptions) -> Iterator[LinkView]:
    """The headlines, each with who else reports it, as far as there is room."""
    size = 0
    for story in stories:
        others = ", ".join(name.text for mentions in story.mentions for name in mentions.names)
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
