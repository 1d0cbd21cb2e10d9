"""Stems and stop words, from snowballstemmer and stopwordsiso, each loaded on first use."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

# A day's news has some 60,000 different words. Stems are cached, because the stemmer takes 30
# microseconds a word and a look-up a tenth of one.
_KEPT_STEMS = 1 << 17
# Longer tokens are addresses and noise, not words of a language with a stemmer.
_LONGEST_WORD = 40


@lru_cache(maxsize=_KEPT_STEMS)
def stem(word: str, language: str | None) -> str:
    """The stem of a lower-case word; the word itself if the language has no stemmer."""
    algorithm = _algorithms().get(language or "")
    if algorithm is None or len(word) > _LONGEST_WORD:
        return word
    from snowballstemmer import stemmer

    # Stemmers hold the word they work on: one for each call is thread-safe and costs little.
    stemmed: str = stemmer(algorithm).stemWord(word)
    return stemmed


@cache
def stop_words(language: str | None) -> frozenset[str]:
    """The stop words of a language in lower case; empty if it has no list."""
    return frozenset(_all_stop_words().get(language or "", ()))


@cache
def _all_stop_words() -> dict[str, list[str]]:
    """By language, from the one file of stopwordsiso, whose import would take 25 ms longer."""
    package = find_spec("stopwordsiso")
    assert package is not None, "a dependency"
    assert package.origin is not None
    words: dict[str, list[str]] = json.loads(
        Path(package.origin).with_name("stopwords-iso.json").read_bytes()
    )
    return words


@cache
def _algorithms() -> dict[str, str]:
    from snowballstemmer import algorithms

    known = frozenset(algorithms())
    return {code: name for code, name in _SNOWBALL.items() if name in known}


# Malay is stemmed by the Indonesian rules, both written forms of Norwegian by one.
_SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ms": "indonesian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
