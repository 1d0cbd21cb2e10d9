"""A checked rewrite of a story: what is shown of it, and what stands in place of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsdigest.analyse.rewriting.answer import read_answer
from newsdigest.analyse.rewriting.check import Checker
from newsdigest.analyse.rewriting.claims import Refusal
from newsdigest.analyse.rewriting.request import RewriteRequest
from newsdigest.language import printable
from newsdigest.model import Rewrite, RewrittenSentence, Story, SummarySentence


def checked_rewrite(story: Story, request: RewriteRequest, answer: str, model: str) -> Rewrite:
    """The rewrite with each sentence accepted or refused.

    A refused one has a sentence of the story's own summary in its place, while there are any.
    """
    answered = read_answer(answer, request.language, request.most_sentences)
    headlines = {each.id: printable(each.title) for each in story.articles if each.title}
    checker = Checker(request.sentences, request.language, headlines)
    instead = iter(story.summary)
    sentences = []
    for each in answered:
        rests_on = each.rests_on or checker.nearest(each.text)
        refusals = checker.refusals(each.text, rests_on)
        sentences.append(_rewritten(each.text, rests_on, request, refusals, instead))
    return Rewrite(model, tuple(sentences))


def _rewritten(
    text: str,
    rests_on: Sequence[int],
    request: RewriteRequest,
    refusals: Sequence[Refusal],
    instead: Iterator[SummarySentence],
) -> RewrittenSentence:
    sources = tuple(
        SummarySentence(each.text, each.article)
        for number, each in enumerate(request.sentences, 1)
        if number in rests_on
    )
    return RewrittenSentence(
        text=printable(text),
        rests_on=sources,
        refused=tuple(printable(f"{each.fault}: {each.words}") for each in refusals),
        instead=next(instead, None) if refusals else None,
    )
