"""The answer of a rewriter → its sentences, each with the numbers of those it rests on.

    A ferry hit the pier on Saturday. [1, 3] The harbour stays closed. [2]

Small models leave the numbers out: what follows the last one is split into sentences that name
nothing.
"""

from __future__ import annotations

import re

from newsdigest.language import sentences
from newsdigest.valueclasses import valueclass

# Characters of a whole answer; longer ones are no summary.
MOST_CHARACTERS = 8_000
_REFERENCE = re.compile(r"\[[ \d,;]{1,40}\]")
_NUMBER = re.compile(r"\d{1,3}")
_STOPS = frozenset(".!?")
# Before the items of a list: "1. ", "2) ", "- ".
_ITEM = re.compile(r"(?:(\d{1,2})[.)]|[-*•])\s{1,9}")
# What some models write round their thoughts, before the answer.
_THOUGHT = ("<think>", "</think>")


@valueclass
class AnsweredSentence:
    """A sentence as the rewriter wrote it."""

    text: str
    # As named, each once; () if it names none.
    rests_on: tuple[int, ...]


def read_answer(answer: str, language: str, most: int) -> tuple[AnsweredSentence, ...]:
    """The first sentences of an answer, so many at most; () for an empty one."""
    text = _without_markers(_without_thought(answer)[:MOST_CHARACTERS])
    found: list[AnsweredSentence] = []
    end = 0
    for match in _REFERENCE.finditer(text):
        numbers = tuple(map(int, _NUMBER.findall(match[0])))
        before, end = text[end : match.start()].strip(), match.end()
        if not before and found:
            last = found.pop()
            before, numbers = last.text, (*last.rests_on, *numbers)
        # The stop of a sentence may stand behind its numbers.
        if text[end : end + 1] in _STOPS and before[-1:] not in _STOPS:
            before, end = f"{before}{text[end]}", end + 1
        found.append(AnsweredSentence(before, tuple(dict.fromkeys(numbers))))
    found += [AnsweredSentence(each, ()) for each in sentences(text[end:].strip(), language)]
    return tuple(found[:most])


def _without_markers(text: str) -> str:
    """The text without the markers of a list, if it is one as a whole, counted from 1."""
    lines = list(filter(None, map(str.strip, text.splitlines())))
    items = [_ITEM.match(line) for line in lines]
    if len(lines) == 1 or not all(
        item and item[1] in (None, str(number)) for number, item in enumerate(items, 1)
    ):
        return text
    return "\n".join(_ITEM.sub("", line, count=1) for line in lines)


def _without_thought(answer: str) -> str:
    opening, closing = _THOUGHT
    if not answer.lstrip().startswith(opening):
        return answer
    return answer.partition(closing)[2]
