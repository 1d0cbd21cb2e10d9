"""Articles without the lines that their publications repeat, in this run or in the state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import compress
from typing import TYPE_CHECKING

from newsdigest import analyse
from newsdigest.clean import publication_key
from newsdigest.errors import NewsdigestError
from newsdigest.guard import Step, guarded, guarded_each
from newsdigest.model import Article
from newsdigest.pipeline.document_articles import name_of
from newsdigest.pipeline.reading_rules import ReadingRules
from newsdigest.pipeline.run import Run
from newsdigest.workers.pool import LostResult, WorkerPool

if TYPE_CHECKING:
    from newsdigest.clean import BoilerplateLearner

# With fewer articles, loading the learner in each child costs more time than it saves.
LEAST_POOLED = 200
# Articles of a publication that a child learns from: a millisecond and some 50 kB each.
_MOST_IN_A_CHILD = 500


def without_learnt(
    articles: Sequence[Article],
    run: Run,
    *,
    counted: bool = False,
    pool: WorkerPool | None = None,
) -> Sequence[Article]:
    """The articles without lines that their publications repeat, in this run or in the state.

    `counted`: the state has already counted these articles. Where the state knows no lines, those
    of many articles are learnt by the pool.
    """
    if not run.rules.cleaning.learn:
        return articles
    with run.stage("learn"):
        if _is_alone(articles, run):
            return articles
        stripped = list(articles)
        pile, every = f"{len(articles)} articles", [list(range(len(articles)))]
        together = guarded(Step.LEARN, pile, lambda: _learnt_together(articles), every)
        if run.remember is None:
            together = [places for places in together if len(places) > 1]
        groups = [[articles[place] for place in places] for places in together]
        learn = partial(_learnt, run=run, counted=counted)
        found: Iterator[Sequence[Article]] = map(learn, groups)
        if pool is not None and run.remember is None and len(articles) >= LEAST_POOLED:
            found = _pooled(groups, run, pool, learn)
        for places, own in zip(together, found, strict=True):
            for place, article in zip(places, own, strict=True):
                stripped[place] = article
        return stripped


def _pooled(
    groups: Sequence[Sequence[Article]],
    run: Run,
    pool: WorkerPool,
    learn: Callable[[Sequence[Article]], Sequence[Article]],
) -> Iterator[Sequence[Article]]:
    """The groups as children make them; `learn` makes what is too much for one."""
    small = [group for group in groups if len(group) <= _MOST_IN_A_CHILD]
    made = pool.map(changed_by_learning, small, run.as_of, run.rules)
    for group in groups:
        if len(group) > _MOST_IN_A_CHILD:
            yield learn(group)
            continue
        _, changed = next(made)
        if isinstance(changed, LostResult | NewsdigestError):
            yield learn(group)
        else:
            yield [new or old for new, old in zip(changed, group, strict=True)]


def changed_by_learning(
    articles: Sequence[Article], as_of: datetime, rules: ReadingRules
) -> list[Article | None]:
    """The articles of a publication that lose lines, None for others; runs in a child process."""
    from newsdigest.clean import BoilerplateLearner

    stripped = _stripped(articles, BoilerplateLearner(rules.cleaning), as_of)
    return [new if new is not old else None for new, old in zip(stripped, articles, strict=True)]


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


def _learnt(articles: Sequence[Article], run: Run, *, counted: bool) -> Sequence[Article]:
    return list(_stripped(articles, run.learner(), run.as_of, unknown_only=counted))


def _stripped(
    articles: Sequence[Article],
    learner: BoilerplateLearner,
    as_of: datetime,
    *,
    unknown_only: bool = False,
) -> Iterator[Article]:
    has_lines = [_has_lines(each, learner) for each in articles]
    lined = list(compress(articles, has_lines))
    guarded(
        Step.LEARN,
        f"{len(articles)} articles",
        lambda: learner.observe(lined, as_of, unknown_only=unknown_only),
        None,
    )
    stripped = iter(guarded_each(Step.LEARN, lined, name_of, learner.strip))
    for article, is_lined in zip(articles, has_lines, strict=True):
        yield next(stripped) if is_lined else article


def _has_lines(article: Article, learner: BoilerplateLearner) -> bool:
    return guarded(Step.LEARN, name_of(article), lambda: learner.prepare(article), otherwise=False)
