"""The quote of the day: a whole sentence in quotation marks with a named speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from newsdigest.analyse.highlights.cues import Cues, cues_of
from newsdigest.analyse.summary import language_of, needs_context, sentences_of, stands_alone
from newsdigest.language import count_words, words
from newsdigest.model import Article, ArticleKind, QuoteOfTheDay, Story

# Words of the quote: shorter ones are exclamations, longer ones explain.
FEWEST_WORDS = 6
MOST_WORDS = 24
# Without "I" or "we" it must be a remark.
REMARK_WORDS = 16
# Words of the sentence besides it.
_MOST_AROUND = 22
# A quote of the day is not hidden at the end of a long article.
_SENTENCES_READ = 20
_KINDS = (ArticleKind.REPORT, ArticleKind.LIVE, ArticleKind.INTERVIEW)
# Crime, disasters, economy, labour, politics, religion, conflict: there people speak for others. Of
# 25 quotes in 1,073 reports of the BBC 18 were of these, and none was worth reading twice.
_SPOKEN_FOR_OTHERS = frozenset(
    f"medtop:{number}000000" for number in ("02", "03", "04", "09", "11", "12", "16")
)

_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]+)[”“»\"]")
_MARKS = re.compile(r"[“”„«»\"]")
_PAIR = 2
# What nobody says: an editor's insertion, a hashtag.
_UNSPOKEN = frozenset("()[]#@/")
# Stands for the quote in its sentence.
_HERE = "\N{REPLACEMENT CHARACTER}"
_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_NAME = rf"(?:{_UPPER}\.|{_UPPER}[^\W\d_]+(?:-{_UPPER}[^\W\d_]+)*)"
_FULL_NAME = rf"{_NAME}(?: (?:de|da|del|der|di|van|von|al|bin|{_NAME})){{1,5}}(?!['’\w-])"
# Forms of address, which make no full name of a surname.
_ADDRESS = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Prof)\.? ")
# Before a name they make it that of a team, a firm or a place: "said the Harbour Harrier".
_NOT_A_PERSON = r"(?<!\bthe )(?<!\bfor )(?<!\bof )(?<!\bat )(?<!\bin )(?<!\bfrom )(?<!\bby )"


def quote_of_the_day(stories: Sequence[Story]) -> QuoteOfTheDay | None:
    """A quote of the first story that has one, in the sentence that names its speaker.

    The quote is one whole sentence, about nothing grave or contested, that does not assume what was
    said before. Who says "I" or "we" may say more. Stories come in reading order.
    """
    return next((found for story in stories for found in _quotes(story)), None)


def _quotes(story: Story) -> Iterator[QuoteOfTheDay]:
    if story.topic and story.topic.id in _SPOKEN_FOR_OTHERS:
        return
    shown = {sentence.text for sentence in story.summary}
    for article in story.articles:
        for text, speaker in _quotes_of(article):
            if text not in shown:
                yield QuoteOfTheDay(text, article.id, story.id, speaker)


def _quotes_of(article: Article) -> Iterator[tuple[str, str]]:
    """The sentences with a quote fit to be shown, and who speaks."""
    texts = sentences_of(article)
    language = language_of(article, texts)
    cues = cues_of(language)
    if cues is None or article.kind not in _KINDS:
        return
    for text in texts[:_SENTENCES_READ]:
        quote = _lone_quote(text)
        if quote and _is_fit(quote, language, cues):
            around = _QUOTED.sub(_HERE, text)
            speaker = _speaker(around, cues)
            if speaker and _is_framed(around, text, f"{article.title}\n{text}", language, cues):
                yield text, speaker


def _lone_quote(text: str) -> str | None:
    """What the sentence quotes; None unless it has one whole pair of quotation marks."""
    quotes = _QUOTED.findall(text)
    is_whole = len(quotes) == 1 and len(_MARKS.findall(text)) == _PAIR
    return quotes[0].strip() if is_whole else None


def _is_fit(quote: str, language: str | None, cues: Cues) -> bool:
    plain = quote.replace("’", "'")
    most = REMARK_WORDS if cues.voice.isdisjoint(words(plain)) else MOST_WORDS
    return (
        FEWEST_WORDS <= count_words(quote) <= most
        and quote[0].isupper()
        and quote[-1] in ".,!?"
        and _UNSPOKEN.isdisjoint(quote)
        and not cues.absent.search(plain)
        and not cues.stiff.search(plain)
        and stands_alone(f"{quote.rstrip('.,!?')}.", language)
    )


def _is_framed(around: str, text: str, read: str, language: str | None, cues: Cues) -> bool:
    """Whether the sentence round the quote is short, whole and for everybody."""
    return (
        text[0] not in "[("
        and count_words(around) <= _MOST_AROUND
        and not needs_context(text, language)
        and not cues.office.search(around)
        and not cues.grave.search(read)
        and not cues.contested.search(read)
    )


def _speaker(around: str, cues: Cues) -> str | None:
    """The full name beside the verb of reporting next to the quote, or None."""
    for pattern in _patterns(cues.said):
        found = pattern.search(around)
        if found:
            name = _ADDRESS.sub("", found[1])
            return name if " " in name else None
    return None


@cache
def _patterns(said: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    verb = rf"(?:{'|'.join(sorted(said))})"
    name = rf"{_NOT_A_PERSON}\b({_FULL_NAME})"
    return (
        # "…," said the curator Ada Frei.
        re.compile(rf"{_HERE},? {verb} (?:[a-z][a-z-]{{0,20}} ){{0,4}}{name}"),
        # "…," Ada Frei, the curator, said.
        re.compile(rf"{_HERE},? {name}(?:, [^{_HERE}]{{1,80}},)? {verb}\b"),
        # Ada Frei, the curator, said: "…"
        re.compile(rf"{name}(?:, [^{_HERE}]{{1,80}},)? {verb}\b[^{_HERE}]{{0,40}}[,:] ?{_HERE}"),
    )
