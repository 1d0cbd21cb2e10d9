"""The topic lexicon: word lists by topic, one data file per language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from newsdigest.analyse.topics.iptc import TOPIC_INDEX
from newsdigest.analyse.topics.vocabulary import MAX_PHRASE_WORDS, normalised_words, singular
from newsdigest.package_data import file_names, read_toml

_DATA = "analyse/data/topics"
# What an entry of each strength adds to its topic; chosen by hand, not tuned.
STRENGTHS = {"strong": 3.0, "plain": 1.5, "weak": 0.5}
# Phrases are less ambiguous than words: at 1.3 of the strength 2 in 100 more news teasers get a
# topic, at the same precision, and the benchmarks lose nothing.
_PHRASE_SHARE = 1.3
# What an entry can add: each strength, for words and for phrases.
WORTHS = (*STRENGTHS.values(), *(value * _PHRASE_SHARE for value in STRENGTHS.values()))
# Marks a verb that stands for all its regular forms.
_VERB = "~"
# Malay and Indonesian share most news vocabulary, and one list.
_FILES = {"id": "ms"}


def lexicon(language: str) -> Mapping[str, Mapping[int, float]]:
    """For each term the indices of the `iptc.MEDIA_TOPICS` it indicates, with the strength.

    Empty for a language without a list: its articles are classified by section and keywords alone.
    """
    name = lexicon_file(language)
    if name is None:
        return {}
    entries: dict[str, dict[int, float]] = {}
    for topic in read_toml(name)["topic"]:
        index = TOPIC_INDEX[topic["id"]]
        for strength, value in STRENGTHS.items():
            for term in _listed_terms(topic.get(strength, ""), language):
                found = entries.setdefault(term, {})
                worth = value * _PHRASE_SHARE if " " in term else value
                found[index] = max(worth, found.get(index, 0.0))
    return entries


def lexicon_file(language: str) -> str | None:
    """The name of the list of a language, if there is one."""
    name = f"lexicon_{_FILES.get(language, language)}.toml"
    return f"{_DATA}/{name}" if name in file_names(_DATA) else None


def languages_listed() -> list[str]:
    """The languages with a list of their own."""
    names = [name for name in file_names(_DATA) if name.startswith("lexicon_")]
    return sorted(name.removeprefix("lexicon_").removesuffix(".toml") for name in names)


def _listed_terms(listed: str, language: str) -> Iterator[str]:
    for entry in map(str.strip, listed.split(",")):
        for spelling in verb_forms(entry) if _VERB in entry else (entry,):
            tokens = _normalised(spelling, language)
            if tokens:
                yield tokens[0] if len(tokens) == 1 else " ".join(tokens[:MAX_PHRASE_WORDS])


def _normalised(entry: str, language: str) -> list[str]:
    """The same as `normalised_words`, without its regex for entries of ASCII letters in English.

    That saves a third of the first look-up, which reads 8,000 entries.
    """
    tokens = entry.split()
    if language == "en" and entry.isascii() and all(map(str.isalpha, tokens)):
        return list(map(singular, tokens))
    tokens = normalised_words(entry, language)
    if tokens and entry.endswith("*"):
        tokens[-1] += "*"
    return tokens


def verb_forms(entry: str) -> tuple[str, ...]:
    """The regular forms of the verb before the "~", each with the text after it."""
    verb, _, rest = entry.partition(_VERB)
    stem = verb.removesuffix("e")
    return (verb + rest, f"{verb}s{rest}", f"{stem}ed{rest}", f"{stem}ing{rest}")
