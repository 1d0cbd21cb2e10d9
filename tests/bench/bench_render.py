"""How long 1,000 stories take in each format, as a ratio to json.

    python -m tests.bench.bench_render

Prints the best of three runs in seconds of processor time and its ratio to json, first for a
digest of 1,000 stories (2,000 reports, 500 copies), then for 1,000 articles of 12 blocks. Exits
with 1 where a format takes a second or more. On one core of 2026: digest json 0.13 s, atom 0.38 s
(3.2 x json), html 0.27 s; articles json 0.06 s, epub 0.32 s (5.1 x json).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from newsdigest.model import Article, Contradiction, Copy, Digest, Figure, Story, SummarySentence
from newsdigest.render import FORMATS, RenderOptions, render_articles_bytes, render_digest_bytes
from tests.render.examples import CUP, DIGEST, DISASTER, FERRY, FERRY_COPY, FERRY_TOO, NOW, SPORT

STORIES = 1000
RUNS = 3
LIMIT = 1.0
OPTIONS = RenderOptions(colour=True, hyperlinks=True)


def story(number: int) -> Story:
    lead, other = (
        replace(
            article,
            id=f"{article.id}-{number}",
            title=f"{article.title}: report {number}",
            source=f"{article.source} {number % 25}",
            url=f"{article.url}/{number}",
            published=NOW - timedelta(minutes=number),
        )
        for article in (CUP if number % 7 == 0 else FERRY, FERRY_TOO)
    )
    copies = (Copy(replace(FERRY_COPY, id=f"copy-{number}"), lead.id),) if number % 2 else ()
    figures = (Figure("12", (lead.id,)), Figure("15", (other.id,)))
    return Story(
        id=f"story-{number}",
        articles=(lead, other),
        copies=copies,
        topics=(DISASTER if number % 3 else SPORT,),
        summary=tuple(SummarySentence(a.blocks[0].text, a.id) for a in (lead, other)),
        contradictions=(Contradiction("injured", figures),) if number % 5 == 0 else (),
    )


def digest() -> Digest:
    return replace(DIGEST, stories=tuple(story(number) for number in range(STORIES)))


def articles() -> list[Article]:
    blocks = (*FERRY.blocks, *FERRY.blocks[:1] * 4)
    return [replace(FERRY, id=f"a-{n}", title=f"Report {n}", blocks=blocks) for n in range(STORIES)]


def best(render: Callable[[], bytes]) -> tuple[float, int]:
    """Seconds of processor time of the fastest run, and the size of what it made."""
    seconds = []
    for _ in range(RUNS):
        start = time.process_time()
        size = len(render())
        seconds.append(time.process_time() - start)
    return min(seconds), size


def measured() -> Iterator[float]:
    told, read = digest(), articles()
    for what, render in (
        ("digest", lambda name: render_digest_bytes(told, name, OPTIONS)),
        ("articles", lambda name: render_articles_bytes(read, name, OPTIONS)),
    ):
        base, _ = best(lambda render=render: render("json"))  # type: ignore[misc]
        for name in FORMATS:
            seconds, size = best(lambda render=render, name=name: render(name))  # type: ignore[misc]
            print(f"{what:9}{name:9}{seconds:7.3f} s {seconds / base:6.2f} x json {size:10,d} B")
            yield seconds


if __name__ == "__main__":
    sys.exit(max(measured()) >= LIMIT)
