"""Whether quotations are verbatim and of the same speakers as in the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsdigest.analyse.rewriting.claims import Claim, Fault, Refusal, root
from newsdigest.analyse.rewriting.lexicon import Lexicon
from newsdigest.analyse.rewriting.names import fold, name_run, office_of
from newsdigest.analyse.rewriting.sentence import (
    QUOTED,
    Sentence,
    Token,
    places_of,
    read_sentence,
)
from newsdigest.valueclasses import valueclass

# How far from a word of reporting its subject stands: "said the harbour master, Ben Lindqvist".
_BEHIND = 8
_BESIDE = 6
# The words of an aside between a name and its verb, and how near before it the name ends.
_LONGEST_ASIDE = 16
_NAME_BEFORE_ASIDE = 2
# How many times the words of what somebody said another one must have said to be its speaker.
_CLEARLY_MORE = 2
_MARKS = re.compile(r"[“”„«»\"]")
_EDGES = " .,;:!?…"
# Words right before a quoted part that the part must not lose.
_BEFORE = 2
# Stands for a quotation in its sentence.
_HERE = "\N{REPLACEMENT CHARACTER}"


def quote_faults(claim: Claim) -> Iterator[Refusal]:
    """Quotations that are not verbatim, that lost their negation, or that somebody else said."""
    text = claim.sentence.text
    if len(_MARKS.findall(text)) != 2 * len(claim.sentence.quotes):
        yield Refusal(Fault.QUOTE, text)
    for quote in claim.sentence.quotes:
        sources = [each for each in claim.sources if _quotes(each, quote, claim.lexicon)]
        if not sources:
            yield Refusal(Fault.QUOTE, quote)
            continue
        own = _speaker_of(text, quote, claim.lexicon)
        theirs = [_speaker_of(each.text, quote, claim.lexicon) for each in sources]
        if own and all(theirs) and not any(own & each for each in theirs):
            yield Refusal(Fault.SPEAKER, quote)


def _quotes(source: Sentence, quote: str, lexicon: Lexicon) -> bool:
    """Whether the source has the quotation, or one of which it is a part."""
    wanted = _plain(quote)
    for whole in map(_plain, source.quotes):
        found = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", whole)
        if found:
            before = whole[: found.start()].split()[-_BEFORE:]
            return lexicon.negations.isdisjoint(before)
    return False


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split()).strip(_EDGES)


def _speaker_of(text: str, quote: str, lexicon: Lexicon) -> frozenset[str]:
    """The names before and behind the quotation in its clause; empty for none."""
    wanted = _plain(quote)
    for found in QUOTED.finditer(text):
        if wanted in _plain(found[1] or found[2]):
            around = QUOTED.sub(" ", text[: found.start()]) + _HERE
            around += QUOTED.sub(" ", text[found.end() :])
            return _nearest_name(read_sentence(around.replace(":", ","), lexicon), lexicon)
    return frozenset()


def _nearest_name(sentence: Sentence, lexicon: Lexicon) -> frozenset[str]:
    tokens = sentence.tokens
    here = next((at for at, token in enumerate(tokens) if token.raw == _HERE), None)
    if here is None:
        return frozenset()
    before = name_run(tokens[:here][::-1], lexicon, len(tokens))
    return before | name_run(tokens[here + 1 :], lexicon, len(tokens))


@valueclass
class _Speaker:
    """The names beside a word of reporting, and the roots of what else its clause says."""

    names: frozenset[str]
    said: frozenset[str]


def speaker_faults(claim: Claim) -> Iterator[Refusal]:
    """Words of reporting whose subject says something else in the sources, or nothing."""
    theirs = [each for source in claim.sources for each in _speakers(source, claim.lexicon)]
    if not theirs:
        return
    for speaker in _speakers(claim.sentence, claim.lexicon):
        own = [len(speaker.said & each.said) for each in theirs if speaker.names & each.names]
        others = [
            len(speaker.said & each.said) for each in theirs if not speaker.names & each.names
        ]
        if not own or max(own) * _CLEARLY_MORE < max(others, default=0):
            yield Refusal(Fault.SPEAKER, " ".join(sorted(speaker.names)))


def _subject_before(tokens: Sequence[Token], lexicon: Lexicon) -> frozenset[str]:
    """The names right before a word of reporting: "Ben Lindqvist, who runs the Harbour Board,"."""
    before = tokens[::-1]
    names = name_run(before, lexicon, _BESIDE)
    commas = [place for place, token in enumerate(before) if token.raw == ","]
    if len(commas) > 1 and commas[0] < _BESIDE and commas[1] <= _LONGEST_ASIDE:
        names |= name_run(before[commas[1] + 1 :], lexicon, _NAME_BEFORE_ASIDE)
    return names


def _subject_behind(tokens: Sequence[Token], lexicon: Lexicon) -> frozenset[str]:
    """The names right behind a word of reporting: "the Harbour Board's master, Ben Lindqvist"."""
    names = name_run(tokens, lexicon, _BEHIND)
    comma = next((place for place, token in enumerate(tokens) if token.raw == ","), 0)
    if comma <= _BEHIND and any(office_of(token, lexicon) for token in tokens[:comma]):
        names |= name_run(tokens[comma + 1 :], lexicon, 1)
    return names


def _speakers(sentence: Sentence, lexicon: Lexicon) -> list[_Speaker]:
    outside = [token for token in sentence.tokens if not token.is_quoted]
    found = []
    for start, length in places_of(lexicon.said, outside):
        names = _subject_behind(outside[start + length :], lexicon) | _subject_before(
            outside[:start], lexicon
        )
        said = frozenset(
            root(token.stem)
            for token in outside
            if token.clause == outside[start].clause
            and token.is_content
            and fold(token.text) not in names
            and office_of(token, lexicon) is None
            and token.stem not in lexicon.said.stems
        )
        if names:
            found.append(_Speaker(names, said))
    return found
