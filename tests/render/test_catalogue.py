"""The interface of a digest in six languages."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsdigest.errors import RenderError
from newsdigest.render import FORMATS, LANGUAGES, RenderOptions, render_digest, render_digest_bytes
from newsdigest.render.catalogue import Catalogue, catalogue
from newsdigest.render.dates import age, date_and_time, long_date, weekday_or_day
from tests.render.examples import DIGEST, NOW

ENGLISH = catalogue("en")
OTHERS = [language for language in LANGUAGES if language != "en"]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_every_catalogue_has_every_text(language: str) -> None:
    """Each text has the placeholders of the English one and no others."""
    words = catalogue(language)
    assert words.texts.keys() == ENGLISH.texts.keys()
    assert words.counted.keys() == ENGLISH.counted.keys()
    for key, text in ENGLISH.texts.items():
        # A language may leave out parts of a date, and nothing else.
        assert fields(words.texts[key]) == fields(text), key
    for key, forms in words.counted.items():
        wanted = {"one", "other"} if words.one else {"other"}
        assert forms.keys() == wanted, key
        assert fields(forms["other"]) == fields(ENGLISH.counted[key]["other"]), key


@pytest.mark.parametrize("language", OTHERS)
def test_every_topic_has_a_name(language: str) -> None:
    """All 17 topics have a name, and no two share one."""
    words = catalogue(language)
    assert sorted(words.topics) == [f"medtop:{number:02}000000" for number in range(1, 18)]
    assert len(set(words.topics.values())) == 17
    assert len(words.weekdays) == len(set(words.short_weekdays)) == 7
    assert len(words.months) == len(set(words.months)) == 12


def test_regions_share_the_catalogue_of_their_language() -> None:
    """`de-AT` gives German, and `zh_CN`, as environments write it, Chinese."""
    assert catalogue("de-AT").language == "de"
    assert catalogue("zh_CN").language == "zh"
    with pytest.raises(RenderError, match="unknown language 'tlh': choose from en, "):
        render_digest(DIGEST, "text", RenderOptions(language="tlh"))


DATES = {
    "en": ("Sunday 1 November 2026", "Friday 06:00", "2 days ago", "yesterday"),
    "de": ("Sonntag, 1. November 2026", "Freitag, 06:00", "vor 2 Tagen", "gestern"),
    "fr": ("dimanche 1er novembre 2026", "vendredi 06:00", "il y a 2 jours", "hier"),
    "es": ("domingo, 1 de noviembre de 2026", "viernes, 06:00", "hace 2 días", "ayer"),
    "ms": ("Ahad, 1 November 2026", "Jumaat, 06:00", "2 hari lalu", "semalam"),
    "zh": ("2026年11月1日 星期日", "星期五 06:00", "2 天前", "昨天"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_and_ages_follow_the_language(language: str) -> None:
    """Each language has its order of day and month, and French a form for the first."""
    words = catalogue(language)
    two_days = NOW - timedelta(days=2)
    assert DATES[language] == (
        long_date(datetime(2026, 11, 1, tzinfo=UTC), words),
        weekday_or_day(two_days, NOW, words),
        age(two_days, NOW, words),
        age(NOW - timedelta(days=1), NOW, words),
    )
    assert "06:00 UTC" in date_and_time(NOW, words)


def count(words: Catalogue, number: int) -> str:
    return words.count("stories", number)


def test_counts_take_the_right_form() -> None:
    """French counts zero as singular; Malay and Chinese have one form."""
    assert [count(ENGLISH, n) for n in (0, 1, 2)] == ["0 stories", "1 story", "2 stories"]
    assert [count(catalogue("fr"), n) for n in (0, 1, 2)] == ["0 sujet", "1 sujet", "2 sujets"]
    assert [count(catalogue("ms"), n) for n in (1, 2)] == ["1 berita", "2 berita"]


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_left_in_a_digest_of_another_language(language: str) -> None:
    """The interface is translated, the text of sources is not."""
    options = RenderOptions(language=language)
    for format_name in ("terminal", "text", "markdown", "html"):
        text = render_digest(DIGEST, format_name, options)
        for phrase in (
            *(
                " also ",
                " others",
                "figures differ",
                "Figures differ",
                "source failed",
                " stories",
                " ago",
            ),
            *("Sunday", "Publication unknown", "Untitled", "Contents", "Skip to", "Sport\n"),
        ):
            if phrase == "Sport\n" and language in ("de", "fr"):
                continue  # the same word
            assert phrase not in text, (format_name, phrase)


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_speaks_every_language(language: str, format_name: str) -> None:
    """Formats for programs keep the standard's English names."""
    made = render_digest_bytes(DIGEST, format_name, RenderOptions(language=language))
    if format_name in ("json", "jsonl"):
        assert made == render_digest_bytes(DIGEST, format_name)
    assert made


def test_topics_of_the_users_own_keep_their_names() -> None:
    """A topic that is not in the catalogue is not translated."""
    story = DIGEST.stories[0]
    own = replace(story.topics[0], id="custom:ferries", name="ferries")
    digest = replace(DIGEST, stories=(replace(story, topics=(own,)),))
    assert "\nMARLOW LEDGER · Ferries\n" in render_digest(
        digest, "text", RenderOptions(language="de")
    )
