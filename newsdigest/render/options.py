"""Options of rendering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, tzinfo

from newsdigest.render.catalogue import Catalogue, catalogue
from newsdigest.valueclasses import frozenclass

MIN_WIDTH = 20
MAX_WIDTH = 500


@frozenclass
class Picture:
    """A JPEG scaled for a page, and its size in pixels."""

    content: bytes
    width: int
    height: int


@frozenclass
class MailHeaders:
    """Headers of the format email."""

    # Addresses are pure ASCII.
    sender: str = "newsdigest@localhost"
    sender_name: str = "newsdigest"
    recipients: tuple[str, ...] = ()
    # With the placeholders {title}, {date}, {stories} and {headline}.
    subject: str = "{headline}"
    # An https or mailto URL.
    unsubscribe: str | None = None


@frozenclass
class RenderOptions:
    """The reader's choices and the terminal's abilities; each format uses those it needs."""

    # Headings, outermost first: "source", "topic", "group", several of them, or none.
    by: tuple[str, ...] = ("source", "topic")
    # Columns as reported by the terminal: anything from 0 to millions.
    width: int = 80
    colour: bool = False
    hyperlinks: bool = False
    # Whether reports have ages ("2 h ago"), for a terminal; in files they are out of date soon, so
    # there it is day and time ("Sun 06:40").
    ages: bool = False
    # The time zone in which dates are shown; JSON always uses UTC.
    timezone: tzinfo = UTC
    # Whether articles are followed by the text removed from them, with the rules.
    removed: bool = False
    # Whether it belongs to an archive: it names every story, and a page needs links to the other
    # pages.
    archived: bool = False
    # Whether the format html ends with charts of its stories.
    charts: bool = False
    # In an archive: the addresses of its pages, relative to each other, by their digests' ids.
    pages: Mapping[str, str] = field(default_factory=dict)
    # Pictures for the format html, by the URLs of the articles' images.
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    # BCP 47, one of LANGUAGES: the language of the interface.
    language: str = "en"
    mail: MailHeaders = MailHeaders()
    # Whether the format email has the digest attached as a book.
    attach_book: bool = False

    @property
    def columns(self) -> int:
        """The width to lay out for, within readable bounds."""
        return max(MIN_WIDTH, min(MAX_WIDTH, self.width))

    @property
    def words(self) -> Catalogue:
        """The catalogue of the language. Raises RenderError for an unknown language."""
        return catalogue(self.language)
