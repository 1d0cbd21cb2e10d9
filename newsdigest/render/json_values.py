"""Values as the JSON contract of schema newsdigest/1 names them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

from newsdigest.language import printable
from newsdigest.masking import masked
from newsdigest.model import Article, Contradiction, Digest, Failure, Story, Topic
from newsdigest.render.dates import iso
from newsdigest.render.links import web_link
from newsdigest.render.wording import is_said_by

SCHEMA = "newsdigest/1"

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | bool | None
Fields = dict[str, Json]


def encode(value: Json, *, indent: int | None = None) -> str:
    """The value in JSON, in UTF-8 and not in escapes, fit to stand inside a `<script>` element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    # Outside strings JSON has no "<".
    return text.replace("<", "\\u003c")


def digest_fields(digest: Digest) -> Fields:
    return {
        "schema": SCHEMA,
        "generated": iso(digest.generated),
        "window": {"since": iso(digest.since), "until": iso(digest.until)},
        "stories": [story_fields(story) for story in digest.stories],
        "failures": [_failure(failure) for failure in digest.failures],
        "counts": {
            "sources": digest.counts.sources,
            "documents": digest.counts.documents,
            "articles": digest.counts.articles,
            "stories": digest.counts.stories,
            "failures": digest.counts.failures,
        },
        "id": _text(digest.id),
    }


def story_fields(story: Story) -> Fields:
    """Its articles hold copies too: `copy_of` names the article whose text one repeats."""
    independent = [{**_heading(article), "copy_of": None} for article in story.articles]
    copies = [{**_heading(copy.article), "copy_of": _text(copy.of)} for copy in story.copies]
    return {
        "id": _text(story.id),
        "title": _text(story.title),
        "topic": _text(story.topic.name if story.topic else None),
        "sources": _texts(story.sources),
        "summary": [
            {"text": _text(sentence.text), "article": _text(sentence.article)}
            for sentence in story.summary
            if not is_said_by(sentence.text, story.title or "")
        ],
        "articles": [*independent, *copies],
        "contradictions": [_contradiction(value) for value in story.contradictions],
        "update": story.is_update,
    }


def article_fields(article: Article) -> Fields:
    """The contract's keys in its order, then what it does not name."""
    head = _heading(article)
    contract = {key: head.pop(key) for key in list(head)[: list(head).index("topics") + 1]}
    removed: Json = [
        {"text": _text(removal.text), "rule": _text(removal.rule)} for removal in article.removed
    ]
    return {**contract, "text": _body(article), "removed": removed, **head, "main": article.is_main}


def _heading(article: Article) -> Fields:
    """An article without what only its readers want: text and removed."""
    return {
        "id": _text(article.id),
        "title": _text(article.title),
        "source": _text(article.source),
        "agency": _text(article.agency),
        "dateline": _text(article.dateline),
        "authors": _texts(article.authors),
        "published": iso(article.published),
        "url": web_link(article.url),
        "language": _text(article.language),
        "topics": [_topic(topic) for topic in article.topics],
        "modified": iso(article.modified),
        "section": _text(article.section),
        "kind": article.kind.value,
        "image": web_link(article.image),
        "standfirst": _text(article.standfirst),
        "partial": article.partial.value if article.partial else None,
        "update": bool(article.added),
    }


def _body(article: Article) -> str | None:
    return printable(article.text, multiline=True) or None


def _topic(topic: Topic) -> Fields:
    score = topic.score if math.isfinite(topic.score) else None
    return {"id": _text(topic.id), "name": _text(topic.name), "score": score}


def _contradiction(value: Contradiction) -> Fields:
    figures = [
        {"value": _text(figure.value), "articles": _texts(figure.articles)}
        for figure in value.figures
    ]
    return {"about": _text(value.about), "figures": figures}


def _failure(failure: Failure) -> Fields:
    return {
        "source": _text(masked(failure.source)),
        "error": _text(masked(failure.error)),
        "stage": _text(failure.stage),
        "code": _text(failure.code),
    }


def _text(text: str | None) -> str | None:
    return (printable(text) or None) if text else None


def _texts(texts: Sequence[str]) -> list[str]:
    return [text for text in map(printable, texts) if text]
