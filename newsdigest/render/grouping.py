"""Stories grouped by publication, by topic, by group of feeds, by several of them, or not at all.

The top of the day comes before the groups, the briefs and the last item after them.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.errors import RenderError
from newsdigest.formats import LEVELS
from newsdigest.model import Part, Story, Topic
from newsdigest.valueclasses import valueclass


@valueclass
class RankedStory:
    """A story and its rank in the digest: 1 for the heaviest."""

    rank: int
    story: Story


@valueclass
class Section:
    """A heading with its sections, or with its stories at the innermost level."""

    # One of LEVELS; None for the whole digest, its top, its briefs and its last item.
    key: str | None
    # The name of the publication, topic or group; None for stories without one.
    name: str | None
    # The topic if that is the key.
    topic: Topic | None = None
    sections: tuple[Section, ...] = ()
    stories: tuple[RankedStory, ...] = ()
    part: Part = Part.SECTION


def arrange(stories: Sequence[Story], by: Sequence[str]) -> Section:
    """What a digest shows of its stories, in reading order: top, groups, briefs, last item.

    Stories of the part MORE are not shown. Raises RenderError as `group` does.
    """
    ranked = [RankedStory(rank, story) for rank, story in enumerate(stories, 1)]
    grouped = _grouped([each for each in ranked if each.story.part is Part.SECTION], by)
    top, briefs, last = (_part(part, ranked) for part in (Part.TOP, Part.BRIEF, Part.FINALLY))
    if not (top or briefs or last):
        return grouped
    middle = grouped.sections or ((grouped,) if grouped.stories else ())
    return Section(None, None, sections=(*top, *middle, *briefs, *last))


def _part(part: Part, stories: Sequence[RankedStory]) -> tuple[Section, ...]:
    """The section of a part of its own; none if it has no stories."""
    own = tuple(each for each in stories if each.story.part is part)
    return (Section(None, None, stories=own, part=part),) if own else ()


def group(stories: Sequence[Story], by: Sequence[str]) -> Section:
    """All stories as one section; each story is in it once, in the section of its lead.

    Sections are in the order of their first stories, those without a name last. Raises RenderError
    for a key that is repeated or not one of LEVELS.
    """
    return _grouped([RankedStory(rank, story) for rank, story in enumerate(stories, 1)], by)


def _grouped(ranked: Sequence[RankedStory], by: Sequence[str]) -> Section:
    if unknown := [key for key in by if key not in LEVELS]:
        raise RenderError(f"cannot group by {unknown[0]!r}: choose from {', '.join(LEVELS)}")
    if len(set(by)) < len(by):
        raise RenderError("cannot group twice by the same thing")
    return _section(None, None, ranked, by)


def _section(
    key: str | None, name: str | None, stories: Sequence[RankedStory], by: Sequence[str]
) -> Section:
    topic = stories[0].story.topic if key == "topic" and stories else None
    if not by:
        return Section(key, name, topic, stories=tuple(stories))
    named: dict[str | None, list[RankedStory]] = {}
    for each in stories:
        named.setdefault(_name(each.story, by[0]), []).append(each)
    ordered = sorted(named.items(), key=lambda item: item[0] is None)
    inner = (_section(by[0], label, members, by[1:]) for label, members in ordered)
    return Section(key, name, topic, sections=tuple(inner))


def _name(story: Story, key: str) -> str | None:
    if key == "source":
        return story.lead.source
    if key == "group":
        return story.groups[0] if story.groups else None
    return (story.topic.name or None) if story.topic else None
