"""The context of a template, made from a digest and the reader's wishes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import zip_longest

from markupsafe import Markup

from newsdigest.language import printable
from newsdigest.model import Article, Digest, Story
from newsdigest.render import wording
from newsdigest.render.charts import charts
from newsdigest.render.context import (
    DigestView,
    LinkView,
    MentionsView,
    PictureView,
    ReportView,
    SectionView,
    SentenceView,
    StoryView,
)
from newsdigest.render.dates import local
from newsdigest.render.grouping import Section, group
from newsdigest.render.links import web_link
from newsdigest.render.options import RenderOptions
from newsdigest.render.scripts import direction, language_tag

_TOP_LEVEL = 2
# Where newsdigest.render.archive puts the links.
_NO_NEIGHBOURS = Markup("<!--digests--><!--/digests-->")


def compose(digest: Digest, options: RenderOptions) -> DigestView:
    """The digest as templates know it. Raises RenderError for a grouping that cannot be."""
    words = options.words
    composer = _Composer(digest, options)
    whole = composer.section(group(digest.stories, options.by), _TOP_LEVEL, named=False)
    failed = digest.failures
    return DigestView(
        id=printable(digest.id) if digest.id else None,
        neighbours=_NO_NEIGHBOURS if options.archived else None,
        language=words.language,
        direction=words.direction,
        title=wording.digest_title(digest, options),
        date=wording.capitalised(wording.today(digest, options)),
        generated=iso(digest.generated) or "",
        counts=tuple(wording.counts(digest, options)),
        sections=whole.sections,
        stories=tuple(_stories(whole)),
        charts=charts(digest, options),
        failures_title=wording.failures_title(failed, words) if failed else None,
        failures=tuple(wording.failure(failure) for failure in failed),
    )


def iso(moment: datetime | None) -> str | None:
    """`2025-06-07T10:00:00+00:00`."""
    return local(moment, UTC).isoformat(timespec="seconds") if moment else None


def _stories(section: SectionView) -> Iterator[StoryView]:
    for inner in section.sections:
        yield from _stories(inner)
    yield from section.stories


class _Composer:
    """Numbers sections and stories while it goes through them."""

    def __init__(self, digest: Digest, options: RenderOptions) -> None:
        self._digest = digest
        self._options = options
        self._words = options.words
        self._sections = 0
        self._stories = 0

    def section(self, section: Section, level: int, *, named: bool) -> SectionView:
        """`level` is that of its heading where it has one, else that of what stands in it."""
        self._sections += 1
        anchor = f"section-{self._sections}"
        below = level + named
        inner = tuple(
            self.section(each, below, named=bool(each.name) or len(section.sections) > 1)
            for each in section.sections
        )
        stories = tuple(self._story(story, below) for story in section.stories)
        return SectionView(
            anchor=anchor,
            name=wording.section_name(section, self._words),
            named=named,
            level=level,
            number=len(stories) + sum(each.number for each in inner),
            sections=inner,
            stories=stories,
        )

    def _story(self, story: Story, level: int) -> StoryView:
        self._stories += 1
        lead, words = story.lead, self._words
        language = language_tag(lead.language)
        others = self._others(story)
        return StoryView(
            anchor=f"story-{self._stories}",
            level=level,
            headline=wording.headline(lead, words),
            url=web_link(lead.url),
            picture=self._picture(lead),
            language=language,
            direction=direction(language),
            source=printable(lead.source or "") or None,
            topic=wording.topic_name(story.topic, words) or None if story.topic else None,
            place=wording.place_name(printable(lead.dateline or "")) or None,
            agency=printable(lead.agency or "") or None,
            authors=wording.author_names(lead, words) or None if lead.authors else None,
            circumstances=tuple(wording.circumstances(story, self._options)),
            age=wording.age(lead, self._digest, self._options),
            published=iso(lead.published),
            note=wording.partial_note(lead, words),
            about=tuple(wording.about(story, self._digest, self._options)),
            summary=tuple(self._sentences(story, language)),
            mentions=tuple(self._mentions(story)),
            others=others,
            others_title=words.count("other_reports", len(others)) if others else None,
            differences=tuple(wording.difference(c, story, words) for c in story.contradictions),
        )

    def _picture(self, lead: Article) -> PictureView | None:
        picture = self._options.pictures.get(lead.image or "")
        if picture is None:
            return None
        data = b64encode(picture.content).decode("ascii")
        return PictureView(f"data:image/jpeg;base64,{data}", picture.width, picture.height)

    def _sentences(self, story: Story, language: str | None) -> Iterator[SentenceView]:
        sentences = wording.sentences(story, self._words)
        for sentence, following in zip_longest(sentences, sentences[1:]):
            report = sentence.article or story.lead
            own = language_tag(report.language)
            yield SentenceView(
                text=sentence.text,
                source=wording.publication(report, self._words),
                other=sentence.publication,
                url=web_link(report.url),
                language=own if own != language else None,
                direction=direction(own),
                ends_quote=following is None or following.article is not sentence.article,
            )

    def _mentions(self, story: Story) -> Iterator[MentionsView]:
        for mentions in wording.mentions(story, self._digest, self._words):
            names = tuple(LinkView(mention.name, mention.link) for mention in mentions.names)
            yield MentionsView(names, mentions.note)

    def _others(self, story: Story) -> tuple[ReportView, ...]:
        originals = {article.id: article for article in story.articles}
        independent = [self._report(article, None) for article in story.articles[1:]]
        copies = [
            self._report(
                copy.article, wording.copies_note([copy], originals.get(copy.of), self._words)
            )
            for copy in story.copies
        ]
        return (*independent, *copies)

    def _report(self, article: Article, note: str | None) -> ReportView:
        language = language_tag(article.language)
        return ReportView(
            source=wording.publication(article, self._words),
            headline=wording.headline(article, self._words),
            url=web_link(article.url),
            language=language,
            direction=direction(language),
            age=wording.age(article, self._digest, self._options),
            published=iso(article.published),
            note=note,
        )
