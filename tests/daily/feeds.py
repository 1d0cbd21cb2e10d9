"""Feeds in every format, made of items of our own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

START = datetime(2026, 11, 22, 4, tzinfo=UTC)

_NAMES = """
    Aldermoor Birchquay Cinderford Dunmarrow Eastwold Fenwick Garrowby Hollinmere Inverlea Jesmere
    Kelbrook Lowfield Mardale Northolme Oakhampton Pellworm Quarrendon Ravensea Silverholt Thornaby
    Underwood Valebridge Westerkirk Yarrowdale Zennock
"""
_PLACES = _NAMES.split()
# Beyond these, places are made of two parts.
_PARTS = """
    Alder Birch Cinder Dun East Fen Garrow Hollin Inver Jes Kel Low Mar North Oak Pell Quarren Raven
    Silver Thorn Under Vale Wester Yarrow Zen
"""
_BEGINNINGS = _PARTS.split()
_ENDINGS = ("thwaite", "combe", "leigh", "sted", "toft", "bury", "gill", "worth", "shaw", "hurst")
_SUBJECTS = (
    ("library", "extends its opening hours", "evening readers", "shelves"),
    ("harbour", "dredges its inner basin", "fishing crews", "moorings"),
    ("school", "plants an orchard of its own", "pupils and teachers", "apple trees"),
    ("museum", "restores a paper mill engine", "volunteers", "boiler plates"),
    ("hospital", "opens a second ward for children", "nurses and parents", "beds"),
    ("bakery", "wins the county bread prize", "apprentices", "ovens"),
    ("tramway", "orders new carriages", "daily commuters", "carriages"),
    ("theatre", "repairs its leaking roof", "stage hands", "roof tiles"),
    ("market", "moves under a glass hall", "stallholders", "stalls"),
    ("river", "gets a new footbridge", "walkers", "bridge piers"),
    ("choir", "tours the northern valleys", "singers", "concerts"),
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    number: int
    title: str
    text: str
    link: str | None
    published: datetime

    @property
    def guid(self) -> str:
        return f"item-{self.number}"


def _place(number: int) -> str:
    """A place of its own for each of the first 275 items, else two reports look like one event."""
    turn, place = divmod(number, len(_PLACES))
    if turn == 0:
        return _PLACES[place]
    return _BEGINNINGS[place] + _ENDINGS[(turn - 1) % len(_ENDINGS)]


def item(number: int, base: str | None = None, day: int = 0, near: int | None = None) -> Item:
    """An item that tells of something that no other item tells of, or in the place of `near`."""
    place = _place(number if near is None else near)
    subject, verb, people, things = _SUBJECTS[number // len(_PLACES) % len(_SUBJECTS)]
    count = 20 + number
    text = (
        f"The {subject} of {place} {verb} this winter, its board said in report {number}. "
        f"The plan was drawn up by {people} and costs {count * 37} crowns, of which the district "
        f"pays half. Work on the {count} {things} begins after the frost and is to be done before "
        f"the {place} summer fair. People who live near the {subject} were asked three times what "
        f"they think of it, and {count} of them wrote back. A second stage may follow in two "
        f"years if the first one finds enough support among the people of {place}."
    )
    title = f"{place} {subject} {verb} ({number})"
    moment = START + timedelta(days=day, minutes=number % 90)
    return Item(number, title, text, f"{base}/page/{number}" if base else None, moment)


def rss(title: str, items: Sequence[Item], extra: str = "") -> str:
    entries = "".join(
        f"<item><title>{escape(i.title)}</title><guid isPermaLink='false'>{i.guid}</guid>"
        + (f"<link>{escape(i.link)}</link>" if i.link else "")
        + f"<pubDate>{format_datetime(i.published)}</pubDate>"
        f"<content:encoded><![CDATA[<p>{i.text}</p>]]></content:encoded></item>"
        for i in items
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' "
        "xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        f"<channel><title>{escape(title)}</title><language>en</language>{extra}{entries}</channel></rss>"
    )


def rss091(title: str, items: Sequence[Item]) -> str:
    """Items without name and date, in plain text."""
    entries = "".join(
        f"<item><title>{escape(i.title)}</title><link>{escape(i.link or '')}</link>"
        f"<description>{escape(i.text)}</description></item>"
        for i in items
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='0.91'>"
        f"<channel><title>{escape(title)}</title><language>en</language>{entries}</channel></rss>"
    )


def atom(title: str, items: Sequence[Item]) -> str:
    entries = "".join(
        f"<entry><id>{i.guid}</id><title>{escape(i.title)}</title>"
        + (f"<link href='{escape(i.link)}'/>" if i.link else "")
        + f"<updated>{i.published.isoformat()}</updated>"
        f"<content type='html'>{escape(f'<p>{i.text}</p>')}</content></entry>"
        for i in items
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom' "
        f"xml:lang='en'><title>{escape(title)}</title><id>f</id>{entries}</feed>"
    )


def atom03(title: str, items: Sequence[Item]) -> str:
    entries = "".join(
        f"<entry><id>{i.guid}</id><title>{escape(i.title)}</title>"
        f"<modified>{i.published.isoformat()}</modified><issued>{i.published.isoformat()}</issued>"
        f"<content type='text/html' mode='escaped'>{escape(f'<p>{i.text}</p>')}</content></entry>"
        for i in items
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><feed version='0.3' "
        f"xmlns='http://purl.org/atom/ns#' xml:lang='en'><title>{escape(title)}</title>"
        f"{entries}</feed>"
    )


def rdf(title: str, items: Sequence[Item]) -> str:
    entries = "".join(
        f"<item rdf:about='{i.guid}'><title>{escape(i.title)}</title>"
        + f"<link>{escape(i.link or '')}</link><dc:date>{i.published.isoformat()}</dc:date>"
        f"<content:encoded>{escape(f'<p>{i.text}</p>')}</content:encoded></item>"
        for i in items
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?>"
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
        "xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        f"<channel rdf:about='c'><title>{escape(title)}</title></channel>{entries}</rdf:RDF>"
    )


def json_feed(title: str, items: Sequence[Item], version: str = "1.1") -> str:
    return json.dumps(
        {
            "version": f"https://jsonfeed.org/version/{version}",
            "title": title,
            "language": "en",
            "items": [
                {
                    "id": i.guid,
                    "url": i.link,
                    "title": i.title,
                    "content_html": f"<p>{i.text}</p>",
                    "date_published": i.published.isoformat(),
                }
                for i in items
            ],
        }
    )


def json_feed_1(title: str, items: Sequence[Item]) -> str:
    return json_feed(title, items, "1")


FORMATS = {
    "rss": (rss, "application/rss+xml"),
    "atom": (atom, "application/atom+xml"),
    "rdf": (rdf, "application/rdf+xml"),
    "json": (json_feed, "application/feed+json"),
    "rss091": (rss091, "text/xml"),
    "atom03": (atom03, "application/atom+xml"),
    "json1": (json_feed_1, "application/json"),
}
