"""Names and offices in a sentence, and whether its sources have them together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from newsdigest.analyse.rewriting.claims import Claim, Fault, Refusal
from newsdigest.analyse.rewriting.lexicon import CAPITAL_NOUNS, Lexicon
from newsdigest.analyse.rewriting.sentence import APOSTROPHES, Sentence, Token
from newsdigest.analyse.stories import countries_of, folded_words
from newsdigest.language import date_names, weekday_numbers

# Endings of German nouns that are no names.
_NOUN_ENDINGS = ("ung", "ungen", "heit", "keit", "schaft", "tion", "tionen", "tät", "nis", "ment")
_PERSON_ENDINGS = ("erin", "istin", "ärztin", "frau", "mann")
_INFLECTED = ("e", "en", "er", "es", "em")
_SHORTEST_INFLECTED = 4
# What ends a sentence or begins one within it: the next capital is no sign of a name.
_BEGINS = frozenset(':!?“„«‘"([–—')
# How far apart the parts of a name may stand: "University of Kelbrook" and "Kelbrook University".
_MOST_APART = 3
# How far from an office its holder's name may stand: "le directeur du dépôt, Colin Yates".
_HOLDER_AFTER = 5
_HOLDERS_WITHIN = 9
# The same where any noun further on looks like a name.
_NAME_BESIDE = 3
_HOLDER_BEFORE = 4


def name_faults(claim: Claim) -> Iterator[Refusal]:
    """Names that no source has, and names put together from two."""
    lexicon = claim.lexicon
    tokens = claim.sentence.tokens
    known = _folded(token for each in claim.evidence for token in each.tokens)
    stems = _stems_of_words(claim)
    countries = _countries(claim.evidence, lexicon)
    for at, token in enumerate(tokens):
        if token.is_quoted or not (
            is_capitalised(token, lexicon) or _is_stop_in_name(tokens, at, lexicon)
        ):
            continue
        if fold(token.text) in known or token.stem in stems:
            continue
        if countries_of(folded_words(token.raw, lexicon.language)) & countries:
            continue
        if not _may_be_common(tokens, at, claim) and not _completes_name(tokens, at, claim, known):
            yield Refusal(Fault.NAME, token.raw)
    yield from _joined_names(claim, known)


def _completes_name(tokens: Sequence[Token], at: int, claim: Claim, known: frozenset[str]) -> bool:
    """Whether the story has it right before a name of the sources: "Ada" for "Harwell" alone."""
    name = fold(tokens[at + 1].text) if at + 1 < len(tokens) else ""
    return name in known and any(
        (fold(one.text), fold(other.text)) == (fold(tokens[at].text), name)
        for cited in claim.story
        for one, other in pairwise(cited.sentence.tokens)
    )


def _stems_of_words(claim: Claim) -> frozenset[str]:
    """The stems of everyday words in the sources: names are not compared by theirs.

    German ones are, since they decline like nouns.
    """
    return frozenset(
        token.stem
        for each in claim.evidence
        for token in each.tokens
        if token.raw[0].islower() or claim.lexicon.language in CAPITAL_NOUNS
    )


def _is_stop_in_name(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a stop word is a part of a name: "Puerto Largo"."""
    token = tokens[at]
    return (
        lexicon.language not in CAPITAL_NOUNS
        and token.raw[0].isupper()
        and len(token.text) > 1
        and token.text in lexicon.stops
        and at > 0
        and is_capitalised(tokens[at - 1], lexicon)
    )


def is_capitalised(token: Token, lexicon: Lexicon) -> bool:
    """Whether it may be a name: a word in capitals that is no stop word, number or day."""
    return (
        token.raw[0].isupper()
        and len(token.text) > 1
        and token.text not in lexicon.stops
        and token.text not in lexicon.units
        and lexicon.value_of(token.text) is None
        and not is_day(token.text, lexicon)
    )


def is_day(word: str, lexicon: Lexicon) -> bool:
    """Whether it names a weekday, a month or a day relative to another, lower case."""
    language = lexicon.language
    # An abbreviated month may be a name: "Jan".
    days = {*weekday_numbers(language), *date_names(language), *lexicon.relative_days}
    return word in days or word.removesuffix("s") in days


def fold(word: str) -> str:
    """A name without accents, in lower case and without the ending of its genitive."""
    parts = unicodedata.normalize("NFKD", word.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _folded(tokens: Iterator[Token]) -> frozenset[str]:
    words = frozenset(fold(token.text) for token in tokens if token.is_word)
    pieces = frozenset(piece for word in words for piece in word.split("-"))
    # "Hannas" and "Hanna" are one name.
    return words | pieces | frozenset(word.removesuffix("s") for word in words)


def _countries(sources: Sequence[Sentence], lexicon: Lexicon) -> frozenset[str]:
    words = [word for each in sources for word in folded_words(each.text, lexicon.language)]
    return countries_of(words)


def _may_be_common(tokens: Sequence[Token], at: int, claim: Claim) -> bool:
    """Whether a capitalised word that no source has may be an everyday word."""
    token, lexicon = tokens[at], claim.lexicon
    begins = _begins_sentence(tokens, at)
    if lexicon.language in CAPITAL_NOUNS and _is_noun(tokens, at, lexicon):
        return not _replaces_first_name(tokens, at, claim)
    if not begins:
        return False
    if at + 1 < len(tokens) and is_capitalised(tokens[at + 1], lexicon):
        return lexicon.language in CAPITAL_NOUNS or office_of(token, lexicon) is not None
    return _is_everyday(token, claim)


def _begins_sentence(tokens: Sequence[Token], at: int) -> bool:
    return all(token.text in _BEGINS for token in tokens[max(0, at - 1) : at])


def _is_noun(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a German word is a noun by its ending or by what stands before it."""
    text = tokens[at].text
    if text in lexicon.bare or text.endswith(_NOUN_ENDINGS):
        return True
    if office_of(tokens[at], lexicon) is not None:
        return True
    before = tokens[at - 1] if at else None
    if before is None or not before.is_word:
        return False
    if before.text in lexicon.determiners or lexicon.value_of(before.text) is not None:
        return True
    if before.raw[0].isupper():
        return False
    return len(before.text) >= _SHORTEST_INFLECTED and before.text.endswith(_INFLECTED)


def _replaces_first_name(tokens: Sequence[Token], at: int, claim: Claim) -> bool:
    """Whether a capitalised word stands where the sources have another, before the same name."""
    if at + 1 >= len(tokens) or tokens[at].text.endswith(_PERSON_ENDINGS):
        return False
    lexicon, name = claim.lexicon, fold(tokens[at + 1].text)
    if not is_capitalised(tokens[at + 1], lexicon) or office_of(tokens[at], lexicon) is not None:
        return False
    before = [
        one
        for each in claim.evidence
        for one, other in pairwise(each.tokens)
        if _is_form(fold(other.text), name)
    ]
    own = {fold(token.text) for token in tokens}
    return bool(before) and all(
        one.raw[0].isupper() and fold(one.text) not in own and office_of(one, lexicon) is None
        for one in before
    )


def _is_everyday(token: Token, claim: Claim) -> bool:
    """Whether the reports of the story, or the rules, use it as an everyday word."""
    lexicon = claim.lexicon
    lower = {
        each.stem
        for cited in claim.story
        for each in cited.sentence.tokens
        if each.raw[0].islower()
    }
    tables = (lexicon.said, lexicon.asides, lexicon.above, lexicon.below)
    sides = (side for pair in lexicon.opposites for side in pair)
    known = lower.union(
        *(table.stems for table in (*tables, *sides, *lexicon.amounts, lexicon.about))
    )
    return (
        token.stem in known
        or token.text in lexicon.negations
        or (token.text,) in lexicon.contrasts
        or office_of(token, lexicon) is not None
    )


def _joined_names(claim: Claim, known: frozenset[str]) -> Iterator[Refusal]:
    """Names of which a source has each part, but nowhere beside the other."""
    lexicon = claim.lexicon
    tokens = claim.sentence.tokens
    for at, (one, other) in enumerate(pairwise(tokens)):
        names = (one, other)
        if lexicon.language in CAPITAL_NOUNS and _is_noun(tokens, at, lexicon):
            continue
        if any(token.is_quoted or not is_capitalised(token, lexicon) for token in names):
            continue
        if any(office_of(token, lexicon) is not None for token in names):
            continue
        first, second = fold(one.text), fold(other.text)
        if {first, second} <= known and not any(
            _is_near(first, second, each) for each in claim.evidence
        ):
            yield Refusal(Fault.NAME, f"{one.raw} {other.raw}")


def _is_near(one: str, other: str, sentence: Sentence) -> bool:
    words = [fold(token.text) for token in sentence.tokens if token.is_word]
    places = [place for place, word in enumerate(words) if _is_form(word, one)]
    others = [place for place, word in enumerate(words) if _is_form(word, other)]
    return any(0 < abs(a - b) <= _MOST_APART for a in places for b in others)


def _is_form(word: str, name: str) -> bool:
    return name in (word, word.removesuffix("s")) or name in word.split("-")


def office_of(token: Token, lexicon: Lexicon) -> str | None:
    """By what an office is compared with others: its group, in German the word without ending."""
    if lexicon.language in CAPITAL_NOUNS:
        offices = tuple(lexicon.offices)
        base = token.text.removesuffix("innen").removesuffix("in")
        for form in (base, base.removesuffix("s"), base.removesuffix("en"), base.removesuffix("e")):
            if form.endswith(offices):
                return form
        return None
    number = lexicon.offices.get(token.text, lexicon.offices.get(token.stem))
    return None if number is None else str(number)


def office_faults(claim: Claim) -> Iterator[Refusal]:
    """Offices that no source has, that another person has there, or of another rank."""
    lexicon = claim.lexicon
    for at, token in enumerate(claim.sentence.tokens):
        office = office_of(token, lexicon)
        if office is None or token.is_quoted:
            continue
        same = [
            (source, place)
            for source in claim.evidence
            for place, other in enumerate(source.tokens)
            if is_same_office(office, office_of(other, lexicon))
        ]
        if not same or not _has_same_rank(claim.sentence, at, same, lexicon):
            yield Refusal(Fault.OFFICE, token.raw)
            continue
        held = [_names_beside(source, place, lexicon) for source, place in same]
        own = _holder(claim.sentence, at, lexicon)
        if not own or any(own & each for each in held):
            continue
        if all(held) or _holds_another(_right_beside(claim.sentence, at, lexicon), office, claim):
            yield Refusal(Fault.OFFICE, f"{token.raw} {' '.join(sorted(own))}")


def _holds_another(names: frozenset[str], office: str, claim: Claim) -> bool:
    """Whether a source names the person right beside another office."""
    lexicon = claim.lexicon
    return any(
        names & _right_beside(source, place, lexicon)
        for source in claim.evidence
        for place, token in enumerate(source.tokens)
        if (other := office_of(token, lexicon)) is not None and not is_same_office(office, other)
    )


def is_same_office(one: str, other: str | None) -> bool:
    """Whether the offices are the same, in German also where one is the end of the other."""
    if other is None or one == other:
        return one == other
    return not one.isdecimal() and (one.endswith(other) or other.endswith(one))


def _has_same_rank(
    sentence: Sentence, at: int, same: Sequence[tuple[Sentence, int]], lexicon: Lexicon
) -> bool:
    """Whether the office is as narrow as in a source: "deputy mayor" is no mayor."""
    own = _qualifiers(sentence, at, lexicon)
    return any(_qualifiers(source, place, lexicon) == own for source, place in same)


def _qualifiers(sentence: Sentence, at: int, lexicon: Lexicon) -> frozenset[str]:
    beside = (*sentence.tokens[max(0, at - 2) : at], *sentence.tokens[at + 1 : at + 2])
    return frozenset(token.text for token in beside) & lexicon.qualifiers


def _holder(sentence: Sentence, at: int, lexicon: Lexicon) -> frozenset[str]:
    """The parts of the name beside an office; empty without one."""
    after = 1 if lexicon.language in CAPITAL_NOUNS else _HOLDER_AFTER
    following = name_run(sentence.tokens[at + 1 :], lexicon, after)
    is_of_place = any(token.text in lexicon.linking for token in sentence.tokens[at + 1 : at + 2])
    if following and not is_of_place:
        return following
    return following | name_run(sentence.tokens[:at][::-1], lexicon, _HOLDER_BEFORE)


def _right_beside(sentence: Sentence, at: int, lexicon: Lexicon) -> frozenset[str]:
    """The name that an office stands before or behind without a comma between: "Mayor Quayle"."""
    part = sentence.tokens[at].part
    sides = (sentence.tokens[at + 1 :], sentence.tokens[:at][::-1])
    return frozenset().union(
        *(name_run([token for token in side if token.part == part], lexicon, 1) for side in sides)
    )


def _names_beside(sentence: Sentence, at: int, lexicon: Lexicon) -> frozenset[str]:
    """All names near an office in a source, one of which is its holder's."""
    clause = sentence.tokens[at].clause
    beside = sentence.tokens[max(0, at - _HOLDER_BEFORE) : at + _HOLDERS_WITHIN]
    return frozenset(
        fold(token.text)
        for token in beside
        if token.clause == clause
        and is_capitalised(token, lexicon)
        and office_of(token, lexicon) is None
    )


def name_run(tokens: Sequence[Token], lexicon: Lexicon, within: int) -> frozenset[str]:
    """The first names among the tokens, folded: those that follow each other.

    Empty if they do not begin within so many tokens, or in another clause.
    """
    run: list[str] = []
    if lexicon.language in CAPITAL_NOUNS:
        within = min(within, _NAME_BESIDE)
    for distance, token in enumerate(tokens):
        if token.clause != tokens[0].clause or token.is_quoted:
            break
        if office_of(token, lexicon) is not None and not run:
            continue
        if is_capitalised(token, lexicon) and office_of(token, lexicon) is None:
            run.append(fold(token.text))
        elif run and _links(tokens, distance, lexicon):
            continue
        elif run or distance + 1 >= within:
            break
    return frozenset(run)


def _links(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a token stands between the parts of a name: "Malone of the Workers’ Federation"."""
    token = tokens[at]
    if token.text in lexicon.linking or token.raw in APOSTROPHES:
        return True
    beside = (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])
    return token.text in lexicon.stops and any(
        each.text in lexicon.linking or each.raw in APOSTROPHES for each in beside
    )
