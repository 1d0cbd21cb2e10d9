"""The one road: sources → documents → articles → stories → digest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from newsdigest import analyse
from newsdigest.clean import attribute, clean
from newsdigest.errors import ExtractionError, NewsdigestError
from newsdigest.extract import extract_articles
from newsdigest.language import identify, printable
from newsdigest.model import Article, Copy, Counts, Digest, Document, Failure, Story
from newsdigest.sources import Gathering, gather
from newsdigest.workers import Lost, WorkerPool


@dataclass(slots=True)
class Run:
    """What a run is told and tells while it lasts: its clock, who watches, where the time went."""

    # The moment that relative dates count back from and that the digest bears.
    as_of: datetime
    # Called with the number of documents done and the origin of the one just done.
    watch: Callable[[int, str], None] | None = None
    # Seconds spent by stage.
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles of some sources in the order of the sources, and what could not be read."""

    articles: tuple[Article, ...]
    failures: tuple[Failure, ...]
    sources: int
    documents: int


@dataclass(frozen=True, slots=True)
class DigestOptions:
    """What is told of what was read."""

    since: datetime | None = None
    sentences: int = 2
    words: int | None = None
    limit: int | None = None


def read(sources: Sequence[str], how: Gathering, run: Run) -> Reading:
    """Every article of the sources, clean, each once."""
    articles: dict[str, Article] = {}
    failures: list[Failure] = []
    documents = 0
    with run.stage("read"), WorkerPool() as pool:

        def found() -> Iterator[Document]:
            for each in gather(sources, how):
                if isinstance(each, Failure):
                    failures.append(each)
                else:
                    yield each

        for document, result in pool.map(read_document, found(), run.as_of):
            documents += 1
            if isinstance(result, Lost | NewsdigestError):
                failures.append(_failure(document, result))
            else:
                for article in result:
                    _keep(articles, article)
            if run.watch:
                run.watch(documents, document.origin)
    return Reading(tuple(articles.values()), tuple(failures), len(sources), documents)


def _keep(articles: dict[str, Article], article: Article) -> None:
    """Add an article; of two with the same id the fuller one stays, in the place of the first."""
    known = articles.get(article.id)
    if known is None or (known.partial and not article.partial):
        articles[article.id] = article


def _failure(document: Document, result: Lost | NewsdigestError) -> Failure:
    if isinstance(result, Lost):
        return Failure(document.origin, printable(result.reason), "extract", result.code)
    code = result.code if isinstance(result, ExtractionError) else "internal"
    return Failure(document.origin, printable(str(result)), "extract", code)


def read_document(document: Document, as_of: datetime) -> list[Article]:
    """The clean articles of one document; ExtractionError where it holds none.

    This is what a worker process does.
    """
    articles = [clean(article) for article in extract_articles(document, as_of=as_of)]
    return [finish(article) for article in attribute(articles)]


def finish(article: Article) -> Article:
    """The article with what can only be known once its text is clean: language and topics."""
    if article.language is None:
        article = replace(article, language=identify(article.text))
    return replace(article, topics=analyse.classify(article))


def make_digest(reading: Reading, options: DigestOptions, run: Run) -> Digest:
    """The stories of what was read, in reading order."""
    articles = [article for article in reading.articles if _is_in_window(article, options.since)]
    with run.stage("group"):
        copies = analyse.find_copies(articles)
        groups = analyse.group_stories(articles, copies)
        stories = [_story(articles, group, copies) for group in groups]
    with run.stage("order"):
        stories = analyse.reading_order(stories, as_of=run.as_of)
        if options.limit is not None:
            stories = analyse.spread(stories, options.limit)
    with run.stage("summarise"):
        stories = [_edited(story, options) for story in stories]
    return Digest(
        generated=run.as_of,
        since=options.since,
        until=run.as_of,
        stories=tuple(stories),
        failures=reading.failures,
        counts=Counts(
            sources=reading.sources,
            documents=reading.documents,
            articles=len(articles),
            stories=len(stories),
            failures=len(reading.failures),
        ),
    )


def _is_in_window(article: Article, since: datetime | None) -> bool:
    """An article that bears no date is told rather than lost."""
    return since is None or article.published is None or article.published >= since


def _story(articles: list[Article], group: list[int], copies: list[tuple[int, int]]) -> Story:
    """The story of the articles at the indices of `group`, the lead first."""
    originals = analyse.originals(articles, group, copies)
    reports = analyse.lead_first([articles[i] for i in group if i not in originals])
    return Story(
        id=analyse.story_id([articles[i] for i in group]),
        articles=tuple(reports),
        copies=tuple(Copy(articles[i], of=articles[of].id) for i, of in sorted(originals.items())),
        topics=analyse.story_topics(reports),
    )


def _edited(story: Story, options: DigestOptions) -> Story:
    return replace(
        story,
        summary=analyse.summarise_story(
            story.articles, sentences=options.sentences, words=options.words
        ),
        contradictions=analyse.find_contradictions(story.articles),
    )
