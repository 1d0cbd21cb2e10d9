"""Whether quotations are verbatim and of the same speakers as in the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsdigest.analyse.rewriting.claims import Claim, Fault, Refusal, root
from newsdigest.analyse.rewriting.lexicon import Lexicon
from newsdigest.analyse.rewriting.names import fold, name_run, office_of
from newsdigest.analyse.rewriting.sentence import QUOTED, Sentence, places_of, read_sentence
from newsdigest.valueclasses import valueclass

# How far from a word of reporting its subject stands: "said the harbour master, Ben Lindqvist".
_BESIDE = 6
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
        if not own or (max(own) == 0 and max(others, default=0) > 0):
            yield Refusal(Fault.SPEAKER, " ".join(sorted(speaker.names)))


def _speakers(sentence: Sentence, lexicon: Lexicon) -> list[_Speaker]:
    outside = [token for token in sentence.tokens if not token.is_quoted]
    found = []
    for start, length in places_of(lexicon.said, outside):
        names = name_run(outside[start + length :], lexicon, _BESIDE) | name_run(
            outside[:start][::-1], lexicon, _BESIDE
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
