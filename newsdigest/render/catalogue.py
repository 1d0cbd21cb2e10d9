"""Message catalogues: the texts of the interface in each language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from newsdigest.errors import RenderError
from newsdigest.formats import LANGUAGES
from newsdigest.model import Topic
from newsdigest.package_data import read_toml
from newsdigest.valueclasses import frozenclass


@frozenclass
class Catalogue:
    """The texts of one language; the values filled in must be printable."""

    # BCP 47.
    language: str
    # "ltr" or "rtl".
    direction: str
    # Numbers that take the form "one".
    one: tuple[int, ...]
    weekdays: tuple[str, ...]
    # "Mon".
    short_weekdays: tuple[str, ...]
    months: tuple[str, ...]
    first_day: str
    texts: Mapping[str, str]
    counted: Mapping[str, Mapping[str, str]]
    # Translated names of topics by id.
    topics: Mapping[str, str]
    # The same in a word or two, for headings and lists.
    short_topics: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The text with the values filled in. Raises KeyError for an unknown key."""
        return self.texts[key].format_map(values)

    def count(self, key: str, number: int, **values: object) -> str:
        """The text in the form for the number: `1 story`, `2 stories`."""
        forms = self.counted[key]
        form = "one" if number in self.one else "other"
        return forms[form].format_map({"number": number, **values})

    def topic(self, topic: Topic) -> str:
        return self.topics.get(topic.id, topic.name)

    def short_topic(self, topic: Topic) -> str:
        """`crime and law` where the standard says `crime, law and justice`."""
        return self.short_topics.get(topic.id) or self.topic(topic)


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue for a BCP 47 tag; the region is ignored: `de-AT` is `de`.

    Raises RenderError for an unknown language.
    """
    primary = language.lower().replace("_", "-").split("-")[0]
    if primary not in LANGUAGES:
        raise RenderError(f"unknown language {language!r}: choose from {', '.join(LANGUAGES)}")
    return _read(primary)


@cache
def _read(language: str) -> Catalogue:
    values = read_toml(f"render/data/messages_{language}.toml")
    return Catalogue(
        language=language,
        direction=values["direction"],
        one=tuple(values["one"]),
        weekdays=tuple(values["weekdays"]),
        short_weekdays=tuple(values["short_weekdays"]),
        months=tuple(values["months"]),
        first_day=values["first_day"],
        texts=values["texts"],
        counted=values["counted"],
        topics=values["topics"],
        short_topics=values["short_topics"],
    )
