"""Whether two texts are the same report, or two reports of one event.

The measure is containment: the share of the shorter text's shingles found in the longer one. It
stays high when the longer text was cut, and falls slowly when words were replaced. A copy also
shares its lead. Three kinds of text that share much are not copies: a page that includes a piece of
another report (the leads differ), a follow-up that repeats the earlier report as background under a
new lead or with new figures, and two different reports above one footer, standing paragraph or
section.

Merging copies drops a headline, so the test depends on it. Under one headline in two publications a
text is a copy even if words were replaced in most sentences or another report was merged in. Under
two headlines, or within one publication, it is a copy only if it has no sentence of its own, starts
like the other, and both headlines are about what both texts say. A publication does not copy itself
under another headline.

`python -m tests.bench.sweep_copies` shows the effect of each threshold on the benchmark's 419 pairs
of copies: F1 stays between 98 and 99 over the ranges it prints. Among values with equal scores,
those that keep follow-ups apart were chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from newsdigest.analyse.copies.compared_text import ComparedSentence, ComparedText
from newsdigest.analyse.copies.fingerprints import LEAD_WORDS, FigureContext
from newsdigest.analyse.headlines import (
    headline_coverage,
    headlines_match,
    subject_prefixes,
    word_prefix,
)

# Containment of copies whose leads overlap.
CONTAINMENT = 0.35
# Share of each lead's shingles found in the other text.
LEAD_SHARED = 0.1
# The same for one lead if the other was cut away, under one headline.
LEAD_KEPT = 0.5
# Containment at which the leads may differ: a new first paragraph above an old report of the same
# length is a follow-up at half, a cut copy at two thirds.
ANY_LEAD_CONTAINMENT = 0.65
# Texts with fewer shingles are headlines and teasers: they must match almost entirely, both ways.
SHORT_TEXT = 20
SHORT_CONTAINMENT = 0.8
# Texts with fewer words are copies only if they are equal.
FEWEST_WORDS = 6
# Share of a sentence's shingles in the other text at which the other has it too, edited: replacing
# every third word leaves a fifth; sentences of two reports of one event share less.
EDITED_SHARED = 0.2
# The same if the text is the only evidence: one word in eight.
UNEDITED_SHARED = 0.6
# Texts with fewer words are copies only without edits: under one headline, and under two.
EDITED_MIN_WORDS = 50
REPRINT_EDITED_MIN_WORDS = 100
# Share of a merged copy's words that may be in sentences of its own.
MERGED_OWN = 0.65
# The same for a text below EDITED_MIN_WORDS: room for "Continue reading on our site."
TEASER_OWN = 0.25
# Share of the words of one cut of a report that the other cut may lack.
CUT_OWN = 0.3
# Share of each headline's words required in the sentences of both cuts: the headlines are not about
# a footer or a standing section.
CUT_COVERED = 0.5
# Share of each headline's words required in the other text ...
HEADLINE_COVERED = 0.34
# ... and if the longer text has more than EXTRACT_OWN of its own: it may be a round-up.
EXTRACT_HEADLINE_COVERED = 0.5
EXTRACT_OWN = 0.35


def is_copy(shorter: ComparedText, longer: ComparedText) -> bool:
    """Whether two unequal texts are one report; the caller passes the shorter one first."""
    if shorter.fingerprint.word_count < FEWEST_WORDS or not shorter.shingle_set:
        return False
    containment = len(shorter.shingle_set & longer.shingle_set) / len(shorter.shingle_set)
    if containment < CONTAINMENT:
        return False
    if figures_differ(shorter.fingerprint.figures, longer.fingerprint.figures):
        return False
    one, other = shorter.fingerprint.headline, longer.fingerprint.headline
    one_publication = not shorter.publications.isdisjoint(longer.publications)
    one_headline = set(one) == set(other) if one_publication else headlines_match(one, other)
    if not _leads_overlap(shorter, longer, containment, one_headline=one_headline):
        return False
    if not one_headline and (shorter.is_round_up or longer.is_round_up):
        return False
    if one_headline and not one_publication:
        return _is_edited_copy(shorter, longer)
    return one_headline >= one_publication and _is_reprint(shorter, longer, one_headline)


def _leads_overlap(
    shorter: ComparedText, longer: ComparedText, containment: float, *, one_headline: bool
) -> bool:
    """Whether each has some of the other's lead; under one headline one lead may have been cut."""
    leads = sorted((_lead_overlap(shorter, longer), _lead_overlap(longer, shorter)))
    if len(shorter.shingle_sequence) < SHORT_TEXT:
        return containment >= SHORT_CONTAINMENT and leads[0] >= SHORT_CONTAINMENT / 2
    if one_headline and leads[1] >= LEAD_KEPT:
        return True
    return containment >= ANY_LEAD_CONTAINMENT or leads[0] >= LEAD_SHARED


def _is_edited_copy(shorter: ComparedText, longer: ComparedText) -> bool:
    """Whether a text under the same headline is the other one edited, cut or merged."""
    may_be_edited = shorter.fingerprint.word_count >= EDITED_MIN_WORDS
    own = _own_sentences(shorter, longer, may_be_edited)
    if not may_be_edited:
        return not _begins_with(shorter, own) and _word_share(own, shorter) <= TEASER_OWN
    others = _own_sentences(longer, shorter, may_be_edited)
    if _begins_with(shorter, own) and _begins_with(longer, others):
        return False
    return min(_word_share(own, shorter), _word_share(others, longer)) <= MERGED_OWN


def _is_reprint(shorter: ComparedText, longer: ComparedText, one_headline: bool) -> bool:
    """Whether one text has no sentence of its own and is all of the other or its start."""
    may_be_edited = not one_headline and shorter.fingerprint.word_count >= REPRINT_EDITED_MIN_WORDS
    own, others = (
        _own_sentences(shorter, longer, may_be_edited),
        _own_sentences(longer, shorter, may_be_edited),
    )
    if own and others:
        return may_be_edited and _are_two_cuts(shorter, longer, own, others)
    part, whole = (longer, shorter) if own else (shorter, longer)
    own = own or others
    if not part.has_body or _begins_with(whole, own):
        return False
    needed = EXTRACT_HEADLINE_COVERED if _word_share(own, whole) > EXTRACT_OWN else HEADLINE_COVERED
    return one_headline or (
        headline_coverage(part.fingerprint.headline, whole.word_prefixes) >= needed
        and headline_coverage(whole.fingerprint.headline, part.word_prefixes) >= needed
    )


def _are_two_cuts(
    shorter: ComparedText,
    longer: ComparedText,
    own: Sequence[ComparedSentence],
    others: Sequence[ComparedSentence],
) -> bool:
    """Whether two papers cut one report differently: both start with it and are headed by it."""
    if _begins_with(shorter, own) and _begins_with(longer, others):
        return False
    if min(_word_share(own, shorter), _word_share(others, longer)) > CUT_OWN:
        return False
    headlines = [text.fingerprint.headline for text in (shorter, longer)]
    if not any(map(subject_prefixes, headlines)):
        return False
    own_sentences = set(own)
    shared = {
        word_prefix(word)
        for one in shorter.sentences
        if one not in own_sentences
        for word in one.words
    }
    return all(headline_coverage(headline, shared) >= CUT_COVERED for headline in headlines)


def _own_sentences(
    text: ComparedText, other: ComparedText, may_be_edited: bool
) -> list[ComparedSentence]:
    """The sentences of a text that the other lacks."""
    if text.shingle_set <= other.shingle_set:
        return []
    least = EDITED_SHARED if may_be_edited else UNEDITED_SHARED
    return [
        sentence
        for sentence in text.sentences
        if sum(map(other.shingle_set.__contains__, sentence.shingles))
        < least * len(sentence.shingles)
        or not (may_be_edited or sentence.names_and_numbers <= other.words)
    ]


def _word_share(own: Sequence[ComparedSentence], text: ComparedText) -> float:
    return sum(one.word_count for one in own) / max(
        1, sum(one.word_count for one in text.sentences)
    )


def _begins_with(text: ComparedText, own: Sequence[ComparedSentence]) -> bool:
    """Whether the first sentence of a text, apart from credits, is one of these."""
    if not own:
        return False
    first = next((one for one in text.sentences if one.word_count >= FEWEST_WORDS), None)
    return any(one is first for one in own)


def figures_differ(first: Iterable[FigureContext], second: Iterable[FigureContext]) -> bool:
    """Whether the leads have different figures between the same words, as updates do."""
    figures, others = _figures_by_context(first), _figures_by_context(second)
    return any(figures[words].isdisjoint(others[words]) for words in figures.keys() & others.keys())


def _figures_by_context(
    contexts: Iterable[FigureContext],
) -> dict[tuple[str, str], set[str]]:
    figures: dict[tuple[str, str], set[str]] = defaultdict(set)
    for context in contexts:
        figures[context.before, context.after].add(context.figure)
    return figures


def _lead_overlap(text: ComparedText, other: ComparedText) -> float:
    lead = text.shingle_sequence[:LEAD_WORDS]
    return sum(map(other.shingle_set.__contains__, lead)) / len(lead)
