"""Interface labels: lines left in a text by a page's buttons and boxes."""

from __future__ import annotations

import re
from functools import cache

from newsdigest.extract.text.word_lists import LabelEffect, fold_label, labels

# The longest label with a variable part; data/chrome.toml keeps each of them shorter.
LONGEST = 130
_OUTER = " .:：…!-–—"


def label_effect(text: str) -> LabelEffect | None:
    """The effect of the label on the text below it; None if the line is no label."""
    if len(text) > LONGEST:
        return None
    folded = fold_label(text)
    effect = labels().exact.get(folded)
    if effect is not None or not folded:
        return effect
    match = _patterns().fullmatch(text.casefold().strip(_OUTER))
    return LabelEffect(match.lastgroup) if match and match.lastgroup else None


@cache
def _patterns() -> re.Pattern[str]:
    """One pattern for all, its groups named after the effects, so that a line is matched once."""
    groups = (
        "|".join(pattern for pattern, effect in labels().patterns if effect is wanted)
        for wanted in LabelEffect
    )
    named = (
        f"(?P<{effect.value}>{group})"
        for effect, group in zip(LabelEffect, groups, strict=True)
        if group
    )
    return re.compile("|".join(named))
