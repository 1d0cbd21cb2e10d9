"""The summary of one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsdigest.analyse.summary.adding import adds, has_new_facts
from newsdigest.analyse.summary.choice import Bounds, choose, in_order, measure
from newsdigest.analyse.summary.passage import Passage, read, stems_of
from newsdigest.analyse.summary.standing import (
    FEWEST_WORDS,
    has_speaker,
    invites,
    is_caption,
    is_furniture,
    is_whole,
    leans,
    was_cut,
)
from newsdigest.analyse.summary.weights import weights
from newsdigest.language import count_words, identify, sentences
from newsdigest.model import Article, ArticleKind, BlockKind, SummarySentence

# A summary of up to three sentences stops at 50 words and does not pass 75: an editor's has 58 in
# Inshorts. Of 70 to 95 words as the most, 75 to 80 do best by .1 to .3; each sentence more that is
# asked for adds room for an average one.
_USUAL_SENTENCES = 3
_ENOUGH_WORDS = 50
_MOST_WORDS = 75
_WORDS_A_SENTENCE = 25
# With --words alone the same share of the room is enough.
_ENOUGH_SHARE = _ENOUGH_WORDS / _MOST_WORDS

# News tells what matters in the beginning: sentences after these are not looked at, nor ones
# that are longer than any a person wrote.
_MOST_SENTENCES = 150
_MOST_CHARACTERS = 1200
# Sentences of the beginning in which an anecdote has no word of the headline, and words of the
# headline that a standfirst has to hold.
_OPENING = 2
_LEAST_SHARED = 2
# Share of the shorter one's words from which two sentences say the same, and from which one
# repeats the headline.
_SAME = 0.7
_SAME_AS_HEADLINE = 0.8
# Words of a label before a sentence of a live page: "Mayor's oath in Fenn: the hall is full."
_FEWEST_LABEL_WORDS = 2
_MOST_LABEL_WORDS = 10
# A text of fewer words is a teaser: there a further sentence has to add something. In whole
# articles the choice sees to that: of 246 pages that were read none had a second sentence about
# something else, of 162 stories of teasers 15 did. On Inshorts (whole articles with headlines) the
# rule would cost 1.0 of ROUGE-2.
_TEASER_WORDS = 120
# The weights come from English; in other languages the beginning of the article was better in 8
# of 10 that were read and differed.
_LEARNT_FROM = "en"

_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE})


def summarise(
    article: Article, *, sentences: int = 2, words: int | None = None
) -> tuple[SummarySentence, ...]:
    """The sentences that tell most of the article, verbatim and in its order.

    At most `sentences` of them and at most `words` words; but an article with text has always a
    sentence, the shortest way to keep it if none is short enough. Empty for an empty article, and
    for one that only says its headline again. An interview, or an article that opens with an
    anecdote, has the sentences of its standfirst instead.
    """
    editors = editors_sentences(article)
    if editors:
        return tuple(SummarySentence(text, article.id) for text in editors[:sentences])
    texts = sentences_of(article)
    chosen = summarise_sentences(
        texts,
        headline=article.title,
        language=language_of(article, texts),
        bounds=bounds_of(sentences, words),
    )
    return tuple(SummarySentence(texts[place], article.id) for place in chosen)


def summarise_sentences(
    texts: Sequence[str], *, headline: str | None, language: str | None, bounds: Bounds
) -> list[int]:
    """The places of the chosen sentences, in their order in the text."""
    if not texts:
        return []
    lengths = [count_words(text) for text in texts]
    passage = read(texts, headline, language)
    measured = measure(passage, weights())
    # A text that is no longer than its summary may be is told to its end, short sentences too.
    is_short = len(texts) <= bounds.sentences and sum(lengths) <= bounds.most_words
    if is_short:
        bounds = replace(bounds, enough_words=bounds.most_words)
    rules = Rules(
        passage,
        language,
        fewest_words=1 if is_short else FEWEST_WORDS,
        is_teaser=is_teaser(texts),
    )
    if language == _LEARNT_FROM:
        chosen = choose(measured, lengths, bounds, rules.accept)
    else:
        chosen = in_order(passage, lengths, bounds, rules.accept)
    return sorted(chosen) or start_of(rules, lengths, bounds)


def sentences_of(article: Article) -> list[str]:
    """The sentences that may be in a summary: those of the prose, of the rest where it has none."""
    for kinds in (_PROSE, frozenset(BlockKind)):
        found: list[str] = []
        for block in article.blocks:
            if block.kind in kinds and len(found) < _MOST_SENTENCES:
                found += sentences_in(block.text, article.language)
        if found:
            return found[:_MOST_SENTENCES]
    return []


def sentences_in(text: str, language: str | None) -> list[str]:
    """The sentences of a block, of its beginning where it is endless; those with words only."""
    start = text[: _MOST_SENTENCES * _MOST_CHARACTERS]
    found = [one for one in sentences(start, language) if any(map(str.isalnum, one))]
    return [one for one in found if len(one) <= _MOST_CHARACTERS] or found[:1]


def language_of(article: Article, texts: Sequence[str]) -> str | None:
    """The language that the article says it is in, else the one that its text shows."""
    return article.language or identify(" ".join(texts[:5]))


def bounds_of(sentences: int, words: int | None) -> Bounds:
    """How long a summary may be, given what was asked for."""
    further = _WORDS_A_SENTENCE * max(0, sentences - _USUAL_SENTENCES)
    most = _MOST_WORDS + further if words is None else words
    enough = _ENOUGH_WORDS + further if words is None else round(words * _ENOUGH_SHARE)
    return Bounds(sentences=max(1, sentences), most_words=most, enough_words=max(1, enough))


def is_teaser(texts: Sequence[str]) -> bool:
    """Whether the sentences are too few to be a whole article."""
    return sum(map(count_words, texts)) < _TEASER_WORDS


def start_of(rules: Rules, lengths: Sequence[int], bounds: Bounds) -> list[int]:
    """The place of the sentence to tell where none is fit to be.

    The first one that fits, whole before cut, or else the shortest; none that only says the
    headline again.
    """
    places = [place for place in range(len(lengths)) if not rules.says_headline(place)]
    if not places:
        return []
    return [min(places, key=lambda place: rules.unfitness(place, lengths[place], bounds))]


def editors_sentences(article: Article) -> list[str]:
    """The sentences of the standfirst where they tell more than the beginning of the article does.

    That is, of an interview, and where the beginning has no word of the headline (an anecdote), but
    the standfirst has. Empty where it was cut, asks for something or does not stand alone.
    """
    if not article.standfirst or not article.title:
        return []
    own = sentences_of(article)
    language = language_of(article, own)
    found = sentences_in(article.standfirst, language)
    if not all(is_whole(text) and has_speaker(text) for text in found) or not found:
        return []
    if leans(found[0], language) or any(
        is_furniture(text, language) or invites(text, language) for text in found
    ):
        return []
    told = read(found, article.title, language)
    opening = read(own[:_OPENING], article.title, language)
    shared = len(told.subject & frozenset().union(*told.contents))
    is_anecdote = bool(own) and not opening.subject & frozenset().union(*opening.contents)
    if shared < (1 if article.kind is ArticleKind.INTERVIEW else _LEAST_SHARED):
        return []
    if all(Rules(told, language).says_headline(place) for place in range(len(found))):
        return []
    return found if is_anecdote or article.kind is ArticleKind.INTERVIEW else []


@dataclass(frozen=True, slots=True)
class Rules:
    """What may stand in the summary of a passage, beside being worth it."""

    passage: Passage
    language: str | None
    fewest_words: int = FEWEST_WORDS
    # Whether each sentence after the first has to add something.
    is_teaser: bool = False

    def accept(self, place: int, chosen: Sequence[int]) -> bool:
        """Whether the sentence stands alone, or beside the one before it, and says what is new."""
        text = self.passage.texts[place]
        return (
            is_whole(text, self.fewest_words)
            and has_speaker(text)
            and not is_caption(text, self.language)
            and not is_furniture(text, self.language)
            and not self._is_labelled(place)
            and (place == 0 or place - 1 in chosen or not leans(text, self.language))
            and not self._repeats(place, chosen)
            and (
                not chosen or not self.is_teaser or adds(self.passage, place, chosen, self.language)
            )
        )

    def says_headline(self, place: int) -> bool:
        """Whether the sentence only says the headline again."""
        contents, subject = self.passage.contents[place], self.passage.subject
        return (
            bool(contents)
            and len(contents & subject) >= _SAME_AS_HEADLINE * len(contents)
            and not has_new_facts(self.passage, place, (), self.language)
        )

    def unfitness(
        self, place: int, length: int, bounds: Bounds
    ) -> tuple[bool, bool, bool, int, bool, int]:
        """How unfit a sentence is that has to be told for want of a better one."""
        text = self.passage.texts[place]
        too_long = length > bounds.most_words
        return (
            is_furniture(text, self.language),
            too_long,
            was_cut(text),
            length if too_long else 0,
            not is_whole(text, 1),
            place,
        )

    def _is_labelled(self, place: int) -> bool:
        """Whether words of the headline and a colon stand before it, as on live pages."""
        label, colon, _ = self.passage.texts[place].partition(": ")
        if not colon or not self.passage.title:
            return False
        stems = stems_of(label)
        return _FEWEST_LABEL_WORDS <= len(stems) <= _MOST_LABEL_WORDS and self.passage.headline > (
            frozenset(stems) - self.passage.function_stems
        )

    def _repeats(self, place: int, chosen: Sequence[int]) -> bool:
        contents, subject = self.passage.contents, self.passage.subject
        if self.says_headline(place):
            return True
        if overlap(contents[place], subject) >= _SAME_AS_HEADLINE:
            return len(contents[place]) <= len(subject)
        return any(overlap(contents[place], contents[other]) >= _SAME for other in chosen)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set's words that the other has too."""
    return len(one & other) / (min(len(one), len(other)) or 1)
