"""Whether the text of a feed is truncated, and within which item.

A truncated download ends within an item. Delivered now, that item would be delivered again once the
feed is complete, as its text seems to have changed. So it is left out until then.
"""

from __future__ import annotations

import re

from newsdigest.valueclasses import valueclass

# Tags of items, and sections whose content only looks like one.
_MARK = re.compile(
    r"<!\[CDATA\[|<!--|<(/?)((?:[\w.-]{1,30}:)?(?:item|entry))(?=[\s/>])", re.IGNORECASE
)
_CLOSED_BY = {"<![CDATA[": "]]>", "<!--": "-->"}
_FEED_END = re.compile(r"</(?:[\w.-]{1,30}:)?(rss|rdf|feed|channel)(?=[\s>])", re.IGNORECASE)
# Characters within which the start tag of an item ends; in real feeds, two hundred.
_LONGEST_TAG = 2_000


@valueclass
class Ending:
    # Characters before the truncated item; all characters if the text is not truncated.
    whole: int
    # Whether the end of the feed is missing too.
    is_cut: bool


def find_ending(text: str) -> Ending:
    """How a feed that is not well-formed ends; one with its end tag is not truncated."""
    name: str | None = None
    start: int | None = None
    place = 0
    while mark := _MARK.search(text, place):
        place = mark.end()
        if mark[2] is None:
            closed = text.find(_CLOSED_BY[mark[0].upper()], place)
            if closed < 0:
                break
            place = closed
        elif name is None or mark[2] == name:
            name = mark[2]
            start = None if mark[1] or _is_empty(text, place) else mark.start()
    ends = {end[1].lower() for end in _FEED_END.finditer(text, place)}
    if name is None:
        ends.discard("channel")  # in RDF the items follow it
    return Ending(len(text) if ends or start is None else start, not ends)


def _is_empty(text: str, place: int) -> bool:
    """Whether the tag whose name ends here is self-closing."""
    end = text.find(">", place, place + _LONGEST_TAG)
    return end > 0 and text[end - 1] == "/"
