"""And finally: a light last item that one source reports."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.analyse.headlines import content_prefixes
from newsdigest.analyse.highlights.cues import cues_of
from newsdigest.analyse.summary import language_of, sentences_of, stands_alone
from newsdigest.language import count_words, words
from newsdigest.model import ArticleKind, Story, Topic

# Human interest, science, arts: the first is the lightest.
_TOPICS = ("medtop:08000000", "medtop:13000000", "medtop:01000000")
# A topic that is less certain is too often another one.
LEAST_SCORE = 0.5
# Words of the summary: a shorter one teases ("Pepper is safe and sound!").
FEWEST_WORDS = 8
# Words of the headline in it.
_LEAST_SHARED = 2
_SENTENCES_READ = 20
# A feature that asks how is as good.
_KINDS = (ArticleKind.REPORT, ArticleKind.EXPLAINER)


def light_story(stories: Sequence[Story]) -> Story | None:
    """The best story of human interest, science or arts that one source reports, or None.

    It has a word of light subjects in its headline, nothing grave or contested in its first
    sentences, and a summary that stands alone. The more light words the better; stories come in
    reading order.
    """
    ranked = [(-_lightness(story), place) for place, story in enumerate(stories)]
    fit = [(worth, place) for worth, place in ranked if worth < 0]
    return stories[min(fit)[1]] if fit else None


def _lightness(story: Story) -> float:
    """How light it is; 0 if it may not be the last item."""
    lead = story.lead
    rank = _rank(story.topic)
    if len(story.articles) > 1 or story.copies or rank is None:
        return 0
    if lead.kind not in _KINDS or not lead.title or not story.summary:
        return 0
    texts = sentences_of(lead)
    language = language_of(lead, texts)
    cues = cues_of(language)
    if cues is None:
        return 0
    shown = "\n".join([lead.title, *(sentence.text for sentence in story.summary)])
    read = "\n".join([shown, *texts[:_SENTENCES_READ]])
    if (
        not cues.light.search(lead.title)
        or cues.idle.search(lead.title)
        or any(rule.search(read) for rule in (cues.grave, cues.contested))
        or not _says_it(story.summary[0].text, lead.title, language)
    ):
        return 0
    found = {each.casefold() for each in cues.light.findall(shown)}
    return len(found) + (len(_TOPICS) - rank) / len(_TOPICS) / 2


def _rank(topic: Topic | None) -> int | None:
    """The place among the light topics; None for another or an uncertain one."""
    if topic is None or topic.id not in _TOPICS or topic.score < LEAST_SCORE:
        return None
    return _TOPICS.index(topic.id)


def _says_it(text: str, headline: str, language: str | None) -> bool:
    """Whether a sentence that stands alone is about what the headline promises."""
    subject = content_prefixes(words(headline))
    return (
        count_words(text) >= FEWEST_WORDS
        and stands_alone(text, language)
        and len(subject & content_prefixes(words(text))) >= _LEAST_SHARED
    )
