"""The shortest form of a digest: what a telephone shows of it."""

from __future__ import annotations

from dataclasses import dataclass

from newsdigest.model import Digest
from newsdigest.render.compose import compose
from newsdigest.render.context import StoryView
from newsdigest.render.grouping import in_order
from newsdigest.render.named import named_by
from newsdigest.render.options import RenderOptions


@dataclass(frozen=True, slots=True)
class Note:
    """A title of one line and a text of a few, printable and without markup."""

    title: str
    text: str
    # The ids of the articles of the stories that it names.
    named: frozenset[str]


def note(digest: Digest, options: RenderOptions, stories: int) -> Note:
    """The headlines of the heaviest stories, who else reports them, and how many more there are."""
    view = compose(digest, options)
    shown = dict(zip(map(id, in_order(digest.stories, options.by)), view.stories, strict=True))
    heaviest = digest.stories[:stories]
    parts = [_headline(shown[id(story)], options) for story in heaviest] or [view.counts[0]]
    if left := len(view.stories) - stories:
        parts += [options.words.count("more_stories", left)] if left > 0 else []
    if view.failures_title:
        parts.append(view.failures_title)
    return Note(view.title, "\n".join(parts), named_by(heaviest))


def _headline(story: StoryView, options: RenderOptions) -> str:
    others = ", ".join(name.text for mentions in story.mentions for name in mentions.names)
    also = f"{options.words.say('also_in')} {others}" if others else None
    names = "; ".join(filter(None, (story.source, also)))
    link = f"\n{story.url}" if story.url else ""
    return f"• {story.headline}{f' ({names})' if names else ''}{link}"
