"""The format epub: an EPUB 3 book, https://www.w3.org/TR/epub-33/."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from markupsafe import Markup

from newsdigest.render.catalogue import catalogue
from newsdigest.render.feed_view import urn
from newsdigest.render.html_fragments import article_body, story_body
from newsdigest.render.options import RenderOptions
from newsdigest.render.reader_view import ArticleView, ReaderView
from newsdigest.render.template import builtin, fill_in
from newsdigest.render.view import DigestView, HighlightView, LinkView, SectionView, StoryView
from newsdigest.valueclasses import replace, valueclass

# The date of every file in the archive, the earliest possible: the same digest has the same bytes.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
# The modification date of a book of undated articles.
_NO_TIME = "1980-01-01T00:00:00+00:00"


_LINK = Markup('<a href="{}">{}</a>')
_SIGNED = Markup('<p lang="{}" dir="{}">{} <bdi>{}</bdi></p>')
_CREDIT = Markup('<p class="about" dir="auto">{}</p>')


@valueclass
class Part:
    """A headline and the content below it."""

    anchor: str
    headline: str
    url: str | None
    language: str | None
    direction: str
    # The heading level, 1 to 3; of level 1 it is the title of its chapter.
    level: int
    # A piece of XHTML.
    body: str
    # Whether it is the heading of a group of parts, which is not in the contents.
    is_heading: bool = False


@valueclass
class Chapter:
    """One page of the book."""

    # Without suffix: "chapter-3".
    name: str
    title: str
    parts: tuple[Part, ...]
    # To the article before, back to the digest, and to the next article.
    links: tuple[LinkView, ...] = ()


@valueclass
class Book:
    """The variables of the templates."""

    id: str
    title: str
    language: str
    direction: str
    # ISO 8601 with Z, as the format requires.
    modified: str
    chapters: tuple[Chapter, ...]
    # Whole articles, after the chapters of the digest that they belong to.
    articles: tuple[Chapter, ...] = ()
    # "12 stories", "3 min": the head of a digest.
    counts: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[Chapter, ...]:
        return (*self.chapters, *self.articles)


def digest(view: DigestView, options: RenderOptions, leads: ReaderView) -> bytes:
    """A book with one chapter per outer heading, and behind them the whole articles.

    `leads` are the leads of the stories by rank. A story's headline links to its article, if that
    says more than the summary.
    """
    whole = {
        story.anchor: article
        for story in view.stories
        if _says_more(article := leads.articles[story.rank - 1], story)
    }
    names = {anchor: f"article-{number}" for number, anchor in enumerate(whole, 1)}
    sections = view.body or (_whole(view),)
    chapters = [
        _chapter(number, each, view, options, names) for number, each in enumerate(sections, 1)
    ]
    if view.more_title:
        items = [_LINK.format(each.url, each.text) if each.url else each.text for each in view.more]
        chapters.append(_listing("more", view.more_title, items, view, len(chapters) + 1))
    if view.highlights or view.last:
        chapters.append(_end(len(chapters) + 1, view, options, names))
    found = {part.anchor: each.name for each in chapters for part in each.parts}
    back = {
        anchor: LinkView(f"↑ {view.title}", f"{found[anchor]}.xhtml#{anchor}") for anchor in names
    }
    if view.failures_title:
        items = list(view.failures)
        chapters.append(_listing("failures", view.failures_title, items, view, len(chapters) + 1))
    ids = [view.id or view.generated, *(story.id for story in view.ranked)]
    book = _book(urn("book", *ids), view.title, view.generated, chapters, options)
    linked = _linked(whole, names, back, options)
    return _bind(replace(book, articles=linked, counts=view.counts))


def _says_more(article: ArticleView, story: StoryView) -> bool:
    """Whether an article is longer than the summary of its story."""
    text = sum(len(text) for group in article.block_groups for text in group.texts)
    return text > sum(len(sentence.text) for sentence in story.summary)


def _linked(
    articles: Mapping[str, ArticleView],
    names: Mapping[str, str],
    back: Mapping[str, LinkView],
    options: RenderOptions,
) -> tuple[Chapter, ...]:
    """The articles, given by the anchors of their stories, with links to each other."""
    order = list(articles)
    chapters = []
    for number, (anchor, article) in enumerate(articles.items()):
        before, after = order[max(0, number - 1) : number], order[number + 1 : number + 2]
        links = (
            *(LinkView(f"← {articles[each].headline}", f"{names[each]}.xhtml") for each in before),
            back[anchor],
            *(LinkView(f"→ {articles[each].headline}", f"{names[each]}.xhtml") for each in after),
        )
        chapters.append(replace(_article(names[anchor], article, options), links=links))
    return tuple(chapters)


def articles(reader: ReaderView, options: RenderOptions) -> bytes:
    """A book with one chapter per article."""
    chapters = [
        _article(f"chapter-{number}", each, options)
        for number, each in enumerate(reader.articles, 1)
    ]
    id = urn("articles", *(article.id for article in reader.articles))
    return _bind(_book(id, reader.title, reader.updated or _NO_TIME, chapters, options))


def _book(
    id: str, title: str, modified: str, chapters: Sequence[Chapter], options: RenderOptions
) -> Book:
    words = options.words
    # The table of contents must not be empty.
    chapters = chapters or [Chapter("chapter-1", title, ())]
    stamp = modified.removesuffix("+00:00") + "Z"
    return Book(id, title, words.language, words.direction, stamp, tuple(chapters))


def _whole(page: DigestView) -> SectionView:
    """The section of a digest without headings."""
    number = len(page.stories)
    return SectionView("section", "section-1", page.title, None, False, 2, number, (), page.stories)


def _chapter(
    number: int,
    section: SectionView,
    page: DigestView,
    options: RenderOptions,
    names: Mapping[str, str],
) -> Chapter:
    """A section; `names` has the names of the chapters with whole articles, by anchor."""
    heading = " · ".join(filter(None, (section.name, section.subtitle)))
    title = heading if section.named else page.title
    # The chapter's title takes the level of the section's heading, else one above its content.
    lift = 1 if section.named else 0
    parts = [_with_article(part, names) for part in _parts(section, lift, options)]
    return Chapter(f"chapter-{number}", title, tuple(parts))


def _end(
    number: int, view: DigestView, options: RenderOptions, names: Mapping[str, str]
) -> Chapter:
    """The number and the quote of the day, and the last item."""
    parts = [_highlight(place, each) for place, each in enumerate(view.highlights, 1)]
    if view.last:
        parts += [_with_article(part, names) for part in _parts(view.last, 1, options)]
    return Chapter(f"chapter-{number}", options.words.say("and_finally"), tuple(parts))


def _highlight(place: int, highlight: HighlightView) -> Part:
    title = " · ".join(filter(None, (highlight.title, highlight.figure)))
    signed = _LINK.format(highlight.url, highlight.source) if highlight.url else highlight.source
    body = _SIGNED.format(
        highlight.language or "", highlight.direction, highlight.text, Markup("— ") + signed
    )
    return Part(f"highlight-{place}", title, None, None, "auto", 2, body)


def _with_article(part: Part, names: Mapping[str, str]) -> Part:
    """The part with a link to its article in the book, if there is one."""
    name = names.get(part.anchor)
    return replace(part, url=f"{name}.xhtml") if name else part


def _parts(section: SectionView, lift: int, options: RenderOptions) -> list[Part]:
    parts = []
    for inner in section.sections:
        if inner.named:
            level = inner.level - lift
            parts.append(Part(inner.anchor, inner.name, None, None, "auto", level, "", True))
        parts += _parts(inner, lift, options)
    return parts + [_story(story, lift, options) for story in section.stories]


def _story(story: StoryView, lift: int, options: RenderOptions) -> Part:
    return Part(
        story.anchor,
        story.headline,
        story.url,
        story.language,
        story.direction,
        story.level - lift,
        _body(story, options),
    )


def _body(story: StoryView, options: RenderOptions) -> str:
    """Everything about a story but its headline: of a brief, who reports it and when."""
    if story.part == "brief":
        return _CREDIT.format(" · ".join(story.credit)) if story.credit else ""
    # A mark would be explained in another chapter.
    about = (*story.circumstances, *filter(None, (story.when, story.note)))
    return Markup(story_body(story, about, options))  # noqa: S704 - made by our own escaping template


def _listing(
    anchor: str, title: str, items: Sequence[str], page: DigestView, number: int
) -> Chapter:
    listed = Markup("").join(Markup("<li>{}</li>\n").format(item) for item in items)
    body = Markup("<ul>\n{}</ul>\n").format(listed) if items else Markup("")
    part = Part(anchor, title, None, None, page.direction, 1, body)
    return Chapter(f"chapter-{number}", title, (part,))


def _article(name: str, article: ArticleView, options: RenderOptions) -> Chapter:
    part = Part(
        article.anchor,
        article.headline,
        article.url,
        article.language,
        article.direction,
        1,
        Markup(article_body(article, options)),  # noqa: S704 - made by our own escaping template
    )
    return Chapter(name, article.headline, (part,))


def _bind(book: Book) -> bytes:
    """The book as a ZIP archive; its first file is the media type."""
    words = catalogue(book.language)
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:

        def add(name: str, text: str, compression: int = ZIP_DEFLATED) -> None:
            info = ZipInfo(name, _ZIP_EPOCH)
            info.compress_type = compression
            info.external_attr = _READABLE
            archive.writestr(info, text)

        add("mimetype", "application/epub+zip", ZIP_STORED)
        add("META-INF/container.xml", builtin("container.xml"))
        for name in ("package.opf", "nav.xhtml"):
            add(f"EPUB/{name}", fill_in(builtin(name), "html", {"book": book}, words))
        add("EPUB/book.css", builtin("book.css"))
        for chapter in book.pages:
            values = {"book": book, "chapter": chapter}
            text = fill_in(builtin("chapter.xhtml"), "html", values, words)
            add(f"EPUB/{chapter.name}.xhtml", text)
    return file.getvalue()
