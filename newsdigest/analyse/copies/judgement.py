"""Whether two texts are the same report, or two reports of one event.

The measure is containment: the share of the shorter text's runs that stand in the longer one. It
stays high where the longer text has been cut, and falls slowly where words were exchanged.
A copy has more in common than sentences: its lead. Three kinds of text that share much are no
copies: a page with a piece of another report in it (the leads differ), a follow-up that repeats
the earlier report as background under a new lead, or with new figures in it, and two reports of
their own over one footer, standing paragraph or section.

A headline that nobody shows is lost, so what is asked depends on it. Under one headline, of two
publications, a text is a copy though words were exchanged in most of its sentences or another
report was merged into it. Under two headlines, or where one publication has both, it is a copy only
if it has no sentence of its own, begins like the other and both headlines are about what both
tell. A publication does not copy itself under another headline.

`python -m tests.bench.sweep_copies` tells what each threshold does on the benchmark's 419 pairs of
copies: F1 stays between 98 and 99 over the ranges it prints. Of the values that score alike,
those were taken that keep follow-ups apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from newsdigest.analyse.copies.prints import LEAD, Frame
from newsdigest.analyse.copies.text import Sentence, Text
from newsdigest.analyse.headlines import are_alike, covered, first_letters, subject_of

# Containment of copies whose leads agree.
CONTAINMENT = 0.35
# Share of each lead's runs that stand in the other text.
LEAD_SHARED = 0.1
# The same of one lead where the other was cut away, under one headline.
LEAD_KEPT = 0.5
# Containment at which the leads may differ: a new first paragraph over an old report of the
# same length is a follow-up at half, a cut copy at two thirds.
ALONE = 0.65
# Texts of fewer runs are headlines and teasers: they must agree almost wholly, both ways.
SHORT = 20
SHORT_CONTAINMENT = 0.8
# Texts of fewer words are copies only when they are equal.
FEWEST_WORDS = 6
# Share of a sentence's runs in the other text at which it is the other's too, edited: one word
# exchanged in three leaves a fifth; sentences of two reports of one event share less.
EDITED = 0.2
# The same where nothing but the text speaks for a copy: one word in eight.
UNEDITED = 0.6
# Texts of fewer words are copies only without edits: under one headline, and under two.
EDITION = 50
EDITABLE = 100
# Share of the words of a merged copy that may stand in sentences of its own.
MERGED_OWN = 0.65
# The same of a text below EDITION: room for "Continue reading on our site."
TEASER_OWN = 0.25
# Share of the words of one of two cuts of a report that the other cut has not.
CUT_OWN = 0.3
# Share of each headline's words that must stand in the sentences that both cuts have: a footer or a
# standing section is not what the headlines are about.
CUT_COVERED = 0.5
# Share of each headline's words that must stand in the other text ...
HEADLINE_COVERED = 0.34
# ... and where the longer text has more than so much of its own: it may be a round-up.
HEADLINE_COVERED_OF_PART = 0.5
PART = 0.35


def is_copy(shorter: Text, longer: Text) -> bool:
    """Whether two texts of different words are one report; the caller knows which is shorter."""
    if shorter.taken.size < FEWEST_WORDS or not shorter.all:
        return False
    containment = len(shorter.all & longer.all) / len(shorter.all)
    if containment < CONTAINMENT:
        return False
    if figures_differ(shorter.frames, longer.frames):
        return False
    one, other = shorter.taken.headline, longer.taken.headline
    one_publication = not shorter.publications.isdisjoint(longer.publications)
    one_headline = set(one) == set(other) if one_publication else are_alike(one, other)
    if not _share_a_lead(shorter, longer, containment, one_headline=one_headline):
        return False
    if not one_headline and (shorter.is_round_up or longer.is_round_up):
        return False
    if one_headline and not one_publication:
        return _is_edition(shorter, longer)
    return one_headline >= one_publication and _is_reprint(shorter, longer, one_headline)


def _share_a_lead(shorter: Text, longer: Text, containment: float, *, one_headline: bool) -> bool:
    """Whether each has some of the other's lead; under one headline one of two leads may be cut."""
    leads = sorted((_lead_shared(shorter, longer), _lead_shared(longer, shorter)))
    if len(shorter.ordered) < SHORT:
        return containment >= SHORT_CONTAINMENT and leads[0] >= SHORT_CONTAINMENT / 2
    if one_headline and leads[1] >= LEAD_KEPT:
        return True
    return containment >= ALONE or leads[0] >= LEAD_SHARED


def _is_edition(shorter: Text, longer: Text) -> bool:
    """Whether a text under the headline of another one is that text, edited, cut or merged."""
    may_be_edited = shorter.taken.size >= EDITION
    own = _own(shorter, longer, may_be_edited)
    if not may_be_edited:
        return not _begins_with(shorter, own) and _share(own, shorter) <= TEASER_OWN
    others = _own(longer, shorter, may_be_edited)
    if _begins_with(shorter, own) and _begins_with(longer, others):
        return False
    return min(_share(own, shorter), _share(others, longer)) <= MERGED_OWN


def _is_reprint(shorter: Text, longer: Text, one_headline: bool) -> bool:
    """Whether one of two texts has no sentence of its own and is the other's beginning or all."""
    may_be_edited = not one_headline and shorter.taken.size >= EDITABLE
    own, others = _own(shorter, longer, may_be_edited), _own(longer, shorter, may_be_edited)
    if own and others:
        return may_be_edited and _are_two_cuts(shorter, longer, own, others)
    part, whole = (longer, shorter) if own else (shorter, longer)
    own = own or others
    if not part.has_body or _begins_with(whole, own):
        return False
    needed = HEADLINE_COVERED_OF_PART if _share(own, whole) > PART else HEADLINE_COVERED
    return one_headline or (
        covered(part.taken.headline, whole.beginnings) >= needed
        and covered(whole.taken.headline, part.beginnings) >= needed
    )


def _are_two_cuts(
    shorter: Text, longer: Text, own: Sequence[Sentence], others: Sequence[Sentence]
) -> bool:
    """Whether two papers cut one long report at other places: it begins both and heads both."""
    if _begins_with(shorter, own) and _begins_with(longer, others):
        return False
    if min(_share(own, shorter), _share(others, longer)) > CUT_OWN:
        return False
    headlines = [text.taken.headline for text in (shorter, longer)]
    if not any(map(subject_of, headlines)):
        return False
    told = set(own)
    shared = {
        first_letters(word) for one in shorter.sentences if one not in told for word in one.words
    }
    return all(covered(headline, shared) >= CUT_COVERED for headline in headlines)


def _own(text: Text, other: Text, may_be_edited: bool) -> list[Sentence]:
    """The sentences of a text that another one does not have."""
    if text.all <= other.all:
        return []
    least = EDITED if may_be_edited else UNEDITED
    return [
        sentence
        for sentence in text.sentences
        if sum(map(other.all.__contains__, sentence.runs)) < least * len(sentence.runs)
        or not (may_be_edited or sentence.marks <= other.words)
    ]


def _share(own: Sequence[Sentence], text: Text) -> float:
    return sum(one.size for one in own) / max(1, sum(one.size for one in text.sentences))


def _begins_with(text: Text, own: Sequence[Sentence]) -> bool:
    """Whether the first sentence of a text, credits aside, is one of these."""
    if not own:
        return False
    first = next((one for one in text.sentences if one.size >= FEWEST_WORDS), None)
    return any(one is first for one in own)


def figures_differ(first: Iterable[Frame], second: Iterable[Frame]) -> bool:
    """Whether the leads give different figures between the same words, as an update does."""
    told, retold = _by_words(first), _by_words(second)
    return any(told[words].isdisjoint(retold[words]) for words in told.keys() & retold.keys())


def _by_words(frames: Iterable[Frame]) -> dict[tuple[str, str], set[str]]:
    figures: dict[tuple[str, str], set[str]] = defaultdict(set)
    for frame in frames:
        figures[frame.before, frame.after].add(frame.figure)
    return figures


def _lead_shared(text: Text, other: Text) -> float:
    lead = text.ordered[:LEAD]
    return sum(map(other.all.__contains__, lead)) / len(lead)
