"""Whether all that a rewritten sentence rests on is about one event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, pairwise

from newsdigest.analyse.counting import YEAR
from newsdigest.analyse.rewriting.claims import Cited, Claim, Fault, Refusal
from newsdigest.analyse.rewriting.lexicon import Lexicon
from newsdigest.analyse.rewriting.names import is_capitalised, is_day
from newsdigest.analyse.rewriting.sentence import Sentence, Token, places_of

# What the openings of two reports must share to be about one event: words that are no measures or
# days, names counted twice. Of 207 pairs of reports of different events in samples/ 18 share so
# much, of whole reports half.
_SHARED = 2
_NAME_COUNTS = 2
_OPENING = 2
_ROOT_LETTERS = 4


def event_faults(claim: Claim) -> Iterator[Refusal]:
    """Sources of two reports that share too little, or one with an aside that is not marked."""
    articles = list(dict.fromkeys(each.report.article for each in claim.cited))
    for one, other in combinations(articles, 2):
        if not _are_one_event(_opening_of(claim, one), _opening_of(claim, other), claim.lexicon):
            yield Refusal(Fault.EVENTS, _of(claim.cited, other)[0].text)
            return
    yield from _unmarked_asides(claim)


def _of(cited: Sequence[Cited], article: str) -> list[Sentence]:
    return [each.sentence for each in cited if each.report.article == article]


def _opening_of(claim: Claim, article: str) -> list[Sentence]:
    """What tells its event, with what is cited of it: whole reports share much by chance."""
    headline = claim.headlines.get(article)
    first = _of(claim.story, article)[:_OPENING]
    return [*([headline] if headline else []), *first, *_of(claim.cited, article)]


def _are_one_event(one: Sequence[Sentence], other: Sequence[Sentence], lexicon: Lexicon) -> bool:
    names = _shared_names(_names(one, lexicon), _names(other, lexicon))
    words = (_subject(one, lexicon) & _subject(other, lexicon)).difference(*names)
    return len(words) + _NAME_COUNTS * len(names) > _SHARED


def _subject(sentences: Sequence[Sentence], lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        _short_root(token)
        for each in sentences
        for token in each.tokens
        if token.is_content
        and token.text not in lexicon.units
        and token.text not in lexicon.scales
        and lexicon.value_of(token.text) is None
        and token.stem not in lexicon.said.stems
        and not token.text[0].isdecimal()
        and not is_day(token.text, lexicon)
    )


def _short_root(token: Token) -> str:
    """So short that "walked out" and "walkout" agree."""
    return token.stem[:_ROOT_LETTERS]


def _names(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[frozenset[str]]:
    """The words of each name within sentences; what begins one may be anything."""
    return [
        frozenset(map(_short_root, run))
        for each in sentences
        for is_name, run in groupby(each.tokens[1:], lambda token: is_capitalised(token, lexicon))
        if is_name
    ]


def _shared_names(
    ones: Sequence[frozenset[str]], others: Sequence[frozenset[str]]
) -> list[frozenset[str]]:
    """The words of each name that both have: "Port Marlow" is one, "Marlow" the same one."""
    both = frozenset().union(*ones) & frozenset().union(*others)
    names: list[frozenset[str]] = []
    for words in filter(None, (both & each for each in (*ones, *others))):
        same = [name for name in names if name & words]
        names = [name for name in names if name not in same]
        names.append(words.union(*same))
    return names


def _unmarked_asides(claim: Claim) -> Iterator[Refusal]:
    """Sources about another time or place, beside others that are not, without saying so."""
    if len(claim.cited) == 1:
        return
    own_years = _years(claim.sentence)
    asides = [each for each in claim.sources if _is_aside(each, claim.lexicon)]
    if len(asides) == len(claim.sources):
        return
    is_marked = _is_aside(claim.sentence, claim.lexicon)
    for each in asides:
        years = _years(each) - frozenset().union(
            *(_years(other) for other in claim.sources if other not in asides)
        )
        if (years and not years & own_years) or not is_marked:
            yield Refusal(Fault.EVENTS, each.text)
            return


def _is_aside(sentence: Sentence, lexicon: Lexicon) -> bool:
    is_before = any(token.text in lexicon.before_that for token in sentence.tokens)
    is_earlier = is_before and any(
        YEAR.fullmatch(token.text) and before.text not in lexicon.since
        for before, token in pairwise(sentence.tokens)
    )
    return is_earlier or bool(places_of(lexicon.asides, sentence.tokens))


def _years(sentence: Sentence) -> frozenset[str]:
    return frozenset(token.text for token in sentence.tokens if YEAR.fullmatch(token.text))
