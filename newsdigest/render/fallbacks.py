"""Rendering that goes on when one story or article fails: that one is reduced to its headline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from newsdigest.guard import Step, attempt, internal_failure, report
from newsdigest.model import Article, Digest, Failure, Story
from newsdigest.valueclasses import replace

Item = TypeVar("Item")
Value = TypeVar("Value")


def render_every_story(digest: Digest, render: Callable[[Digest], Value]) -> Value:
    """The digest rendered; a story for which `render` fails is reduced to its headline.

    Each reduction is reported and listed among the digest's failures. An exception that no single
    story causes is raised.
    """
    done = attempt(lambda: render(digest))
    if not isinstance(done, Exception):
        return done
    failures: dict[Failure, None] = {}
    stories = []
    for story in digest.stories:
        shown, error = _first_that_works(
            _stories(story),
            lambda each: render(replace(digest, stories=(each,))),
        )
        stories.append(shown)
        if error is not None:
            failures[_failure(story.lead, error)] = None
    if not failures:
        raise done
    listed = tuple(dict.fromkeys((*digest.failures, *failures)))
    counts = replace(digest.counts, failures=len(listed))
    rendered = render(replace(digest, stories=tuple(stories), failures=listed, counts=counts))
    for failure in failures:
        report(failure)
    return rendered


def render_every_article(
    articles: Sequence[Article], render: Callable[[Sequence[Article]], Value]
) -> Value:
    """The articles rendered; one for which `render` fails is reduced to its headline."""
    done = attempt(lambda: render(articles))
    if not isinstance(done, Exception):
        return done
    found = [
        (each, *_first_that_works(_articles(each), lambda one: render([one]))) for each in articles
    ]
    failures = [_failure(each, error) for each, _, error in found if error is not None]
    if not failures:
        raise done
    rendered = render([shown for _, shown, _ in found])
    for failure in failures:
        report(failure)
    return rendered


def _first_that_works(
    choices: Iterator[Item], render: Callable[[Item], object]
) -> tuple[Item, Exception | None]:
    """The first choice that can be rendered, and the error of the very first one if it fails."""
    error = None
    for choice in choices:
        done = attempt(lambda: render(choice))  # noqa: B023 - called at once
        if not isinstance(done, Exception):
            break
        error = error or done
    return choice, error


def _stories(story: Story) -> Iterator[Story]:
    """The story, then ever smaller versions of it."""
    yield story
    for lead in _headlines(story.lead):
        yield Story(story.id, (lead,), part=story.part, weight=story.weight)


def _articles(article: Article) -> Iterator[Article]:
    yield article
    yield from _headlines(article)


def _headlines(article: Article) -> Iterator[Article]:
    title = article.title
    yield Article(article.id, title, (), article.origin, source=article.source, url=article.url)
    yield Article(article.id, title, (), article.origin)
    plain = title.encode("ascii", "replace").decode() if title else None
    yield Article(article.id, plain, (), article.id)


def _failure(article: Article, error: Exception) -> Failure:
    return internal_failure(Step.RENDER, article.url or article.origin, error)
