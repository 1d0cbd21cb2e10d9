"""Every regular expression of the package is linear on the strings that hurt it most (RGX01)."""

from __future__ import annotations

import dataclasses
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import _lru_cache_wrapper, partial
from importlib import import_module
from typing import Any

import pytest

import newsdigest
from newsdigest.clean.removal_rules import patterns as bounded_patterns
from newsdigest.patterns import UncompiledPattern, pattern
from tests.growth import grows_at_most

# What opens and does not close, what several branches of an expression could read, and what a
# quantifier may give back in many ways: marks, then words, then the signs of each format.
UNITS = (
    *' a1A.,:;"\'()[]{}<>&|/\\-#@`«“雨ไ。，「\n',
    *("a ", "A ", "A b ", "a.", "a. ", "a,", "a'", "a@", "a / ", "a | ", ". ", ".\n", '."', "。」"),
    *("9 ", "1.", "1,", "1:", "12 ", "/1", "2025/", "- ", "-- ", ": ", " |", ", ", ",}", "\n "),
    *("PARIS ", "By ", "Photo by Ann ", "PHOTO: A ", "Follow us ", "read more ", "2 hours ago "),
    *("<a ", "<a href='", "<b>", "<br> ", "<p ", "<!--", "<![CDATA[", "<meta ", "<script>", "<h> "),
    *("&a", "&#1", "&amp;", "()", "[a](", "*a ", '\\"', '"""a', "'''", "//", "//a", "https://"),
    *("?key=", "&token=", "charset=", "state =", "=?", "=?a?q?b?= ", "From a 1:00\n", "(at line 1"),
    *("datePublished", "__A", "__next_f.push(", "\x1b[1", "\x1b]", "\u0301", "\u200d", "👨\u200d"),
)  # fmt: skip
LENGTH = 1_000
TIMES = 4
# Four times the text costs four times as much, not sixteen.
MOST = 8

# These see a line of the user's own files or of ours alone, or a name that was cut before.
GUARDED = frozenset({
    "extract.ftr_site_config._LINE", "extract.ftr_site_config._FILE",
    "filters._FIELD", "filters._FLAGS", "filters._FLAGS_OF_URL",
    "press.publication_names._wrappings",
    "store.schema._MADE",
})  # fmt: skip

Pattern = re.Pattern[str] | re.Pattern[bytes]


def inside(value: Any, name: str, depth: int = 4) -> Iterator[tuple[str, Pattern]]:
    """The expressions that a value of a module holds, with where they stand."""
    parts: Mapping[Any, Any] = {}
    if isinstance(value, UncompiledPattern):
        value = value.compiled()
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, Mapping):
        parts = value
    elif isinstance(value, tuple | list | frozenset):
        parts = dict(enumerate(value))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if depth:
        for key, part in parts.items():
            yield from inside(part, f"{name}.{key}", depth - 1)


def values(module: Any) -> Iterator[tuple[str, Any]]:
    """What a module holds, and what its cached functions give, for each language if they ask."""
    for name, value in vars(module).items():
        if not isinstance(value, _lru_cache_wrapper):
            yield name, value
        elif value.__module__ == module.__name__:
            asked = [*inspect.signature(value).parameters]
            if not asked:
                yield name, value()
            elif asked == ["language"]:
                yield from ((f"{name}.{language}", value(language)) for language in ("en", "de"))


def patterns() -> dict[str, Pattern]:
    """All of the package, each once, but for those that see a unit of bounded length alone."""
    bounded = {id(pattern) for pattern in bounded_patterns().values()}
    found: dict[int, tuple[str, Pattern]] = {}
    for listed in pkgutil.walk_packages(newsdigest.__path__, "newsdigest."):
        if not listed.name.endswith("__main__"):
            for name, value in values(import_module(listed.name)):
                for place, pattern in inside(value, f"{listed.name.partition('.')[2]}.{name}"):
                    if id(pattern) not in bounded and not place.startswith(tuple(GUARDED)):
                        found.setdefault(id(pattern), (place, pattern))
    return dict(found.values())


PATTERNS = patterns()


def test_the_walk_finds_patterns() -> None:
    """A walk that finds nothing would prove nothing."""
    assert len(PATTERNS) >= 300


def test_a_pattern_is_compiled_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not where it is named, and once."""
    compiled: list[str] = []
    really = re.compile

    def compile(text: str, flags: int) -> Pattern:
        compiled.append(text)
        return really(text, flags)

    monkeypatch.setattr(re, "compile", compile)
    words = pattern(r"[a-z]+", re.IGNORECASE)
    assert compiled == []
    assert words.findall("One two") == ["One", "two"]
    assert words.fullmatch("three")
    assert compiled == ["[a-z]+"]


@pytest.mark.parametrize("name", PATTERNS)
def test_cost_grows_with_length_alone(name: str) -> None:
    """Four times the text costs about four times as much, whatever the text repeats."""
    pattern: re.Pattern[Any] = PATTERNS[name]

    def search(text: str) -> None:
        for _ in pattern.finditer(text if isinstance(pattern.pattern, str) else text.encode()):
            pass

    for unit in UNITS:
        short = unit * (LENGTH // len(unit))
        assert grows_at_most(MOST, partial(search, short), partial(search, short * TIMES)), unit
