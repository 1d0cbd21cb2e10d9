"""Summarise one article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsdigest.analyse.summary.novelty import (
    adds_information,
    has_new_facts,
    needed_sentences,
)
from newsdigest.analyse.summary.passage import Passage, read_passage, stems_of
from newsdigest.analyse.summary.quotations import without_quoted
from newsdigest.analyse.summary.selection import (
    LengthLimits,
    score_passage,
    select_best,
    select_first,
    with_news_first,
)
from newsdigest.analyse.summary.standalone import (
    FEWEST_WORDS,
    has_speaker,
    is_boilerplate,
    is_caption,
    is_promotional,
    is_whole,
    looks_cut,
    needs_context,
)
from newsdigest.analyse.summary.trained_weights import load_weights
from newsdigest.language import count_words, identify, sentences
from newsdigest.model import Article, ArticleKind, BlockKind, SummarySentence
from newsdigest.valueclasses import replace, valueclass

if TYPE_CHECKING:
    from newsdigest.analyse.told import Told

# A summary of up to three sentences stops at 50 words and never exceeds 75: editors' summaries in
# Inshorts have 58. Of limits from 70 to 95 words, 75 to 80 score best by .1 to .3; each further
# sentence adds room for an average one.
_USUAL_SENTENCES = 3
_ENOUGH_WORDS = 50
_MOST_WORDS = 75
_WORDS_A_SENTENCE = 25
# With --words the same share of the limit is enough.
_ENOUGH_SHARE = _ENOUGH_WORDS / _MOST_WORDS

# News comes first: later sentences are ignored, and so are ones longer than any person writes.
_MOST_SENTENCES = 150
_MOST_CHARACTERS = 1200
# An anecdotal opening has no word of the headline in so many sentences; a standfirst that replaces
# it needs so many words of the headline.
_OPENING_SENTENCES = 2
_LEAST_SHARED = 2
# The share of the shorter one's words from which two sentences say the same, and from which a
# sentence repeats the headline.
_REPETITION = 0.7
_SAME_AS_HEADLINE = 0.8
# Words of the label before a sentence of a live page: "Mayor's oath in Fenn: the hall is full."
_FEWEST_LABEL_WORDS = 2
_MOST_LABEL_WORDS = 10
# Shorter texts are teasers, where further sentences must add information. In whole articles the
# selection takes care of that: none of 246 pages had a second sentence about something else, but 15
# of 162 stories of teasers did. On Inshorts (whole articles with headlines) the rule would cost 1.0
# of ROUGE-2.
_TEASER_WORDS = 120
# The weights were trained on English; in other languages the start of the article was better in 8
# of 10 cases that differed.
_TRAINED_LANGUAGE = "en"

_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE})


def summarise(
    article: Article,
    *,
    sentences: int = 2,
    words: int | None = None,
    only_needed: bool = False,
    told: Told | None = None,
) -> tuple[SummarySentence, ...]:
    """The most informative sentences of the article, verbatim and in order.

    At most `sentences` of them with at most `words` words; but an article with text always gets a
    sentence, the shortest if none fits. Empty for an empty article and for one that only repeats
    its headline. Interviews and articles that open with an anecdote get their standfirst instead.
    With `only_needed`, a further sentence has to add something (`needed_sentences`). Sentences with
    facts beyond `told` are preferred.
    """
    texts = sentences_of(article)
    language = language_of(article, texts)
    editors = standfirst_sentences(article, texts)
    if editors:
        chosen = list(range(len(editors)))[:sentences]
        if only_needed:
            chosen = needed_sentences(
                read_passage(editors, article.title, language), chosen, language
            )
        return tuple(SummarySentence(editors[index], article.id) for index in chosen)
    chosen = summarise_sentences(
        texts,
        headline=article.title,
        language=language,
        limits=length_limits(sentences, words),
        only_needed=only_needed,
        told=told,
    )
    return tuple(SummarySentence(texts[index], article.id) for index in chosen)


def summarise_sentences(
    texts: Sequence[str],
    *,
    headline: str | None,
    language: str | None,
    limits: LengthLimits,
    only_needed: bool = False,
    told: Told | None = None,
) -> list[int]:
    """The indices of the chosen sentences, in text order."""
    if not texts:
        return []
    lengths = [count_words(text) for text in texts]
    passage = read_passage(texts, headline, language)
    # A text within the limits is used to its end, including short sentences.
    is_short = len(texts) <= limits.sentences and sum(lengths) <= limits.most_words
    if is_short:
        limits = replace(limits, enough_words=limits.most_words)
    rules = SentenceRules(
        passage,
        language,
        fewest_words=1 if is_short else FEWEST_WORDS,
        is_teaser=is_teaser(texts),
    )
    if language == _TRAINED_LANGUAGE and len(texts) > 1:
        scored = with_news_first(score_passage(passage, load_weights()), told)
        chosen = select_best(scored, lengths, limits, rules.allows)
    else:
        chosen = select_first(passage, lengths, limits, rules.allows)
    chosen.sort()
    if only_needed:
        chosen = needed_sentences(passage, chosen, language)
    return chosen or fallback_sentence(rules, lengths, limits)


def sentences_of(article: Article) -> list[str]:
    """The candidate sentences: those of the prose, or of all blocks if there is no prose."""
    for kinds in (_PROSE, frozenset(BlockKind)):
        found: list[str] = []
        for block in article.blocks:
            if block.kind in kinds and len(found) < _MOST_SENTENCES:
                found += sentences_in(block.text, article.language)
        if found:
            return found[:_MOST_SENTENCES]
    return []


def sentences_in(text: str, language: str | None) -> list[str]:
    """The sentences with words in a block, or in its start if it is very long.

    Those within a longer quotation are left out: nothing in them says who speaks.
    """
    start = text[: _MOST_SENTENCES * _MOST_CHARACTERS]
    own = without_quoted(start, sentences(start, language))
    found = [one for one in own if any(map(str.isalnum, one))]
    return [one for one in found if len(one) <= _MOST_CHARACTERS] or found[:1]


def language_of(article: Article, texts: Sequence[str]) -> str | None:
    """The article's language, or the one identified from its first sentences."""
    return article.language or identify(" ".join(texts[:5]))


def length_limits(sentences: int, words: int | None) -> LengthLimits:
    """The limits for the requested number of sentences and words."""
    further = _WORDS_A_SENTENCE * max(0, sentences - _USUAL_SENTENCES)
    most = _MOST_WORDS + further if words is None else words
    enough = _ENOUGH_WORDS + further if words is None else round(words * _ENOUGH_SHARE)
    return LengthLimits(sentences=max(1, sentences), most_words=most, enough_words=max(1, enough))


def is_teaser(texts: Sequence[str]) -> bool:
    """Whether the sentences are too short for a whole article."""
    return sum(map(count_words, texts)) < _TEASER_WORDS


def fallback_sentence(
    rules: SentenceRules, lengths: Sequence[int], limits: LengthLimits
) -> list[int]:
    """The index of the sentence to use if the rules allow none.

    The first one that fits, whole before cut, else the shortest; none that repeats the headline.
    """
    indices = [index for index in range(len(lengths)) if not rules.repeats_headline(index)]
    if not indices:
        return []
    return [min(indices, key=lambda index: rules.fallback_key(index, lengths[index], limits))]


def standfirst_sentences(article: Article, own: Sequence[str]) -> list[str]:
    """The sentences of the standfirst if they say more than the article's `own` sentences.

    That is so for interviews, and if the article starts without a word of the headline (an
    anecdote) but the standfirst has some. Empty if it is cut, asks for something or needs context.
    """
    if not article.standfirst or not article.title:
        return []
    language = language_of(article, own)
    found = sentences_in(article.standfirst, language)
    if not all(is_whole(text) and has_speaker(text) for text in found) or not found:
        return []
    if needs_context(found[0], language) or any(
        is_boilerplate(text, language) or is_promotional(text, language) for text in found
    ):
        return []
    standfirst = read_passage(found, article.title, language)
    opening = read_passage(own[:_OPENING_SENTENCES], article.title, language)
    shared = len(standfirst.subject & frozenset().union(*standfirst.contents))
    is_anecdote = bool(own) and not opening.subject & frozenset().union(*opening.contents)
    if shared < (1 if article.kind is ArticleKind.INTERVIEW else _LEAST_SHARED):
        return []
    if all(
        SentenceRules(standfirst, language).repeats_headline(index) for index in range(len(found))
    ):
        return []
    return found if is_anecdote or article.kind is ArticleKind.INTERVIEW else []


@valueclass
class SentenceRules:
    """The rules for sentences in the summary of a passage, whatever their score."""

    passage: Passage
    language: str | None
    fewest_words: int = FEWEST_WORDS
    # Whether each sentence after the first must add information.
    is_teaser: bool = False

    def allows(self, index: int, chosen: Sequence[int]) -> bool:
        """Whether the sentence stands alone or with the chosen one before it, and is new."""
        text = self.passage.texts[index]
        return (
            is_whole(text, self.fewest_words)
            and has_speaker(text)
            and not is_caption(text, self.language)
            and not is_boilerplate(text, self.language)
            and not self._is_labelled(index)
            and (index == 0 or index - 1 in chosen or not needs_context(text, self.language))
            and not self._repeats(index, chosen)
            and (
                not chosen
                or not self.is_teaser
                or adds_information(self.passage, index, chosen, self.language)
            )
        )

    def repeats_headline(self, index: int) -> bool:
        """Whether the sentence only repeats the headline."""
        contents, subject = self.passage.contents[index], self.passage.subject
        return (
            bool(contents)
            and len(contents & subject) >= _SAME_AS_HEADLINE * len(contents)
            and not has_new_facts(self.passage, index, (), self.language)
        )

    def fallback_key(
        self, index: int, length: int, limits: LengthLimits
    ) -> tuple[bool, bool, bool, int, bool, int]:
        """The sort key of a sentence as a fallback, best first."""
        text = self.passage.texts[index]
        too_long = length > limits.most_words
        return (
            is_boilerplate(text, self.language),
            too_long,
            looks_cut(text),
            length if too_long else 0,
            not is_whole(text, 1),
            index,
        )

    def _is_labelled(self, index: int) -> bool:
        """Whether it starts with words of the headline and a colon, as on live pages."""
        label, colon, _ = self.passage.texts[index].partition(": ")
        if not colon or not self.passage.title:
            return False
        stems = stems_of(label)
        return _FEWEST_LABEL_WORDS <= len(stems) <= _MOST_LABEL_WORDS and self.passage.headline > (
            frozenset(stems) - self.passage.function_stems
        )

    def _repeats(self, index: int, chosen: Sequence[int]) -> bool:
        contents, subject = self.passage.contents, self.passage.subject
        if self.repeats_headline(index):
            return True
        if overlap(contents[index], subject) >= _SAME_AS_HEADLINE:
            return len(contents[index]) <= len(subject)
        return any(overlap(contents[index], contents[other]) >= _REPETITION for other in chosen)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that the other has too."""
    return len(one & other) / (min(len(one), len(other)) or 1)
