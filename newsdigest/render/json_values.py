"""Digests and articles as JSON values of the schema newsdigest/1."""

from __future__ import annotations

import json
import math
from collections import Counter

from newsdigest.contract import values
from newsdigest.model import (
    Article,
    Contradiction,
    Digest,
    EarlierStory,
    Failure,
    FigureCourse,
    NumberOfTheDay,
    Part,
    QuoteOfTheDay,
    Rewrite,
    Story,
    SummarySentence,
    Topic,
    Weight,
)
from newsdigest.render.dates import iso
from newsdigest.render.wording import is_said_by


def encode(value: object, *, indent: int | None = None) -> str:
    """The value as JSON in UTF-8, not escaped to ASCII; safe inside a `<script>` element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    # Outside strings JSON has no "<".
    return text.replace("<", "\\u003c")


def digest_fields(digest: Digest) -> values.Digest:
    return {
        "schema": values.SCHEMA,
        "generated": iso(digest.generated),
        "window": {"since": iso(digest.since), "until": iso(digest.until)},
        "stories": [story_fields(*ranked) for ranked in enumerate(digest.stories, 1)],
        "failures": [failure_fields(failure) for failure in digest.failures],
        "counts": {
            "sources": digest.counts.sources,
            "documents": digest.counts.documents,
            "articles": digest.counts.articles,
            "stories": digest.counts.stories,
            "failures": digest.counts.failures,
        },
        "id": digest.id,
        "edition": _edition(digest),
    }


def _edition(digest: Digest) -> values.Edition | None:
    if digest.edition is None:
        return None
    parts = Counter(story.part for story in digest.stories)
    return {
        "minutes": digest.edition.minutes,
        "budget": digest.edition.budget,
        "words": digest.edition.words,
        "counts": {part: parts[part] for part in Part},
        "number": _number(digest.edition.number),
        "quote": _quote(digest.edition.quote),
    }


def _number(number: NumberOfTheDay | None) -> values.NumberOfTheDay | None:
    if number is None:
        return None
    return {
        "figure": number.figure or None,
        "text": number.text or None,
        "article": number.article or None,
        "story": number.story or None,
    }


def _quote(quote: QuoteOfTheDay | None) -> values.QuoteOfTheDay | None:
    if quote is None:
        return None
    return {
        "speaker": quote.speaker or None,
        "text": quote.text or None,
        "article": quote.article or None,
        "story": quote.story or None,
    }


def story_fields(rank: int, story: Story) -> values.Story:
    return {
        "id": story.id or None,
        "title": story.title,
        "topic": (story.topic.name or None) if story.topic else None,
        "sources": list(story.sources),
        "summary": [
            {"text": sentence.text or None, "article": sentence.article or None}
            for sentence in story.summary
            if not is_said_by(sentence.text, story.title or "")
        ],
        "articles": [
            *(_in_story(article, None) for article in story.articles),
            *(_in_story(copy.article, copy.of or None) for copy in story.copies),
        ],
        "contradictions": [_figures(value) for value in story.contradictions],
        "update": story.is_update,
        "since": iso(story.since),
        "previous": [_earlier(earlier) for earlier in story.previous],
        "courses": [_figures(course) for course in story.courses],
        "new_facts": list(story.new_facts),
        "groups": list(story.groups),
        "part": story.part,
        "rank": rank,
        "weight": _weight(story.weight) if story.weight else None,
        "rewrite": _rewrite(story.rewrite) if story.rewrite else None,
    }


def _rewrite(rewrite: Rewrite) -> values.Rewrite:
    """What a model made of the summary, accepted or refused; `summary` is the own one."""
    return {
        "model": rewrite.model or None,
        "shown": rewrite.is_shown,
        "sources": rewrite.sources,
        "sentences": [
            {
                "text": each.text or None,
                "rests_on": [_sentence(source) for source in each.rests_on],
                "refused": list(each.refused),
                "instead": _sentence(each.instead) if each.instead else None,
            }
            for each in rewrite.sentences
        ],
    }


def _sentence(sentence: SummarySentence) -> values.SummarySentence:
    return {"text": sentence.text or None, "article": sentence.article or None}


def _weight(weight: Weight) -> values.Weight:
    """To four places: more would say nothing, and differ between machines."""
    return {
        "total": round(weight.total, 4),
        "sources": round(weight.sources, 4),
        "prominence": round(weight.prominence, 4),
        "freshness": round(weight.freshness, 4),
        "kind": round(weight.kind, 4),
        "interests": round(weight.interests, 4),
        "reasons": [
            {
                "kind": reason.kind or None,
                "name": reason.name or None,
                "weight": round(reason.weight, 4),
            }
            for reason in weight.reasons
        ],
    }


def article_fields(article: Article) -> values.Article:
    """The keys that newsdigest/1 began with in its order, then the additional ones."""
    return {
        **_facts(article),
        "text": article.text or None,
        "removed": [
            {"text": removal.text or None, "rule": removal.rule or None}
            for removal in article.removed
        ],
        **_details(article),
        "main": article.is_main,
    }


def _in_story(article: Article, copy_of: str | None) -> values.ArticleInStory:
    """An article without its text and what was removed from it."""
    return {**_facts(article), **_details(article), "copy_of": copy_of}


def _facts(article: Article) -> values.ArticleFacts:
    return {
        "id": article.id or None,
        "title": article.title,
        "source": article.source,
        "agency": article.agency,
        "dateline": article.dateline,
        "authors": list(article.authors),
        "published": iso(article.published),
        "url": article.url,
        "language": article.language,
        "topics": [_topic(topic) for topic in article.topics],
    }


def _details(article: Article) -> values.ArticleDetails:
    return {
        "modified": iso(article.modified),
        "section": article.section,
        "kind": article.kind,
        "image": article.image,
        "standfirst": article.standfirst,
        "partial": article.partial,
        "update": bool(article.added),
    }


def _topic(topic: Topic) -> values.Topic:
    score = topic.score if math.isfinite(topic.score) else None
    return {"id": topic.id or None, "name": topic.name or None, "score": score}


def _figures(value: Contradiction | FigureCourse) -> values.Figures:
    return {
        "about": value.about or None,
        "figures": [
            {
                "value": figure.value or None,
                "articles": list(figure.articles),
                "sentence": figure.sentence,
            }
            for figure in value.figures
        ],
    }


def _earlier(earlier: EarlierStory) -> values.EarlierStory:
    return {
        "id": earlier.id or None,
        "title": earlier.title,
        "published": iso(earlier.published),
        "source": earlier.source,
        "url": earlier.url,
        "digest": earlier.digest,
    }


def failure_fields(failure: Failure) -> values.Failure:
    return {
        "source": failure.source or None,
        "error": failure.error or None,
        "stage": failure.stage or None,
        "code": failure.code or None,
    }
