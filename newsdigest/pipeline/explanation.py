"""Documents → their articles, with the removed text marked in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from newsdigest.clean import LineHistory, MarkedText, attribute, clean, is_learnt, mark_removals
from newsdigest.extract import extract_articles
from newsdigest.model import Article, Document, Failure, Removal
from newsdigest.pipeline.document_articles import finish, in_its_language
from newsdigest.pipeline.reading_rules import ReadingRules
from newsdigest.pipeline.run import Run
from newsdigest.pipeline.source_reading import call_for_documents
from newsdigest.sources import Gathering
from newsdigest.valueclasses import valueclass


@valueclass
class ExplainedArticle:
    """A clean article, and its original blocks with the removed text marked by rule."""

    article: Article
    blocks: tuple[tuple[MarkedText, ...], ...]
    # Text left out because of its position in the page.
    left_out: tuple[Removal, ...]
    # The learnt lines among the rules, by rule.
    lines: Mapping[str, LineHistory]


@valueclass
class Explanation:
    articles: tuple[ExplainedArticle, ...]
    failures: tuple[Failure, ...]


@valueclass
class Cleaned:
    """An article before and after cleaning by rules."""

    before: Article
    after: Article


def clean_document(document: Document, as_of: datetime, rules: ReadingRules) -> list[Cleaned]:
    """The articles of a document before and after cleaning; runs in a child process."""
    as_of = (document.record and document.record.recorded) or as_of
    before = extract_articles(document, as_of=as_of, sites=rules.sites)
    after = attribute([clean(in_its_language(article), rules.cleaning) for article in before])
    return [Cleaned(b, finish(a)) for b, a in zip(before, after, strict=True)]


def explain(sources: Sequence[str], how: Gathering, run: Run) -> Explanation:
    """What cleaning removes from the articles of the sources, by rules and by learnt lines."""
    found = call_for_documents(sources, how, clean_document, run.as_of, run.rules)
    cleaned = [each for articles in found.results for each in articles]
    return Explanation(tuple(_explained(cleaned, run)), found.failures)


def _explained(cleaned: Sequence[Cleaned], run: Run) -> list[ExplainedArticle]:
    learner = run.learner()
    articles = [each.after for each in cleaned]
    if run.rules.cleaning.learn:
        learner.observe(articles, run.as_of)
        articles = learner.strip(articles)
    lines = learner.by_rule()
    return [
        ExplainedArticle(
            article,
            mark_removals(each.before, article),
            each.before.removed,
            _lines_of(article, lines),
        )
        for each, article in zip(cleaned, articles, strict=True)
    ]


def _lines_of(article: Article, lines: Mapping[str, LineHistory]) -> dict[str, LineHistory]:
    rules = {removal.rule for removal in article.removed if is_learnt(removal.rule)}
    return {rule: lines[rule] for rule in sorted(rules)}
