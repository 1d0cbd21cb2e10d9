"""The shortest form of a digest: what a telephone shows of it."""

from __future__ import annotations

from dataclasses import dataclass

from newsdigest.model import Digest
from newsdigest.render.compose import compose
from newsdigest.render.context import StoryView
from newsdigest.render.options import RenderOptions


@dataclass(frozen=True, slots=True)
class Note:
    """A title of one line and a text of a few, printable and without markup."""

    title: str
    text: str


def note(digest: Digest, options: RenderOptions, stories: int) -> Note:
    """The headlines of the first stories with their links, and how many more there are."""
    view = compose(digest, options)
    parts = [_headline(story) for story in view.stories[:stories]] or [view.counts[0]]
    if left := len(view.stories) - stories:
        parts += [options.words.count("more_stories", left)] if left > 0 else []
    if view.failures_title:
        parts.append(view.failures_title)
    return Note(view.title, "\n".join(parts))


def _headline(story: StoryView) -> str:
    source = f" ({story.source})" if story.source else ""
    link = f"\n{story.url}" if story.url else ""
    return f"• {story.headline}{source}{link}"
