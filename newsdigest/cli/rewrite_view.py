"""A story's own summary and its rewritten one, side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from newsdigest.language import printable
from newsdigest.model import RewrittenSentence, SummarySentence
from newsdigest.store import StoredRewrite

# Columns of each side, and between them.
_NARROWEST = 30
_GAP = 3


def format_rewrite(found: StoredRewrite, width: int) -> str:
    """Two columns of lines: the reports' sentences, and the model's with why they were refused."""
    sources = found.sources
    side = max(_NARROWEST, (width - _GAP) // 2)
    rewrite = found.rewrite
    accepted = len(rewrite.accepted)
    of = f"{accepted} of {len(rewrite.sentences)} sentences accepted"
    shown = "shown" if rewrite.is_shown else "the own summary is shown"
    head = [printable(found.title or found.story), printable(f"{rewrite.model}: {of}, {shown}"), ""]
    own = _column((_signed(each, sources) for each in found.summary), side)
    new = _column((_explained(each, sources) for each in rewrite.sentences), side)
    rows = zip_longest(["own", *own], ["rewritten", *new], fillvalue="")
    body = [f"{left:<{side}}{' ' * _GAP}{right}".rstrip() for left, right in rows]
    return "".join(f"{line}\n" for line in (*head, *body))


def _column(texts: Iterable[str], side: int) -> Iterator[str]:
    for text in texts:
        yield ""
        for part in text.split("\n"):
            yield from textwrap.wrap(part, side)


def _signed(sentence: SummarySentence, sources: Mapping[str, str]) -> str:
    return printable(f"{sentence.text} — {sources.get(sentence.article, sentence.article)}")


def _explained(each: RewrittenSentence, sources: Mapping[str, str]) -> str:
    """The sentence, then why it was refused or what it rests on, a part a line."""
    names = dict.fromkeys(sources.get(one.article, one.article) for one in each.rests_on)
    rests_on = f"rests on {', '.join(names)}" if names else "rests on nothing"
    reasons = [f"refused: {reason}" for reason in each.refused]
    return "\n".join(printable(part) for part in (each.text, *reasons, rests_on))
