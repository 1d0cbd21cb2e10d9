"""Splits news text into sentences.

By rules: a candidate is a closing mark followed by white space, and the text on either side
decides. Languages without rules here are split by the sentencex library.

    python bench_sentences.py --method tests.bench.adapters:split --data sentences.jsonl
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsdigest.language.sentence_rules import SentenceRules, rules_of
from newsdigest.patterns import pattern

# Quotes and brackets may follow the mark. Their number is bounded, as the pattern is tried at every
# mark of hostile input. Full-width marks need no space after them.
CANDIDATE = pattern(
    r"""[.!?…؟۔।॥։]["'”’)\]»›“]{0,4}\s+(?:[.!?…]{1,4}\s+)*"""
    r"""|[。！？｡]+[」』”’）)】》"']{0,4}\s*"""
    r"""|\n[^\S\n]*\n\s*"""
    # A credit that ran into its caption: "The new bridge Image: Jane Tan."
    r"""|\ (?=(?:Images?|Photos?|Fotos?):\ )"""
)
# What may precede the first letter or digit of a sentence.
_OPENERS = "\"'“‘„«‹([{¿¡-–—•*….\u00a0 "
# Words that continue a sentence after a closed quote: 「…。」と話した, “……。”他说。
CARRIES_ON = pattern(
    r"[」』](?:と|って|など|の|が|は|を|に)|[”」』][^。！？“”「」]{0,8}[说說道称稱][。，：]"
)
# The speaker after a quote of its own: "It is a long game." – Jane Tan
ATTRIBUTION = pattern(r"""[.!?…]["”»“]\s+[-–—]+\s+[^\W\d_]""")
# Days, months and zones continue a time of day: "at 5 p.m. Monday", "9 a.m. GMT".
AFTER_TIME = pattern(
    r"[A-Z]{1,3}T\b|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
FIRST_WORD = pattern(r"[^\W_]+(?:['’][^\W_]+)?")
PARAGRAPH_BREAK = pattern(r"\n[^\S\n]*\n\s*")

_LINE_BREAKS = dict.fromkeys(map(ord, "\n\r\v\f\x85\u2028\u2029"), " ")
_DASHES = frozenset("-–—")
_DEFAULT = "en"
# Longer than any abbreviation with its marks; bounds the look to either side.
_REACH = 24
_TIME_OF_DAY = frozenset({"a.m", "p.m"})
# Written without spaces; only full-width marks end sentences.
_UNSPACED = frozenset({"zh", "ja", "yue"})
# sentencex takes quadratic time on some runs of marks: 6 s for 100,000 characters of 。」. Longer
# paragraphs, which are rare in practice, are split by the rules.
_LONGEST_FOR_LIBRARY = 2000


def sentences(text: str, language: str | None = None) -> list[str]:
    """The sentences of a text in order: verbatim substrings without white space at their ends.

    An empty line always ends a sentence, a line break alone never does. A text of unknown language
    is split by the English rules, which suit most scripts with capitals.
    """
    language = language or _DEFAULT
    rules = _default_rules() if language in _UNSPACED else rules_of(language)
    found = _by_library(text, language) if rules is None else _by_rules(text, rules)
    return [sentence for piece in found if (sentence := piece.strip())]


def _default_rules() -> SentenceRules:
    rules = rules_of(_DEFAULT)
    assert rules is not None
    return rules


def _by_rules(text: str, rules: SentenceRules) -> Iterator[str]:
    start = 0
    for candidate in CANDIDATE.finditer(text):
        if _is_boundary(text, start, candidate, rules) and _has_words(text, start, candidate.end()):
            yield text[start : candidate.end()]
            start = candidate.end()
    yield text[start:]


def _has_words(text: str, start: int, end: int) -> bool:
    """Whether the span has more than marks; marks alone belong to the next sentence."""
    return end - start > _REACH or any(map(str.isalnum, text[start:end]))


def _is_boundary(text: str, start: int, candidate: re.Match[str], rules: SentenceRules) -> bool:
    marks = candidate[0]
    mark = marks[0]
    if mark in "。！？｡":
        closed = candidate.start() + len(marks.rstrip()) - 1
        return CARRIES_ON.match(text, closed) is None
    if mark in "\n " or marks.count("\n") > 1:
        return True
    after = text[candidate.end() : candidate.end() + _REACH]
    if after[:1] in _DASHES and ATTRIBUTION.match(text, candidate.start()):
        return False
    after = after.lstrip(_OPENERS)
    # Lower case continues the sentence, unless it is a name like eBay.
    if after[:1].islower() and not after[1:2].isupper():
        return False
    if mark != ".":
        return True
    return _stop_ends(text, start, candidate.start(), after, rules)


def _stop_ends(text: str, start: int, stop: int, after: str, rules: SentenceRules) -> bool:
    """Whether the full stop at `stop` ends the sentence that begins at `start`."""
    before = text[max(start, stop - _REACH) : stop].rsplit(None, 1)
    printed = before[-1].lstrip(_OPENERS) if before else ""
    word = printed.lower()
    if word in rules.never_end:
        return False
    if after[:1].isdigit():
        return word not in rules.before_number
    if word.isdigit():
        is_list_number = len(before) == 1 and stop - start <= _REACH
        is_ordinal = rules.ordinals and len(word) <= 2 and not _starts(after, rules)
        return not (is_list_number or is_ordinal)
    if word in _TIME_OF_DAY:
        return AFTER_TIME.match(after) is None
    is_initial = len(printed) == 1 and printed.isupper()
    if is_initial or word[1:2] == "." or word in rules.seldom_end:
        return _starts(after, rules)
    return True


def _starts(after: str, rules: SentenceRules) -> bool:
    """Whether text begins with a word that starts sentences; True at its end."""
    word = FIRST_WORD.match(after)
    return word is None or word[0].lower() in rules.starters


def _by_library(text: str, language: str) -> Iterator[str]:
    import sentencex

    for paragraph in PARAGRAPH_BREAK.split(text):
        if len(paragraph) > _LONGEST_FOR_LIBRARY:
            yield from _by_rules(paragraph, _default_rules())
            continue
        # sentencex splits at each line break and rejects lone surrogates. Replacements of equal
        # length keep its positions valid in the paragraph itself.
        flat = paragraph.translate(_LINE_BREAKS).encode("utf-8", "replace").decode("utf-8")
        start = 0
        for piece in sentencex.segment(language, flat):
            yield paragraph[start : start + len(piece)]
            start += len(piece)
        yield paragraph[start:]
