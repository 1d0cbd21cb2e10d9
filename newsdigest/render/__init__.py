"""Render: a digest or articles in, one of the formats out.

Each format is a module with `digest` and `articles`, imported on first use. Formats for people lay
out a view, in which everything is decided and worded; formats for programs write the values
themselves. Either way the text of sources has been through newsdigest.render.sanitiser.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from newsdigest.errors import PluginError, RenderError
from newsdigest.formats import FORMATS, LANGUAGES, format_names
from newsdigest.guard import plugin_work
from newsdigest.model import Article, Digest, Failure, Part
from newsdigest.registry import Entry, Group, find, load
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.lengths import StoryLength, frame_length, lengths_of
from newsdigest.render.named_articles import (
    RenderedDigest,
    article_ids,
    ids_found_in,
    shown_stories,
)
from newsdigest.render.note_sections import NOTE_FORMATS, with_section
from newsdigest.render.options import MailHeaders, Picture, RenderOptions
from newsdigest.render.own_digests import is_own_digest
from newsdigest.render.sanitiser import sanitised
from newsdigest.valueclasses import replace, valueclass

if TYPE_CHECKING:
    from newsdigest.contract import values
    from newsdigest.render.notification import Notification
    from newsdigest.render.reader_view import ReaderView
    from newsdigest.render.view import DigestView

__all__ = [
    "BINARY_FORMATS",
    "FORMATS",
    "LANGUAGES",
    "NOTE_FORMATS",
    "TEMPLATE_KINDS",
    "Catalogue",
    "Layout",
    "MailHeaders",
    "Picture",
    "RenderOptions",
    "RenderedDigest",
    "StoryLength",
    "article_values",
    "builtin_template",
    "check_template",
    "failure_values",
    "frame_words",
    "is_own_digest",
    "render_articles",
    "render_articles_bytes",
    "render_digest",
    "render_digest_bytes",
    "render_digest_named",
    "render_failure",
    "render_notification",
    "render_reason",
    "render_template",
    "render_template_named",
    "sanitised",
    "scale_picture",
    "shown_ids",
    "story_lengths",
    "with_section",
]

# Formats for programs: their modules take the digest itself, the others its view.
_DATA = frozenset({"json", "jsonl", "csv"})
# Formats that name in an archive what the edition only counts.
_LISTING = frozenset({"terminal", "text", "markdown", "html", "epub", "obsidian", "org"})
# Formats that cannot be printed.
BINARY_FORMATS: tuple[str, ...] = ("epub",)
_BUILTIN = {"html": "digest.html", "text": "digest.txt"}
TEMPLATE_KINDS: tuple[str, ...] = tuple(_BUILTIN)
# How long a plugin may take for a digest.
_PLUGIN_SECONDS = 60
_DEFAULTS = RenderOptions()


class Layout(Protocol):
    """A format: how a view is laid out."""

    def digest(self, view: DigestView, options: RenderOptions) -> str | bytes: ...

    def articles(self, reader: ReaderView, options: RenderOptions) -> str | bytes: ...


class _Data(Protocol):
    def digest(self, digest: Digest, options: RenderOptions) -> str: ...

    def articles(self, articles: Sequence[Article], options: RenderOptions) -> str: ...


def render_digest(digest: Digest, format: str, options: RenderOptions = _DEFAULTS) -> str:
    """The digest in the format, ending in a line feed.

    Raises RenderError for an unknown format and for one of BINARY_FORMATS.
    """
    return _text(_digest(digest, format, options), format)


def render_digest_bytes(digest: Digest, format: str, options: RenderOptions = _DEFAULTS) -> bytes:
    """The digest in any format as bytes; text is UTF-8."""
    return _bytes(_digest(digest, format, options))


def render_digest_named(
    digest: Digest, format: str, options: RenderOptions = _DEFAULTS
) -> RenderedDigest:
    """The digest in any format with the ids of the articles named in it.

    These are all but what a mail without a book has no room for and, in formats for people, what
    the edition only counts; a digest of an archive names that too.
    """
    from newsdigest.render.fallbacks import render_every_story

    if format == "email":
        return render_every_story(digest, lambda each: _mailed(each, options))
    render = _of_digest(format, options)
    is_complete = format in _DATA or (options.archived and format in _LISTING)

    def rendered(each: Digest) -> RenderedDigest:
        named = each.stories if is_complete else shown_stories(each)
        return RenderedDigest(_bytes(render(each)), article_ids(named))

    return render_every_story(digest, rendered)


def render_articles(
    articles: Sequence[Article],
    format: str,
    options: RenderOptions = _DEFAULTS,
) -> str:
    """The articles one after another in the format, with the errors of render_digest."""
    return _text(_articles(articles, format, options), format)


def render_articles_bytes(
    articles: Sequence[Article],
    format: str,
    options: RenderOptions = _DEFAULTS,
) -> bytes:
    """The articles in any format as bytes; text is UTF-8."""
    return _bytes(_articles(articles, format, options))


def article_values(article: Article) -> values.Article:
    """The article as in JSON, safe to show."""
    from newsdigest.render.json_values import article_fields

    return article_fields(sanitised(article))


def failure_values(failure: Failure) -> values.Failure:
    """The failure as in JSON, safe to show."""
    from newsdigest.render.json_values import failure_fields

    return failure_fields(sanitised(failure))


def render_template(
    digest: Digest, source: str, kind: str, options: RenderOptions = _DEFAULTS
) -> str:
    """The digest rendered by a template of kind "html" or "text".

    newsdigest.render.view describes the variables. Raises RenderError if the template is invalid,
    uses an unknown name or produces too much output.
    """
    return _filled_in(digest, source, kind, options)[0]


def render_template_named(
    digest: Digest, source: str, kind: str, options: RenderOptions = _DEFAULTS
) -> RenderedDigest:
    """The digest rendered by a template, with the ids of the articles found in the result."""
    text, view = _filled_in(digest, source, kind, options)
    return RenderedDigest(text.encode(), ids_found_in(text, digest, view))


def story_lengths(digest: Digest, options: RenderOptions = _DEFAULTS) -> tuple[StoryLength, ...]:
    """The words of each story, whole and in brief, in the order of the digest."""
    from newsdigest.render.fallbacks import render_every_story

    return render_every_story(digest, lambda each: lengths_of(each, options))


def frame_words(digest: Digest, options: RenderOptions = _DEFAULTS) -> int:
    """How many words an edition of the digest has beside its stories."""
    from newsdigest.render.fallbacks import render_every_story

    return render_every_story(digest, lambda each: frame_length(each, options))


def scale_picture(content: bytes) -> Picture:
    """An untrusted image scaled down for RenderOptions; to be run in a child process.

    Raises RenderError for an unreadable image or one of unsuitable size. Needs the extra "images".
    """
    from newsdigest.render.pictures import scale

    return scale(content)


def check_template(source: str, kind: str) -> None:
    """Raises RenderError with the line number if the text is no template of the kind."""
    from newsdigest.render.template import check

    check(source, kind)


def builtin_template(kind: str) -> str:
    """The built-in template of the format html or text, as a starting point for custom ones."""
    from newsdigest.render.template import builtin

    if kind not in _BUILTIN:
        raise RenderError(f"unknown kind of template {kind!r}: choose from {', '.join(_BUILTIN)}")
    return builtin(_BUILTIN[kind])


def render_notification(
    digest: Digest, options: RenderOptions = _DEFAULTS, stories: int = 5
) -> Notification:
    """The digest as a push notification: a title and the headlines of the first stories."""
    from newsdigest.render.fallbacks import render_every_story
    from newsdigest.render.notification import notification

    named = article_ids(shown_stories(digest)[:stories])
    return render_every_story(
        digest, lambda each: notification(_view(each, options), named, options, stories)
    )


def shown_ids(digest: Digest) -> frozenset[str]:
    """The ids of the articles of all stories that formats for people show."""
    return article_ids(shown_stories(digest))


def render_failure(failure: Failure) -> str:
    """One line, `error: <source>: <reason>`, with passwords and tokens in URLs masked."""
    shown = sanitised(failure)
    return f"error: {shown.source}: {shown.error}"


def render_reason(failure: Failure) -> str:
    """`<source> (<reason>)`, masked in the same way, as a part of a line."""
    shown = sanitised(failure)
    return f"{shown.source} ({shown.error})"


def _digest(digest: Digest, format: str, options: RenderOptions) -> str | bytes:
    from newsdigest.render.fallbacks import render_every_story

    return render_every_story(digest, _of_digest(format, options))


def _of_digest(format: str, options: RenderOptions) -> Callable[[Digest], str | bytes]:
    """The function that renders a digest in the format."""
    if format in _DATA:
        data = _data(format)
        return lambda digest: data.digest(sanitised(digest), options)
    if format == "epub":
        from newsdigest.render import epub_book

        return lambda digest: epub_book.digest(
            _view(digest, options), options, _reading(_leads(digest), options)
        )
    if format == "email":
        return lambda digest: _mailed(digest, options).content.decode("ascii")
    layout = _layout(format)
    options = replace(options, ages=format == "terminal")
    return lambda digest: layout.digest(_view(digest, options), options)


def _mailed(digest: Digest, options: RenderOptions) -> RenderedDigest:
    """A message, with the digest as a book if the options ask for it, which names all stories."""
    from newsdigest.render.dates import local
    from newsdigest.render.email_format import mail
    from newsdigest.render.email_message import Attachment

    attachment = None
    if options.attach_book:
        day = local(digest.generated, options.timezone).date()
        book = _bytes(_of_digest("epub", options)(digest))
        attachment = Attachment(f"newsdigest-{day}.epub", "application/epub+zip", book)
    made = mail(_view(digest, options), options, attachment)
    stories = shown_stories(digest)
    named = stories if attachment else stories[: made.stories]
    return RenderedDigest(made.text.encode(), article_ids(named))


def _filled_in(
    digest: Digest, source: str, kind: str, options: RenderOptions
) -> tuple[str, DigestView]:
    """The output of a template, and the view it was given."""
    from newsdigest.render.fallbacks import render_every_story
    from newsdigest.render.template import fill_in

    def filled_in(each: Digest) -> tuple[str, DigestView]:
        view = _view(each, options)
        return fill_in(source, kind, {"digest": view}, options.words), view

    return render_every_story(digest, filled_in)


def _articles(articles: Sequence[Article], format: str, options: RenderOptions) -> str | bytes:
    from newsdigest.render.fallbacks import render_every_article

    if format in _DATA:
        data = _data(format)
        return render_every_article(
            articles, lambda each: data.articles(sanitised(tuple(each)), options)
        )
    layout = _layout(format)
    return render_every_article(
        articles, lambda each: layout.articles(_reading(each, options), options)
    )


def _view(digest: Digest, options: RenderOptions) -> DigestView:
    from newsdigest.render.compose import compose

    return compose(sanitised(digest), options)


def _leads(digest: Digest) -> list[Article]:
    """The leads of the stories, without the texts of those that are only counted."""
    return [
        replace(story.lead, blocks=()) if story.part is Part.MORE else story.lead
        for story in digest.stories
    ]


def _reading(articles: Sequence[Article], options: RenderOptions) -> ReaderView:
    from newsdigest.render.reader_view import reader_view

    return reader_view(sanitised(tuple(articles)), options)


def _layout(format: str) -> Layout:
    entry = find(Group.FORMATS, format)
    if entry is None:
        raise RenderError(f"unknown format {format!r}: choose from {', '.join(format_names())}")
    return cast(Layout, load(entry)) if entry.is_own else _PluginLayout(entry)


def _data(format: str) -> _Data:
    entry = find(Group.FORMATS, format)
    assert entry is not None
    return cast(_Data, load(entry))


@valueclass
class _PluginLayout:
    """A plugin's format, which may raise anything."""

    entry: Entry

    def digest(self, view: DigestView, options: RenderOptions) -> str | bytes:
        return self._written("digest", view, options)

    def articles(self, reader: ReaderView, options: RenderOptions) -> str | bytes:
        return self._written("articles", reader, options)

    def _written(self, part: str, *given: object) -> str | bytes:
        def write() -> object:
            plugin = load(self.entry)
            if not hasattr(plugin, part):
                raise PluginError(f"{self.entry} has no {part}")
            return getattr(plugin, part)(*given)

        made = plugin_work(str(self.entry), write, seconds=_PLUGIN_SECONDS)
        if not isinstance(made, str | bytes):
            raise PluginError(f"{self.entry} made no text, but {type(made).__name__}")
        try:
            _bytes(made)
        except UnicodeEncodeError as error:
            raise PluginError(f"{self.entry} made a text that is not Unicode") from error
        return made


def _text(result: str | bytes, format: str) -> str:
    if isinstance(result, bytes):
        raise RenderError(f"the format {format} is binary")
    return result


def _bytes(result: str | bytes) -> bytes:
    return result if isinstance(result, bytes) else result.encode()
