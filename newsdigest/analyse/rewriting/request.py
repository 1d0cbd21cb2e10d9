"""What a rewriter is asked: a prompt, and the numbered sentences of a story's reports."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from newsdigest.analyse.rewriting.check import can_check
from newsdigest.analyse.rewriting.claims import ReportSentence
from newsdigest.analyse.summary import language_of, sentences_of
from newsdigest.language import count_words, printable
from newsdigest.model import Article, Story
from newsdigest.package_data import read_text
from newsdigest.valueclasses import valueclass

# What is sent of a story at most.
MOST_REPORTS = 5
MOST_SENTENCES = 30
MOST_CHARACTERS = 8_000
_FROM_EACH = 10
# Room for a summary that is no longer than the story's own, or for two short sentences.
_FEWEST_WORDS = 40
_FEWEST_SENTENCES = 2


@valueclass
class RewriteRequest:
    """A story as it is sent to a rewriter."""

    title: str
    language: str
    # Numbered from 1 in this order.
    sentences: tuple[ReportSentence, ...]
    most_sentences: int
    most_words: int

    @property
    def prompt(self) -> str:
        """The instruction, the same for each story."""
        return read_text("analyse/data/rewriting/prompt.txt").strip()

    def as_json(self) -> str:
        """The prompt and the story that it describes, in one line."""
        value = {
            "instruction": self.prompt,
            "language": self.language,
            "title": self.title,
            "most_sentences": self.most_sentences,
            "most_words": self.most_words,
            "sentences": [
                {"number": number, "text": each.text}
                for number, each in enumerate(self.sentences, 1)
            ],
        }
        return json.dumps(value, ensure_ascii=False)


def rewrite_request(story: Story) -> RewriteRequest | None:
    """The request for a story; None without a summary, or in a language that is not checked.

    It has the sentences of the summary, then the first ones of each report in that language.
    """
    texts = sentences_of(story.lead)
    language = (language_of(story.lead, texts) or "").partition("-")[0]
    if not story.summary or not can_check(language):
        return None
    known = {article.id: article for article in story.articles}
    shown = [
        ReportSentence(each.text, each.article, known[each.article].published)
        for each in story.summary
        if each.article in known
    ]
    sentences = tuple(_bounded([*shown, *_first_sentences(story.articles, language)]))
    if not sentences:
        return None
    words = sum(count_words(each.text) for each in story.summary)
    return RewriteRequest(
        printable(story.title or ""),
        language,
        sentences,
        max(_FEWEST_SENTENCES, len(story.summary)),
        max(_FEWEST_WORDS, words),
    )


def _first_sentences(articles: Sequence[Article], language: str) -> Iterator[ReportSentence]:
    """The first sentences of the reports in the language, in turns: each report's first ones."""
    columns = []
    for article in articles[:MOST_REPORTS]:
        texts = list(article.added) or sentences_of(article)
        if (language_of(article, texts) or "").partition("-")[0] == language:
            columns.append(
                [ReportSentence(text, article.id, article.published) for text in texts[:_FROM_EACH]]
            )
    for row in zip_longest(*columns):
        yield from filter(None, row)


def _bounded(sentences: Sequence[ReportSentence]) -> Iterator[ReportSentence]:
    """The sentences that may be sent, each text once and printable."""
    seen: set[str] = set()
    room = MOST_CHARACTERS
    for each in sentences:
        text = printable(each.text)
        if not text or text in seen or len(text) > room or len(seen) == MOST_SENTENCES:
            continue
        seen.add(text)
        room -= len(text)
        yield ReportSentence(text, each.article, each.published)
