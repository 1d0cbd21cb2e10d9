"""The corpus of the check: true sentences, and the same with one fault.

A story in pairs/LANGUAGE.txt has the sentences of its reports, numbered from 1 (A and B are two
reports of it, X is one of another event), then pairs:

    kind | what it rests on | the true sentence | what to change => into what | what that rests on

The last column is there only where the false sentence rests on more. The rules were written on the
stories of one half of the first ones, and run once on the other half. The later stories are on two
subjects of their own, and were run once each before a rule was changed for them.

In pairs/free each story has a subject of its own, and the true sentences are phrased as freely as
models do it. A story begins with the day of its reports (@) and their headlines (H). Rules were
changed for the first ones; the others were written and run once after that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsdigest.analyse.rewriting import Checker, Refusal, ReportSentence

LANGUAGES = ("de", "en", "es", "fr", "it", "pt")
PARTS = ("development", "held-out", "later", "free", "unseen")
_FIRST_STORIES = 15
_FREE_STORIES = 9
_FOLDER = Path(__file__).parent / "pairs"


@dataclass(frozen=True)
class Pair:
    language: str
    # The place of its story in the file, from 0.
    story: int
    is_free: bool
    kind: str
    reports: tuple[ReportSentence, ...]
    # Of all pairs of its story.
    checker: Checker
    true: str
    false: str
    true_rests_on: tuple[int, ...]
    false_rests_on: tuple[int, ...]


def part_of(pair: Pair) -> str:
    """One of PARTS: of the first stories every other one, shifted by language, is held out."""
    if pair.is_free:
        return "free" if pair.story < _FREE_STORIES else "unseen"
    if pair.story >= _FIRST_STORIES:
        return "later"
    is_held_out = (pair.story + LANGUAGES.index(pair.language)) % 2 == 1
    return "held-out" if is_held_out else "development"


def all_pairs() -> list[Pair]:
    files = [(language, folder) for language in LANGUAGES for folder in ("", "free")]
    return [pair for language, folder in files for pair in _pairs_of(language, folder)]


def refusals_of(pair: Pair) -> tuple[tuple[Refusal, ...], tuple[Refusal, ...]]:
    """Why the true and the false sentence are refused."""
    true = pair.checker.refusals(pair.true, pair.true_rests_on)
    return true, pair.checker.refusals(pair.false, pair.false_rests_on)


def _pairs_of(language: str, folder: str) -> Iterator[Pair]:
    text = (_FOLDER / folder / f"{language}.txt").read_text("utf-8")
    for story, block in enumerate(text.strip().split("\n\n")):
        lines = block.splitlines()
        pairs = [line for line in lines if " => " in line]
        own = [line.partition(" ")[::2] for line in lines if line not in pairs]
        day = next((datetime.fromisoformat(text) for mark, text in own if mark == "@"), None)
        reports = tuple(
            ReportSentence(text, mark, day and day.replace(tzinfo=UTC))
            for mark, text in own
            if mark in "ABX"
        )
        headlines = {text[0]: text[2:] for mark, text in own if mark == "H"}
        checker = Checker(reports, language, headlines)
        for line in pairs:
            parts = [part.strip() for part in line.split("|")]
            yield _pair(language, story, bool(folder), reports, checker, parts)


def _pair(
    language: str,
    story: int,
    is_free: bool,
    reports: tuple[ReportSentence, ...],
    checker: Checker,
    parts: Sequence[str],
) -> Pair:
    kind, rests_on, true, change, *more = parts
    old, new = change.split(" => ")
    assert true.count(old) == 1, (language, true, old)
    return Pair(
        language,
        story,
        is_free,
        kind,
        reports,
        checker,
        true,
        true.replace(old, new),
        tuple(map(int, rests_on.split())),
        tuple(map(int, (more[0] if more else rests_on).split())),
    )
