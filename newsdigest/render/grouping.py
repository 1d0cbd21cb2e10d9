"""Stories under headings: by publication, by topic, by both in either order, or by none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsdigest.errors import RenderError
from newsdigest.model import Story, Topic

KEYS = ("source", "topic")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it: sections, or stories at the innermost level."""

    # "source" or "topic"; None for the whole digest.
    key: str | None
    # The publication's or the topic's name; None where stories have none.
    name: str | None
    # The topic whose name it is.
    topic: Topic | None = None
    sections: tuple[Section, ...] = ()
    stories: tuple[Story, ...] = ()


def group(stories: Sequence[Story], by: Sequence[str]) -> Section:
    """The whole digest as one section; a story stands once, where its lead article belongs.

    Sections follow the order of their first stories, those without a name come last. Raises
    RenderError for a key that is not one of KEYS or stands twice.
    """
    if unknown := [key for key in by if key not in KEYS]:
        raise RenderError(f"cannot group by {unknown[0]!r}: choose from {', '.join(KEYS)}")
    if len(set(by)) < len(by):
        raise RenderError("cannot group twice by the same thing")
    return _section(None, None, stories, by)


def _section(
    key: str | None, name: str | None, stories: Sequence[Story], by: Sequence[str]
) -> Section:
    topic = stories[0].topic if key == "topic" and stories else None
    if not by:
        return Section(key, name, topic, stories=tuple(stories))
    named: dict[str | None, list[Story]] = {}
    for story in stories:
        named.setdefault(_name(story, by[0]), []).append(story)
    ordered = sorted(named.items(), key=lambda item: item[0] is None)
    inner = (_section(by[0], label, members, by[1:]) for label, members in ordered)
    return Section(key, name, topic, sections=tuple(inner))


def _name(story: Story, key: str) -> str | None:
    if key == "source":
        return story.lead.source
    return story.topic.name if story.topic else None


def in_order(stories: Sequence[Story], by: Sequence[str]) -> list[Story]:
    """The stories as they follow one another under their headings."""
    return list(_walk(group(stories, by)))


def _walk(section: Section) -> Iterator[Story]:
    for inner in section.sections:
        yield from _walk(inner)
    yield from section.stories
