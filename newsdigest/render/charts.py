"""Charts: the number of stories by topic, by publication and over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from newsdigest.model import Digest, Story
from newsdigest.render import dates, wording
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.options import RenderOptions
from newsdigest.render.view import BarView, ChartView
from newsdigest.valueclasses import replace

# A digest of fewer stories is read faster than its charts.
_LEAST_STORIES = 5
_MOST_BARS = 8
# Columns of the timeline, which has the smallest step that needs no more of them.
_MOST_COLUMNS = 24
_STEPS = (
    *(timedelta(hours=hours) for hours in (1, 2, 3, 6, 12)),
    *(timedelta(days=days) for days in (1, 2, 7, 14, 30, 90)),
)
# Older stories are left out of the timeline: one old date would flatten all others.
_LONGEST = timedelta(days=30)


def charts(digest: Digest, options: RenderOptions) -> tuple[ChartView, ...]:
    """The charts with at least two bars, if the digest has enough stories."""
    words = options.words
    if len(digest.stories) < _LEAST_STORIES:
        return ()
    made = (
        _ranking("stories_by_topic", _topics(digest.stories, words), words),
        _ranking("stories_by_publication", _publications(digest.stories, words), words),
        _timeline(digest, options),
    )
    return tuple(chart for chart in made if len(chart.bars) > 1)


def _topics(stories: Sequence[Story], words: Catalogue) -> Iterable[str]:
    for story in stories:
        name = wording.topic_name(story.topic, words) if story.topic else ""
        yield wording.capitalised(name or words.say("unknown_topic"))


def _publications(stories: Sequence[Story], words: Catalogue) -> Iterable[str]:
    for story in stories:
        yield story.lead.source or words.say("unknown_source")


def _ranking(title: str, names: Iterable[str], words: Catalogue) -> ChartView:
    """A chart with the most frequent first, ties in order of appearance, the rest as one bar."""
    ranked = Counter(names).most_common()
    if len(ranked) > _MOST_BARS:
        rest = sum(number for _, number in ranked[_MOST_BARS - 1 :])
        shown = _chart(words.say(title), ranked[: _MOST_BARS - 1], timeline=False)
        # Without a bar: the sum of many small ones would be the longest.
        remainder = BarView(words.say("remainder"), rest, 0)
        text = f"{shown.text}, {remainder.name} {rest}"
        return replace(shown, bars=(*shown.bars, remainder), text=text)
    return _chart(words.say(title), ranked, timeline=False)


def _timeline(digest: Digest, options: RenderOptions) -> ChartView:
    """The number of stories published in each step of the window, oldest first."""
    end = digest.generated
    moments = [moment for story in digest.stories if (moment := story.lead.published)]
    start = max(digest.since or end - _LONGEST, end - _LONGEST)
    moments = [moment for moment in moments if start <= moment <= end]
    title = options.words.say("stories_by_time")
    if not moments:
        return _chart(title, [], timeline=True)
    span = end - min(moments)
    step = next(step for step in _STEPS if span / step <= _MOST_COLUMNS)
    ages = Counter((end - moment) // step for moment in moments)
    counted = [
        (_label(end - (age + 1) * step, step, end, options), ages[age])
        for age in range(max(ages), -1, -1)
    ]
    return _chart(title, counted, timeline=True)


def _label(start: datetime, step: timedelta, now: datetime, options: RenderOptions) -> str:
    """The beginning of a step as weekday or date, and time."""
    moment = dates.local(start, options.timezone)
    return dates.weekday_or_day(moment, dates.local(now, options.timezone), options.words)


def _chart(title: str, counted: Sequence[tuple[str, int]], *, timeline: bool) -> ChartView:
    longest = max((number for _, number in counted), default=1)
    bars = tuple(
        BarView(name, number, round(100 * number / longest, 1)) for name, number in counted
    )
    text = ", ".join(f"{bar.name} {bar.number}" for bar in bars if bar.number)
    return ChartView(title, bars, timeline, text)
