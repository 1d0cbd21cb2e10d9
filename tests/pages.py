"""Small pages for tests that are about something other than their text."""

from __future__ import annotations

_BODY = """
<p>The town council of {place} voted on Tuesday to reopen the old ferry landing after eleven years
of repairs, with the first boats expected in the second week of April.</p>
<p>Engineers finished the new pontoon last month, and a trial crossing with forty passengers took
nine minutes, two fewer than the old timetable had allowed for.</p>
<p>"People here have waited a long time for this," said the harbour master, Ines Brandt, who
expects six crossings a day in spring and ten in summer.</p>
<p>Tickets will cost three euros for adults, and children under twelve will travel free of charge
during the first season.</p>
"""


def article_page(
    title: str = "Ferry landing to reopen in April", place: str = "Marlow Quay", head: str = ""
) -> str:
    """A plain page with one article of four paragraphs about a ferry."""
    body = _BODY.format(place=place)
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        f"<title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )
