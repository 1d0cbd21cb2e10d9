"""A digest as a push notification."""

from __future__ import annotations

from newsdigest.render.options import RenderOptions
from newsdigest.render.view import DigestView, StoryView
from newsdigest.valueclasses import valueclass


@valueclass
class Notification:
    """A one-line title and a text of a few lines, printable and without markup."""

    title: str
    text: str
    # The ids of the articles of the stories in it.
    named: frozenset[str]


def notification(
    view: DigestView, named: frozenset[str], options: RenderOptions, stories: int
) -> Notification:
    """The headlines of the heaviest stories with their publications, and the number of others."""
    parts = [_headline(story, options) for story in view.ranked[:stories]] or [view.number]
    if (left := len(view.stories) + view.left_out - stories) > 0:
        parts.append(options.words.count("more_stories", left))
    if view.failures_title:
        parts.append(view.failures_title)
    return Notification(view.title, "\n".join(parts), named)


def _headline(story: StoryView, options: RenderOptions) -> str:
    others = ", ".join(mentions.text for mentions in story.mentions)
    also = f"{options.words.say('also_in')} {others}" if others else None
    names = "; ".join(filter(None, (story.source, also)))
    link = f"\n{story.url}" if story.url else ""
    return f"• {story.headline}{f' ({names})' if names else ''}{link}"
