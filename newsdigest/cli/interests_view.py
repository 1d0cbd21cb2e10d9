"""The lists of `interests list`."""

from __future__ import annotations

import json
from collections.abc import Sequence

from newsdigest.contract import values
from newsdigest.language import printable
from newsdigest.model import LearntInterest, Like


def format_interests(likes: Sequence[Like], learnt: Sequence[LearntInterest]) -> str:
    """One line for each article, then one for each term."""
    lines = [
        " · ".join(filter(None, [_sign(each), each.article, each.title, each.source]))
        for each in likes
    ]
    lines += [
        f"{each.weight:+.2f} · {each.term.id} · {each.liked} liked, {each.disliked} disliked"
        for each in learnt
    ]
    return "".join(f"{printable(line)}\n" for line in lines)


def _sign(like: Like) -> str:
    return "liked" if like.is_liked else "disliked"


def interests_as_json(likes: Sequence[Like], learnt: Sequence[LearntInterest]) -> str:
    value: values.Interests = {
        "likes": [
            {
                "id": each.article,
                "liked": each.is_liked,
                "at": each.at.isoformat(),
                "title": each.title,
                "source": each.source,
                "terms": [term.id for term in each.terms],
            }
            for each in likes
        ],
        "learnt": [
            {
                "term": each.term.id,
                "weight": round(each.weight, 4),
                "liked": each.liked,
                "disliked": each.disliked,
            }
            for each in learnt
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
