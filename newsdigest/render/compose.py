"""Digest and options → the view of the digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from newsdigest.model import (
    Article,
    Contradiction,
    Digest,
    EarlierStory,
    NumberOfTheDay,
    Part,
    QuoteOfTheDay,
    Rewrite,
    Story,
)
from newsdigest.render import dates, wording
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.charts import charts
from newsdigest.render.dates import iso
from newsdigest.render.grouping import RankedStory, Section, arrange
from newsdigest.render.language_attributes import direction, language_tag
from newsdigest.render.links import story_anchor, web_link
from newsdigest.render.mentions import also, copies_note, due_names, mentions
from newsdigest.render.options import RenderOptions
from newsdigest.render.view import (
    DifferenceView,
    DigestView,
    EarlierView,
    HighlightView,
    LinkView,
    PictureView,
    ReportView,
    SectionView,
    SentenceView,
    StoryView,
)
from newsdigest.valueclasses import replace

_TOP_LEVEL = 2


def compose(digest: Digest, options: RenderOptions) -> DigestView:
    """The view of a sanitised digest. Raises RenderError for an unsupported grouping."""
    words = options.words
    composer = _Composer(digest, options)
    whole = composer.section(arrange(digest.stories, options.by), _TOP_LEVEL, named=False)
    stories = tuple(_stories(whole))
    more = [story for story in digest.stories if story.part is Part.MORE]
    since = wording.since(digest, options)
    failed = digest.failures
    return DigestView(
        id=digest.id,
        neighbours=_no_neighbours() if options.archived else None,
        language=words.language,
        direction=words.direction,
        title=wording.digest_title(digest, options),
        date=wording.capitalised(wording.today(digest, options)),
        generated=iso(digest.generated) or "",
        counts=_counts(stories, len(more), digest, options),
        number=wording.number_of_stories(stories, words),
        left_out=len(more),
        made_by=words.say("made_by_model" if any(s.rewritten for s in stories) else "made_by"),
        minutes=digest.edition.minutes if digest.edition else None,
        since=since,
        sections=whole.sections,
        stories=stories,
        charts=charts(digest, options) if options.charts else (),
        marked=wording.marked(stories, words),
        failures_title=wording.failures_title(failed, words) if failed else None,
        failures=tuple(wording.failure(failure) for failure in failed),
        more_title=wording.more_title(more, words) if more else None,
        more=tuple(_more(digest, words)) if options.archived else (),
        number_of_the_day=_number(digest, words),
        quote_of_the_day=_quote(digest, words),
    )


def _number(digest: Digest, words: Catalogue) -> HighlightView | None:
    number = digest.edition.number if digest.edition else None
    if number is None:
        return None
    return _highlight("number_of_the_day", number, number.figure, digest, words)


def _quote(digest: Digest, words: Catalogue) -> HighlightView | None:
    quote = digest.edition.quote if digest.edition else None
    return _highlight("quote_of_the_day", quote, None, digest, words) if quote else None


def _highlight(
    key: str,
    value: NumberOfTheDay | QuoteOfTheDay,
    figure: str | None,
    digest: Digest,
    words: Catalogue,
) -> HighlightView | None:
    """None if its report is not in the digest, as where it could not be rendered."""
    reports = (each for story in digest.stories for each in wording.reports(story))
    report = next((each for each in reports if each.id == value.article), None)
    if report is None or not value.text:
        return None
    language = language_tag(report.language)
    return HighlightView(
        title=words.say(wording.of_its_days(key, digest)),
        figure=figure or None,
        text=value.text,
        source=wording.publication(report, words),
        url=report.url,
        language=language,
        direction=direction(language),
    )


def _counts(
    stories: Sequence[StoryView], more: int, digest: Digest, options: RenderOptions
) -> tuple[str, ...]:
    minutes = digest.edition.minutes if digest.edition else None
    counted = wording.counts(stories, more, minutes, options.words)
    number = digest.counts.filtered
    filtered = wording.filtered(number, options.words) if number and not stories else None
    return tuple(filter(None, (*counted, filtered, wording.since(digest, options))))


def _more(digest: Digest, words: Catalogue) -> Iterator[LinkView]:
    """The headlines of stories that are only counted, with their publications."""
    for story in digest.stories:
        if story.part is Part.MORE:
            names = ", ".join((*story.sources, *due_names(story, digest, words)))
            text = wording.headline(story.lead, words)
            yield LinkView(f"{text} ({names})" if names else text, story.lead.url)


def _about(facts: Iterable[str | None], note: str | None, mark: str | None) -> tuple[str, ...]:
    known = tuple(filter(None, facts))
    if mark is None:
        return (*known, note) if note else known
    return (*known[:-1], f"{known[-1]}{mark}") if known else (mark,)


def _no_neighbours() -> str:
    """Where newsdigest.render.archive_pages puts the links."""
    from markupsafe import Markup  # only pages of an archive need it

    return Markup("<!--digests--><!--/digests-->")


def _stories(section: SectionView) -> Iterator[StoryView]:
    for inner in section.sections:
        yield from _stories(inner)
    yield from section.stories


def _lone_group(section: Section) -> Section | None:
    """The only group within a group, whose heading needs no line of its own."""
    is_lone = len(section.sections) == 1 and not section.sections[0].sections
    return section.sections[0] if is_lone else None


class _Composer:
    """Composes the views of sections and stories, and numbers them."""

    def __init__(self, digest: Digest, options: RenderOptions) -> None:
        self._digest = digest
        self._options = options
        self._words = options.words
        self._pictures = {web_link(url): each for url, each in options.pictures.items()}
        self._sections = 0
        self._stories = 0

    def section(self, section: Section, level: int, *, named: bool) -> SectionView:
        """`level` is that of its heading, or without one that of its content."""
        self._sections += 1
        anchor = f"section-{self._sections}"
        below = level + named
        lone = _lone_group(section) if named else None
        groups = () if lone else section.sections
        inner = tuple(
            self.section(each, below, named=bool(each.name) or len(groups) > 1) for each in groups
        )
        stories = tuple(self._story(each, below) for each in (lone or section).stories)
        return SectionView(
            part=section.part.value,
            anchor=anchor,
            name=self._name(section),
            subtitle=self._name(lone) if lone and lone.name else None,
            named=named,
            level=level,
            number=len(stories) + sum(each.number for each in inner),
            sections=inner,
            stories=stories,
        )

    def _story(self, ranked: RankedStory, level: int) -> StoryView:
        self._stories += 1
        story, words = ranked.story, self._words
        lead = story.lead
        language = language_tag(lead.language)
        since = wording.story_since(story, self._digest, self._options)
        circumstances = (
            *wording.circumstances(story, self._options), *filter(None, [since]),
        )  # fmt: skip
        when = wording.when(lead, self._digest, self._options)
        note = wording.partial_note(lead, words)
        mark = None if story.part is Part.BRIEF else wording.teaser_mark(lead)
        others = self._others(story)
        groups = mentions(story, self._digest, words)
        return StoryView(
            id=story.id,
            rank=ranked.rank,
            part=story.part.value,
            lasting_anchor=story_anchor(story.id),
            anchor=f"story-{self._stories}",
            level=level,
            headline=wording.headline(lead, words),
            url=lead.url,
            picture=self._picture(lead),
            language=language,
            direction=direction(language),
            source=lead.source,
            publications=story.sources,
            topic=wording.topic_name(story.topic, words) or None if story.topic else None,
            topics=story.topics,
            place=wording.place_name(lead.dateline) if lead.dateline else None,
            agency=lead.agency,
            authors=wording.author_names(lead, words) if lead.authors else None,
            update=words.say("update") if story.is_update else None,
            circumstances=circumstances,
            age=wording.age(lead, self._digest, self._options),
            when=when,
            published=iso(lead.published),
            updated=iso(story.published),
            note=note,
            mark=mark,
            about=_about((*circumstances, when), note, mark),
            credit=tuple(
                filter(
                    None,
                    (wording.reporters(story, words), *due_names(story, self._digest, words), when),
                )
            ),
            summary=tuple(self._summary(story)),
            rewritten=wording.rewritten(story, words),
            mentions=groups,
            also=also(groups, words),
            others=others,
            others_title=words.count("other_reports", len(others)) if others else None,
            differences=tuple(self._difference(each, story) for each in story.contradictions),
            since=since,
            course=tuple(self._earlier(each) for each in story.previous),
            rises=tuple(map(wording.rise, story.courses)),
        )

    def _name(self, section: Section) -> str:
        return wording.section_name(section, self._digest, self._words)

    def _earlier(self, earlier: EarlierStory) -> EarlierView:
        now = dates.local(self._digest.generated, self._options.timezone)
        published = dates.local(earlier.published, self._options.timezone)
        page = self._options.pages.get(earlier.digest or "")
        return EarlierView(
            moment=dates.day_and_clock(published, now, self._words),
            headline=earlier.title or self._words.say("untitled"),
            source=earlier.source,
            url=f"{page}#{story_anchor(earlier.id)}" if page else earlier.url,
            published=iso(earlier.published) or "",
            story=earlier.id,
        )

    def _picture(self, lead: Article) -> PictureView | None:
        picture = self._pictures.get(lead.image) if lead.image else None
        if picture is None:
            return None
        from base64 import b64encode  # only a page has pictures

        data = b64encode(picture.content).decode("ascii")
        return PictureView(f"data:image/jpeg;base64,{data}", picture.width, picture.height)

    def _summary(self, story: Story) -> Iterator[SentenceView]:
        if story.rewrite is not None and story.rewrite.is_shown:
            return self._rewritten(story, story.rewrite)
        return self._own_summary(story)

    def _rewritten(self, story: Story, rewrite: Rewrite) -> Iterator[SentenceView]:
        """The sentences of a model; those of reports in their places are signed."""
        reports = {article.id: article for article in wording.reports(story)}
        for each in rewrite.sentences:
            sources = each.shown_sources
            if not sources:
                continue
            writer = reports.get(sources[0].article, story.lead)
            text = sources[0].text if each.refused else each.text
            shown = self._sentence(text, writer, story.lead, ends_quote=bool(each.refused))
            yield replace(
                shown,
                other=shown.source if each.refused else None,
                is_rewritten=not each.refused,
            )

    def _own_summary(self, story: Story) -> Iterator[SentenceView]:
        """The sentences of the summary, except those that repeat the headline."""
        lead = story.lead
        shown = wording.headline(lead, self._words)
        reports = {article.id: article for article in wording.reports(story)}
        sentences = [each for each in story.summary if not wording.is_said_by(each.text, shown)]
        writers = [reports.get(each.article, lead) for each in sentences]
        for number, (sentence, writer) in enumerate(zip(sentences, writers, strict=True), 1):
            is_last = number == len(sentences) or writers[number] is not writer
            yield self._sentence(sentence.text, writer, lead, ends_quote=is_last)

    def _difference(self, contradiction: Contradiction, story: Story) -> DifferenceView:
        reports = {article.id: article for article in wording.reports(story)}
        return DifferenceView(
            text=wording.difference(contradiction, story, self._words),
            sentences=tuple(
                self._sentence(figure.sentence, reports[figure.articles[0]], story.lead)
                for figure in contradiction.figures
                if figure.sentence and figure.articles and figure.articles[0] in reports
            ),
        )

    def _sentence(
        self, text: str, writer: Article, lead: Article, *, ends_quote: bool = True
    ) -> SentenceView:
        name, language = wording.publication(writer, self._words), language_tag(writer.language)
        return SentenceView(
            text=text,
            source=name,
            other=name if name != wording.publication(lead, self._words) else None,
            url=writer.url,
            language=language if language != language_tag(lead.language) else None,
            direction=direction(language),
            ends_quote=ends_quote,
        )

    def _others(self, story: Story) -> tuple[ReportView, ...]:
        originals = {article.id: article for article in story.articles}
        independent = [self._report(article, None) for article in story.articles[1:]]
        copies = [
            self._report(copy.article, copies_note([copy], originals.get(copy.of), self._words))
            for copy in story.copies
        ]
        return (*independent, *copies)

    def _report(self, article: Article, note: str | None) -> ReportView:
        language = language_tag(article.language)
        return ReportView(
            source=wording.publication(article, self._words),
            headline=wording.headline(article, self._words),
            url=article.url,
            language=language,
            direction=direction(language),
            age=wording.age(article, self._digest, self._options),
            when=wording.when(article, self._digest, self._options),
            published=iso(article.published),
            note=note,
        )
