"""Articles without the lines that their publications repeat, in this run or in the state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from newsdigest import analyse
from newsdigest.clean import publication_key
from newsdigest.guard import Step, guarded, guarded_each
from newsdigest.model import Article
from newsdigest.pipeline.document_articles import name_of
from newsdigest.pipeline.run import Run

if TYPE_CHECKING:
    from newsdigest.clean import BoilerplateLearner


def without_learnt(
    articles: Sequence[Article], run: Run, *, counted: bool = False
) -> Sequence[Article]:
    """The articles without lines that their publications repeat, in this run or in the state.

    `counted`: the state has already counted these articles.
    """
    if not run.rules.cleaning.learn:
        return articles
    with run.stage("learn"):
        if _is_alone(articles, run):
            return articles
        stripped = list(articles)
        pile, every = f"{len(articles)} articles", [list(range(len(articles)))]
        for places in guarded(Step.LEARN, pile, lambda: _learnt_together(articles), every):
            group = [articles[place] for place in places]
            for place, article in zip(places, _stripped(group, run, counted), strict=True):
                stripped[place] = article
        return stripped


def with_lines(articles: Sequence[Article], learner: BoilerplateLearner) -> list[Article]:
    """The articles that the learner can split into lines; the others are reported."""
    return [each for each in articles if _has_lines(each, learner)]


def _is_alone(articles: Sequence[Article], run: Run) -> bool:
    """Whether there is nothing to learn from: one article of a publication without a memory."""
    if len(articles) > 1:
        return False
    return run.remember is None or not any(run.remember(publication_key(each)) for each in articles)


def _learnt_together(articles: Sequence[Article]) -> list[list[int]]:
    """The articles by index, those of a publication together.

    Their lines take more memory than all else that is known of them, so only those of one
    publication are held at a time. An article without a publication may be of any in its document.
    """
    firsts: dict[str, int] = {}
    of_document: dict[str, list[int]] = defaultdict(list)
    pairs: list[tuple[int, int]] = []
    for place, article in enumerate(articles):
        pairs.append((firsts.setdefault(publication_key(article), place), place))
        of_document[article.origin].append(place)
    for places in of_document.values():
        if not all(articles[place].source for place in places):
            pairs += ((places[0], place) for place in places)
    return analyse.connected_components(len(articles), pairs)


def _stripped(articles: Sequence[Article], run: Run, counted: bool) -> Iterator[Article]:
    learner = run.learner()
    has_lines = [_has_lines(each, learner) for each in articles]
    lined = list(compress(articles, has_lines))
    guarded(
        Step.LEARN,
        f"{len(articles)} articles",
        lambda: learner.observe(lined, run.as_of, unknown_only=counted),
        None,
    )
    stripped = iter(guarded_each(Step.LEARN, lined, name_of, learner.strip))
    for article, is_lined in zip(articles, has_lines, strict=True):
        yield next(stripped) if is_lined else article


def _has_lines(article: Article, learner: BoilerplateLearner) -> bool:
    return guarded(Step.LEARN, name_of(article), lambda: learner.prepare(article), otherwise=False)
