"""Digests and articles as JSON values of the schema newsdigest/1."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence

from newsdigest.model import (
    Article,
    Contradiction,
    Digest,
    EarlierStory,
    Failure,
    Figure,
    FigureCourse,
    NumberOfTheDay,
    Part,
    QuoteOfTheDay,
    Story,
    Topic,
    Weight,
)
from newsdigest.render.dates import iso
from newsdigest.render.wording import is_said_by

SCHEMA = "newsdigest/1"

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | bool | None
Fields = dict[str, Json]


def encode(value: Json, *, indent: int | None = None) -> str:
    """The value as JSON in UTF-8, not escaped to ASCII; safe inside a `<script>` element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    # Outside strings JSON has no "<".
    return text.replace("<", "\\u003c")


def digest_fields(digest: Digest) -> Fields:
    return {
        "schema": SCHEMA,
        "generated": iso(digest.generated),
        "window": {"since": iso(digest.since), "until": iso(digest.until)},
        "stories": [story_fields(*ranked) for ranked in enumerate(digest.stories, 1)],
        "failures": [_failure(failure) for failure in digest.failures],
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


def _edition(digest: Digest) -> Fields | None:
    if digest.edition is None:
        return None
    parts = Counter(story.part for story in digest.stories)
    return {
        "minutes": digest.edition.minutes,
        "budget": digest.edition.budget,
        "words": digest.edition.words,
        "counts": {part.value: parts[part] for part in Part},
        "number": _number(digest.edition.number),
        "quote": _quote(digest.edition.quote),
    }


def _number(number: NumberOfTheDay | None) -> Fields | None:
    if number is None:
        return None
    return {
        "figure": number.figure or None,
        "text": number.text or None,
        "article": number.article or None,
        "story": number.story or None,
    }


def _quote(quote: QuoteOfTheDay | None) -> Fields | None:
    if quote is None:
        return None
    return {
        "speaker": quote.speaker or None,
        "text": quote.text or None,
        "article": quote.article or None,
        "story": quote.story or None,
    }


def story_fields(rank: int, story: Story) -> Fields:
    """`articles` includes copies: their `copy_of` is the id of the article they copy."""
    independent = [{**_heading(article), "copy_of": None} for article in story.articles]
    copies = [{**_heading(copy.article), "copy_of": copy.of or None} for copy in story.copies]
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
        "articles": [*independent, *copies],
        "contradictions": [_contradiction(value) for value in story.contradictions],
        "update": story.is_update,
        "since": iso(story.since),
        "previous": [_earlier(earlier) for earlier in story.previous],
        "courses": [_course(course) for course in story.courses],
        "new_facts": list(story.new_facts),
        "groups": list(story.groups),
        "part": story.part.value,
        "rank": rank,
        "weight": _weight(story.weight) if story.weight else None,
    }


def _weight(weight: Weight) -> Fields:
    """To four places: more would say nothing, and differ between machines."""
    terms = {
        "total": weight.total, "sources": weight.sources, "prominence": weight.prominence,
        "freshness": weight.freshness, "kind": weight.kind, "interests": weight.interests,
    }  # fmt: skip
    reasons: Json = [
        {
            "kind": reason.kind or None,
            "name": reason.name or None,
            "weight": round(reason.weight, 4),
        }
        for reason in weight.reasons
    ]
    return {**{name: round(term, 4) for name, term in terms.items()}, "reasons": reasons}


def article_fields(article: Article) -> Fields:
    """The keys of schema newsdigest/1 in its order, then the additional ones."""
    head = _heading(article)
    contract = {key: head.pop(key) for key in list(head)[: list(head).index("topics") + 1]}
    removed: Json = [
        {"text": removal.text or None, "rule": removal.rule or None} for removal in article.removed
    ]
    return {
        **contract,
        "text": article.text or None,
        "removed": removed,
        **head,
        "main": article.is_main,
    }


def _heading(article: Article) -> Fields:
    """An article without its text and what was removed from it."""
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
        "modified": iso(article.modified),
        "section": article.section,
        "kind": article.kind.value,
        "image": article.image,
        "standfirst": article.standfirst,
        "partial": article.partial.value if article.partial else None,
        "update": bool(article.added),
    }


def _topic(topic: Topic) -> Fields:
    score = topic.score if math.isfinite(topic.score) else None
    return {"id": topic.id or None, "name": topic.name or None, "score": score}


def _contradiction(value: Contradiction) -> Fields:
    return {"about": value.about or None, "figures": list(map(_figure, value.figures))}


def _figure(value: Figure) -> Fields:
    return {
        "value": value.value or None,
        "articles": list(value.articles),
        "sentence": value.sentence,
    }


def _earlier(earlier: EarlierStory) -> Fields:
    return {
        "id": earlier.id or None,
        "title": earlier.title,
        "published": iso(earlier.published),
        "source": earlier.source,
        "url": earlier.url,
        "digest": earlier.digest,
    }


def _course(value: FigureCourse) -> Fields:
    return {"about": value.about or None, "figures": list(map(_figure, value.figures))}


def _failure(failure: Failure) -> Fields:
    return {
        "source": failure.source or None,
        "error": failure.error or None,
        "stage": failure.stage or None,
        "code": failure.code or None,
    }
