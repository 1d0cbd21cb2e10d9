"""How a digest is to look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from newsdigest.render.catalogue import Catalogue, catalogue

MIN_WIDTH = 20
MAX_WIDTH = 500


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG made to be shown in a page, and its size in dots."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class MailHeaders:
    """What the format email says on its envelope's behalf."""

    # Addresses are pure ASCII.
    sender: str = "newsdigest@localhost"
    sender_name: str = "newsdigest"
    recipients: tuple[str, ...] = ()
    # {title}, {date}, {stories} and {headline} are filled in.
    subject: str = "{stories}: {headline}"
    # An https or mailto URL.
    unsubscribe: str | None = None


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What the reader chose and what the terminal can do; formats take what concerns them."""

    # Headings from the outermost in: "source", "topic", both in either order, or none.
    by: tuple[str, ...] = ("source", "topic")
    # Columns of the terminal, as it says: anything from 0 to millions.
    width: int = 80
    colour: bool = False
    hyperlinks: bool = False
    # Dates are shown in this zone; JSON has UTC whatever it is.
    timezone: tzinfo = UTC
    # Articles are followed by what was taken out of them, and by which rule.
    removed: bool = False
    # The digest is a page of an archive, with room for links to the others.
    archived: bool = False
    # What html shows beside the stories, by the URLs of the articles' images.
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    # BCP 47: what the digest says of itself is in this language, one of LANGUAGES.
    language: str = "en"
    mail: MailHeaders = MailHeaders()

    @property
    def columns(self) -> int:
        """The width to lay out for: a terminal that gives nonsense gets something readable."""
        return max(MIN_WIDTH, min(MAX_WIDTH, self.width))

    @property
    def words(self) -> Catalogue:
        """The texts of the language. Raises RenderError where there are none."""
        return catalogue(self.language)
