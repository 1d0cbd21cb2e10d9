"""Whether negations and comparisons say the same as in the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsdigest.analyse.rewriting.claims import Claim, Fault, Refusal, root, roots
from newsdigest.analyse.rewriting.lexicon import Lexicon, Words
from newsdigest.analyse.rewriting.names import fold, is_capitalised
from newsdigest.analyse.rewriting.sentence import Sentence, places_of
from newsdigest.valueclasses import recordclass, valueclass

# Content words before and after a negation or a comparative that say what it is about.
_BEFORE = 2
_AFTER = 2
_WIDER = 3
# The parts of one negation: "ne ... pas".
_ONE_NEGATION = 4
# Words of what a source negates that a sentence has if it speaks of that.
_FOCUS = 2
# The names that a verb may have exchanged: its subject and its object.
_TWO = 2
# How far behind a comparative the second term begins.
_TERM_WITHIN = 8


@valueclass
class _Occurrence:
    """A negation, or a word of one side of a pair of opposites."""

    at: int
    sentence: Sentence
    context: frozenset[str]
    # Of a negation what it says that there is not: "has no injuries".
    denied: frozenset[str] = frozenset()

    @property
    def word(self) -> str:
        return self.sentence.tokens[self.at].raw


def polarity_faults(claim: Claim) -> Iterator[Refusal]:
    """Negations that were added or left out, comparisons and roles that were turned."""
    turned: set[str] = set()
    excused = False
    for pair in claim.lexicon.opposites:
        for refusal, is_even in _opposites(claim, pair):
            if is_even:
                excused = True
            elif refusal.words not in turned:
                turned.add(refusal.words)
                yield refusal
    if not excused and not _has_own_opposite(claim):
        yield from _negations(claim)
    yield from _exchanged(claim)


def _has_own_opposite(claim: Claim) -> bool:
    """Whether it denies by a word that no source has: "closed until" is "not open before"."""
    denials = [other for pair in claim.lexicon.opposites for other in pair[1:]]
    tokens = claim.sentence.tokens
    return any(
        any(
            tokens[each.at].is_content
            for each in _occurrences(claim.sentence, side, claim.lexicon, quoted=False)
        )
        and not _in_sources(claim, side)
        for side in denials
        if side is not claim.lexicon.degrees[1]
    )


def _negations(claim: Claim) -> Iterator[Refusal]:
    own = list(_negated(claim.sentence, claim.lexicon, quoted=False))
    theirs = [
        each for source in claim.sources for each in _negated(source, claim.lexicon, quoted=True)
    ]
    said = roots(frozenset().union(*(each.content for each in claim.sources)))
    mine = roots(claim.sentence.content)
    spoken_of = [each for each in theirs if _is_spoken_of(each, mine)]
    denied = _denials(claim.sentence, claim.sources, claim.lexicon)
    theirs_denied = [
        each
        for source in claim.sources
        for each in _denials(source, (claim.sentence,), claim.lexicon)
    ]
    for one in own:
        if spoken_of or any(one.context & other.context or not other.context for other in theirs):
            continue
        if any(one.context & other.context for other in theirs_denied):
            continue
        if not theirs or one.context & said:
            yield Refusal(Fault.NEGATION, one.word)
    for other in spoken_of:
        is_in_quote = other.sentence.tokens[other.at].is_quoted and claim.sentence.quotes
        is_denied = any(one.context & other.context for one in denied)
        if not own and not is_denied and not is_in_quote:
            yield Refusal(Fault.NEGATION, other.word)


def _denials(sentence: Sentence, others: Sequence[Sentence], lexicon: Lexicon) -> list[_Occurrence]:
    """The words that deny without a negation, and that the other sentences do not have."""
    theirs = roots(frozenset().union(*(each.stems for each in others)))
    return [
        each
        for each in _occurrences(sentence, lexicon.denials, lexicon, quoted=False)
        if root(sentence.tokens[each.at].stem) not in theirs
    ]


def _is_spoken_of(negation: _Occurrence, said: frozenset[str]) -> bool:
    """Whether a sentence has the words that a source negates."""
    focus = negation.context & said
    if negation.denied and negation.denied <= said:
        return True
    return bool(focus) and len(focus) >= min(_FOCUS, len(negation.context))


def _negated(sentence: Sentence, lexicon: Lexicon, *, quoted: bool) -> Iterator[_Occurrence]:
    last = -_ONE_NEGATION
    for at, token in enumerate(sentence.tokens):
        if token.text not in lexicon.negations or (token.is_quoted and not quoted):
            continue
        if at - last < _ONE_NEGATION:
            last = at
            continue
        last = at
        part = tuple(each for each in sentence.tokens[at:] if each.part == token.part)
        verb, behind = (Sentence("", part).near(0, 0, most) for most in (1, _AFTER))
        yield _Occurrence(
            at, sentence, roots(sentence.near(at, _BEFORE, 0) | behind), roots(behind - verb)
        )


def _opposites(claim: Claim, pair: tuple[Words, Words]) -> Iterator[tuple[Refusal, bool]]:
    """The words that have their opposite in the sources, and whether that is made good.

    A negation, or terms in the other order, make it good: "fewer A than B" is "more B than A".
    """
    for side, other_side in (pair, pair[::-1]):
        own = _occurrences(claim.sentence, side, claim.lexicon, quoted=False)
        same, others = _in_sources(claim, side), _in_sources(claim, other_side)
        for one in own:
            agreeing = max((len(one.context & each.context) for each in same), default=-1)
            against = max(others, key=lambda each: len(one.context & each.context), default=None)
            if against is None or not one.context & against.context:
                continue
            if agreeing < 0 or (agreeing == 0 and len(one.context & against.context) > 0):
                parity = 1 + (
                    _is_negated(one, claim.lexicon) != _is_negated(against, claim.lexicon)
                )
                if pair is claim.lexicon.degrees:
                    parity += _are_terms_exchanged(one, against, claim.lexicon)
                yield Refusal(Fault.COMPARISON, one.word), parity % 2 == 0


def _occurrences(
    sentence: Sentence, words: Words, lexicon: Lexicon, *, quoted: bool = True
) -> list[_Occurrence]:
    """Where the words stand; what is a negation is not counted here as well."""
    return [
        _Occurrence(at, sentence, roots(sentence.near(at, _WIDER, _WIDER)))
        for at, _ in places_of(words, sentence.tokens)
        if (quoted or not sentence.tokens[at].is_quoted)
        and sentence.tokens[at].text not in lexicon.negations
    ]


def _in_sources(claim: Claim, words: Words) -> list[_Occurrence]:
    return [each for one in claim.sources for each in _occurrences(one, words, claim.lexicon)]


def _is_negated(one: _Occurrence, lexicon: Lexicon) -> bool:
    tokens = one.sentence.tokens
    near = (*tokens[max(0, one.at - 3) : one.at], *tokens[one.at + 1 : one.at + 3])
    clause = tokens[one.at].clause
    return any(token.text in lexicon.negations for token in near if token.clause == clause)


def _are_terms_exchanged(one: _Occurrence, other: _Occurrence, lexicon: Lexicon) -> bool:
    mine, theirs = _terms(one, lexicon), _terms(other, lexicon)
    return mine is not None and theirs is not None and _is_crossed(mine, theirs)


@valueclass
class _Terms:
    """What stands before and after a comparison or a verb."""

    left: frozenset[str]
    right: frozenset[str]


def _is_crossed(one: _Terms, other: _Terms) -> bool:
    if one.right & other.right:
        return False
    return bool(one.right & other.left) or bool(one.left & other.right)


def _terms(one: _Occurrence, lexicon: Lexicon) -> _Terms | None:
    """The terms of a comparison: those before "than" and after it; None without one."""
    tokens = one.sentence.tokens
    for at in range(one.at + 1, min(one.at + _TERM_WITHIN, len(tokens))):
        for than in lexicon.than:
            if tuple(token.text for token in tokens[at : at + len(than)]) == than:
                return _around(one.sentence, at)
    return None


def _around(sentence: Sentence, at: int) -> _Terms:
    """What stands before and after a token in its part of the sentence, between commas."""
    here = sentence.tokens[at]
    sides = (sentence.tokens[:at], sentence.tokens[at + 1 :])
    left, right = (
        frozenset(
            root(each.stem)
            for each in side
            if (each.clause, each.part) == (here.clause, here.part) and each.is_content
        )
        for side in sides
    )
    return _Terms(left, right)


def _exchanged(claim: Claim) -> Iterator[Refusal]:
    """Comparisons with the same word, and verbs, whose two terms changed places."""
    for side in claim.lexicon.degrees:
        for one in _occurrences(claim.sentence, side, claim.lexicon, quoted=False):
            mine = _terms(one, claim.lexicon)
            same = _in_sources(claim, side)
            theirs = [terms for each in same if (terms := _terms(each, claim.lexicon))]
            if mine and theirs and all(_is_crossed(mine, terms) for terms in theirs):
                yield Refusal(Fault.COMPARISON, one.word)
    verbs = [verb for source in claim.sources for verb in _verbs(source, claim.lexicon)]
    for verb in _verbs(claim.sentence, claim.lexicon):
        same_verb = [
            each for each in verbs if each.stem == verb.stem and _may_be_compared(verb, each)
        ]
        is_turned = bool(same_verb) and all(
            _is_reversed(verb, each) != (verb.is_passive != each.is_passive) for each in same_verb
        )
        if is_turned or any(
            _has_object_as_subject(verb, each) for each in verbs if each.stem == verb.stem
        ):
            yield Refusal(Fault.COMPARISON, verb.word)


@valueclass
class _Verb:
    """A verb whose subject and object must not be exchanged."""

    stem: str
    word: str
    # The names of its clause in their order, each with all its parts.
    names: tuple[frozenset[str], ...]
    # How many of these stand before it.
    before: int
    is_passive: bool


def _verbs(sentence: Sentence, lexicon: Lexicon) -> Sequence[_Verb]:
    found = []
    for at, token in enumerate(sentence.tokens):
        if root(token.stem) in map(root, lexicon.order) and not token.is_quoted:
            beside = [each.text for each in sentence.tokens[at + 1 : at + 2]]
            is_passive = not lexicon.passive.isdisjoint(beside)
            names = _names_round(sentence, at, lexicon)
            before = sum(name.start < at for name in names)
            found.append(
                _Verb(
                    root(token.stem),
                    token.raw,
                    tuple(frozenset(name.parts) for name in names),
                    before,
                    is_passive,
                )
            )
    return found


@recordclass
class _Name:
    start: int
    parts: set[str]


def _names_round(sentence: Sentence, at: int, lexicon: Lexicon) -> list[_Name]:
    """The names in the clause of a token."""
    runs: list[_Name] = []
    last = -2
    for place, token in enumerate(sentence.tokens):
        if token.clause != sentence.tokens[at].clause or not is_capitalised(token, lexicon):
            continue
        between = sentence.tokens[last + 1 : place]
        if runs and all(each.text in lexicon.linking for each in between):
            runs[-1].parts.add(fold(token.text))
        else:
            runs.append(_Name(place, {fold(token.text)}))
        last = place
    return runs


def _is_reversed(one: _Verb, other: _Verb) -> bool:
    """Whether the first two names of the other verb stand in the other order."""
    first, second = (
        next((place for place, run in enumerate(one.names) if run & name), None)
        for name in other.names[:_TWO]
    )
    return first is not None and second is not None and second < first


def _has_object_as_subject(one: _Verb, other: _Verb) -> bool:
    """Whether the only name round the other verb, its object, is the subject of this one."""
    if other.before or len(other.names) != 1 or one.is_passive or other.is_passive:
        return False
    return one.before == 1 and len(one.names) == _TWO and bool(one.names[0] & other.names[0])


def _may_be_compared(one: _Verb, other: _Verb) -> bool:
    """Whether both have the first two names of the other verb, not both of them behind it."""
    if len(other.names) < _TWO or one.before == 0:
        return False
    return all(any(run & name for run in one.names) for name in other.names[:_TWO])
