"""The number of the day: the one that most independent reports of a story print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsdigest.analyse.counting import calendar_words, number_of
from newsdigest.analyse.headlines import content_prefixes
from newsdigest.analyse.highlights.cues import Cues, cues_of
from newsdigest.analyse.order import independent_source
from newsdigest.analyse.stories.threads import says_the_same
from newsdigest.analyse.summary import language_of, sentences_of, stands_alone
from newsdigest.language import count_words, words
from newsdigest.model import Article, NumberOfTheDay, Story
from newsdigest.valueclasses import valueclass

# Independent reports that print the same number: one alone may have it wrong.
LEAST_REPORTS = 2
# Sentences of a report that are about its event, and the longest one that is taken in at a glance.
_SENTENCES_READ = 8
_MOST_WORDS = 40
# Words of the headline in it: "Bidding was past $2,000" says nothing alone.
_LEAST_SHARED = 2
# Smaller numbers are in every second sentence.
_LEAST_VALUE = 4
# Of longer units the first letters stand for all forms; shorter words count nothing.
_UNIT_LETTERS = 5
_FEWEST_UNIT_LETTERS = 3
# With the joint: "and three young children".
_JOINED_WORDS = 4

_CURRENCIES = "$€£¥"
_TOKEN = re.compile(rf"[{_CURRENCIES}]?\d+(?:[.,]\d+)*\b|%|[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
# Before a number they make it a score or the end of a range.
_DASHES = frozenset("-–—")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@valueclass
class _Figure:
    value: float
    # The first letters of what is counted, "%", or the sign of a currency.
    unit: str


@valueclass
class _Mention:
    """A figure in a sentence of a report."""

    figure: _Figure
    # With its unit.
    printed: str
    text: str
    article: Article
    language: str | None
    is_headline: bool
    # Whether no other number comes before it: "209 of 297 seats, the next party 68 seats".
    is_first: bool


def number_of_the_day(
    stories: Sequence[Story], headlines: Sequence[str] = ()
) -> NumberOfTheDay | None:
    """The number with a unit that most independent reports of one story print, in a sentence.

    At least LEAST_REPORTS have it in their headlines or first sentences. Years, dates, ages, spans
    of time and tolls do not count, nor does what a summary or one of the `headlines` says. Among
    equals the first story's is chosen; stories come in reading order.
    """
    found = [each for story in stories for each in _numbers(story, headlines)]
    most = max((reports for reports, _ in found), default=0)
    return next((number for reports, number in found if reports == most), None)


def _numbers(story: Story, headlines: Sequence[str]) -> Iterator[tuple[int, NumberOfTheDay]]:
    """The numbers of a story that can be shown, each with how many reports print it."""
    if len(story.articles) < LEAST_REPORTS:
        return
    mentions: dict[_Figure, list[_Mention]] = {}
    for article in story.articles:
        for each in _mentions(article):
            mentions.setdefault(each.figure, []).append(each)
    shown = {sentence.text for sentence in story.summary}
    for own in mentions.values():
        reports = len({independent_source(each.article) for each in own})
        fit = (
            each
            for each in own
            if each.text not in shown
            and _is_presentable(each)
            and not any(says_the_same(each.text, told, each.language) for told in headlines)
        )
        best = next(fit, None) if reports >= LEAST_REPORTS else None
        if best is not None:
            number = NumberOfTheDay(best.text, best.article.id, story.id, best.printed)
            yield reports, number


def _mentions(article: Article) -> Iterator[_Mention]:
    texts = sentences_of(article)
    language = language_of(article, texts)
    cues = cues_of(language)
    if cues is None:
        return
    for place, text in enumerate([article.title or "", *texts[:_SENTENCES_READ]]):
        for first, (figure, printed) in _figures(text, language, cues):
            yield _Mention(
                figure, printed, text, article, language, is_headline=place == 0, is_first=first
            )


def _is_presentable(mention: _Mention) -> bool:
    """Whether the sentence says by itself what is counted, and of what it is news."""
    cues = cues_of(mention.language)
    text, title = mention.text, mention.article.title or ""
    return (
        not mention.is_headline
        and mention.is_first
        and cues is not None
        and not cues.grave.search(f"{title}\n{text}")
        and cues.voice.isdisjoint(words(text))
        and count_words(text) <= _MOST_WORDS
        and stands_alone(text, mention.language)
        and len(content_prefixes(words(title)) & content_prefixes(words(text))) >= _LEAST_SHARED
    )


def _figures(
    text: str, language: str | None, cues: Cues
) -> Iterator[tuple[bool, tuple[_Figure, str]]]:
    """The numbers with a unit, each as it is printed: `808 million views`, `$4.7 billion`.

    With each, whether it is the first number of the text that counts anything.
    """
    found = list(_TOKEN.finditer(text))
    tokens = [each[0] for each in found]
    is_first = True
    for start, token in enumerate(tokens):
        value = number_of(token.lstrip(_CURRENCIES), language)
        if value is None or not any(map(str.isdecimal, token)):
            continue
        if start and tokens[start - 1].lower() in cues.uncounted | calendar_words() | _DASHES:
            continue
        end = start + 1
        if end < len(tokens) and tokens[end].lower() in cues.scales:
            value, end = value * cues.scales[tokens[end].lower()], end + 1
        unit: str | None = token[0]
        if token[0] not in _CURRENCIES:
            unit, end = _unit(tokens, end, cues)
        if _YEAR.fullmatch(token):
            continue
        if unit and value >= _LEAST_VALUE:
            printed = text[found[start].start() : found[end - 1].end()]
            yield is_first, (_Figure(value, unit), printed)
        is_first = False


def _unit(tokens: Sequence[str], at: int, cues: Cues) -> tuple[str | None, int]:
    """What a number counts by the words at a place, and the place behind them: `electoral votes`.

    None if the words are not a unit, or one of several that the number counts: `women` of "34 women
    and children".
    """
    first, second = (*tokens[at : at + 2], "", "")[:2]
    if first.lower() in cues.percent:
        return "%", at + 1
    for end, noun in enumerate((first, second), at + 1):
        if not noun.isalpha() or not noun.islower() or noun in cues.uncounted | calendar_words():
            break
        if len(noun) >= _FEWEST_UNIT_LETTERS and _is_plural(noun, cues):
            is_joined = _is_joined(tokens[end : end + _JOINED_WORDS], cues)
            return (None, at) if is_joined else (noun[:_UNIT_LETTERS], end)
    return None, at


def _is_joined(tokens: Sequence[str], cues: Cues) -> bool:
    """Whether the words behind a unit join another one to it: "and children", ", young men"."""
    is_list = tokens[:1] == [","] and not cues.joints.isdisjoint(tokens)
    if not is_list and cues.joints.isdisjoint(tokens[:1]):
        return False
    return any(noun.islower() and _is_plural(noun, cues) for noun in tokens[1:])


def _is_plural(noun: str, cues: Cues) -> bool:
    return noun in cues.plural or (noun.endswith("s") and not noun.endswith(("ss", "us", "is")))
