"""What a digest would show, send and mark as delivered, without doing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from newsdigest.cli.wording import counted
from newsdigest.deliver import Receipt, RenderingOutlet
from newsdigest.language import printable
from newsdigest.model import Digest, Story
from newsdigest.valueclasses import recordclass, valueclass

_VERBS = {
    "stdout": "print the digest",
    "file": "write {}",
    "mail": "send mail to {}",
    "notify": "notify {}",
}
_MOST_SOURCES = 3


@valueclass
class PlannedDelivery:
    """A digest that would be delivered."""

    channels: tuple[str, ...]
    digest: Digest
    # The ids of the articles that it would name there.
    named: frozenset[str]


@recordclass
class Preview:
    """An outlet that renders digests as another does, and records them instead of delivering."""

    outlet: RenderingOutlet
    planned: list[PlannedDelivery] = field(default_factory=list)

    @property
    def channels(self) -> tuple[str, ...]:
        return self.outlet.channels

    @property
    def holds_one(self) -> bool:
        return self.outlet.holds_one

    @property
    def is_brief(self) -> bool:
        return self.outlet.is_brief

    def deliver(self, digest: Digest, channels: Sequence[str]) -> Receipt:
        named = self.outlet.named(digest)
        self.planned.append(PlannedDelivery(tuple(channels), digest, named))
        return Receipt(named)


def planned_by(previews: Iterable[Preview]) -> list[PlannedDelivery]:
    return [each for preview in previews for each in preview.planned]


@valueclass
class Marks:
    """What a run with --new would do to the state, in numbers of articles."""

    profile: str
    # Would count as delivered.
    delivered: int
    # Of those, the ones that no digest would name: filtered, repeated or too old.
    unnamed: int
    # Would wait for the next digest.
    waiting: int


def format_plan(planned: Sequence[PlannedDelivery], marks: Marks | None) -> str:
    """The stories of each digest, where it would go, and what would be marked."""
    lines = []
    for digest in _each_once(each.digest for each in planned):
        own = [each for each in planned if each.digest is digest]
        named = frozenset().union(*(each.named for each in own))
        lines += [*_stories(digest, named), *_deliveries(own), ""]
    return (
        "\n".join([*(lines or ["no digest: there is nothing to show", ""]), _marked(marks)]) + "\n"
    )


def _each_once(digests: Iterable[Digest]) -> Iterator[Digest]:
    seen: set[int] = set()
    for digest in digests:
        if id(digest) not in seen:
            seen.add(id(digest))
            yield digest


def _stories(digest: Digest, named: frozenset[str]) -> Iterator[str]:
    shown = [story for story in digest.stories if not named.isdisjoint(_ids(story))]
    yield f"{counted(len(shown), 'story', 'stories')} of {counted(len(named), 'article')}"
    for story in shown:
        yield "  " + printable(f"{story.lead.title or '(no headline)'} ({_sources(story)})")


def _ids(story: Story) -> list[str]:
    return [*(each.id for each in story.articles), *(each.article.id for each in story.copies)]


def _sources(story: Story) -> str:
    names = list(dict.fromkeys(each.source or "unknown" for each in story.articles))
    more = f" +{len(names) - _MOST_SOURCES}" if len(names) > _MOST_SOURCES else ""
    return ", ".join(names[:_MOST_SOURCES]) + more


def _deliveries(planned: Sequence[PlannedDelivery]) -> Iterator[str]:
    for each in planned:
        for channel in each.channels:
            kind, _, place = channel.partition(":")
            yield printable(f"would {_VERBS[kind].format(place or 'the services')}")


def _marked(marks: Marks | None) -> str:
    if marks is None:
        return "would mark nothing as delivered: only --new does"
    line = f"would mark {counted(marks.delivered, 'article')} as delivered"
    if marks.profile:
        line += f" to the profile {printable(marks.profile)}"
    if marks.unnamed:
        line += f", {marks.unnamed} of them unseen (filtered, repeated or too old)"
    return f"{line}; {marks.waiting} would wait for the next digest"
