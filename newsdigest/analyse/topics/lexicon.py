"""Word lists that speak for topics: read from the room's data, a file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from newsdigest.analyse.topics.iptc import PLACES
from newsdigest.analyse.topics.terms import LONGEST_PHRASE, forms, singular

# Languages with a list of their own; articles in others are judged by section and keywords.
LANGUAGES = frozenset({"de", "en", "es", "fr", "id", "it", "ms", "nl", "pt", "zh"})
# What an entry of each strength adds to its topic: set by reason and left at that.
STRENGTHS = {"strong": 3.0, "plain": 1.5, "weak": 0.5}
# A phrase means one thing more often than a word does: with 1.3 of its strength 2 in 100 teasers of
# news more are given a topic, as many of them rightly, and the benchmarks lose nothing.
_PHRASE_SHARE = 1.3
# Marks a verb whose regular forms are meant as well.
_VERB = "~"
# Malay and Indonesian share most words of the news, and one list.
_FILES = {"id": "ms"}


def lexicon(language: str) -> Mapping[str, Mapping[int, float]]:
    """For each term of a language the places of `iptc.SUBJECTS` it speaks for, and how strongly.

    Empty for a language without a list.
    """
    if language not in LANGUAGES:
        return {}
    entries: dict[str, dict[int, float]] = {}
    for topic in _table(_FILES.get(language, language))["topic"]:
        place = PLACES[topic["id"]]
        for strength, value in STRENGTHS.items():
            for term in _terms(topic.get(strength, ""), language):
                found = entries.setdefault(term, {})
                worth = value * _PHRASE_SHARE if " " in term else value
                found[place] = max(worth, found.get(place, 0.0))
    return entries


def _table(name: str) -> dict[str, Any]:
    data = files("newsdigest.analyse") / "data" / "topics" / f"lexicon_{name}.toml"
    return tomllib.loads(data.read_text(encoding="utf-8"))


def _terms(listed: str, language: str) -> Iterator[str]:
    for entry in map(str.strip, listed.split(",")):
        for spelling in spellings(entry) if _VERB in entry else (entry,):
            tokens = _tokens(spelling, language)
            if tokens:
                yield tokens[0] if len(tokens) == 1 else " ".join(tokens[:LONGEST_PHRASE])


def _tokens(entry: str, language: str) -> list[str]:
    """What `forms` gives, found without its expression where an entry is but English letters.

    That takes a third off the first look-up, which reads 8,000 entries.
    """
    tokens = entry.split()
    if language == "en" and entry.isascii() and all(map(str.isalpha, tokens)):
        return list(map(singular, tokens))
    tokens = forms(entry, language)
    if tokens and entry.endswith("*"):
        tokens[-1] += "*"
    return tokens


def spellings(entry: str) -> tuple[str, ...]:
    """The regular forms of the verb before the "~", each with what follows it."""
    verb, _, rest = entry.partition(_VERB)
    stem = verb.removesuffix("e")
    return (verb + rest, f"{verb}s{rest}", f"{stem}ed{rest}", f"{stem}ing{rest}")
