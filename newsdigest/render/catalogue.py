"""What a digest says of itself, in the language of its reader: a message catalogue each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from newsdigest.errors import RenderError
from newsdigest.formats import LANGUAGES
from newsdigest.model import Topic
from newsdigest.package_data import read_toml


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language; every value filled into them is printable already."""

    # BCP 47.
    language: str
    # "ltr" or "rtl".
    direction: str
    # The numbers that take the form "one".
    one: tuple[int, ...]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    first_day: str
    texts: Mapping[str, str]
    counted: Mapping[str, Mapping[str, str]]
    # Names of topics by their ids, where they differ from the standard's English ones.
    topics: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The text, filled in. KeyError for a key that no catalogue has."""
        return self.texts[key].format_map(values)

    def count(self, key: str, number: int, **values: object) -> str:
        """The text in the form that the number wants: `1 story`, `2 stories`."""
        forms = self.counted[key]
        form = "one" if number in self.one else "other"
        return forms[form].format_map({"number": number, **values})

    def topic(self, topic: Topic) -> str:
        return self.topics.get(topic.id, topic.name)


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a BCP 47 tag, whose region does not matter: `de-AT` is `de`.

    Raises RenderError where there is none.
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
        months=tuple(values["months"]),
        first_day=values["first_day"],
        texts=values["texts"],
        counted=values["counted"],
        topics=values["topics"],
    )
