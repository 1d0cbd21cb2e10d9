"""What a word-processor document says about itself: title, language and date."""

from __future__ import annotations

from datetime import datetime

from newsdigest.model import Hints
from newsdigest.press.dates import parse_date
from newsdigest.sources.packed.part_xml import read_properties
from newsdigest.sources.packed.zip_archive import ZipArchive


def read_hints(archive: ZipArchive, part: str, *, date: str, as_of: datetime) -> Hints:
    """The hints of a metadata part, in which the element `date` has the date.

    The author is left out: it is often that of the template.
    """
    content = archive.read(part)
    if content is None:
        return Hints()
    found = read_properties(content, {"title", "language", date}.__contains__)
    first = {name: texts[0] for name, texts in found.items()}
    language = first.get("language", "")[:2].lower()
    return Hints(
        title=first.get("title"),
        published=parse_date(first[date], as_of=as_of) if date in first else None,
        language=language if language.isalpha() else None,
    )
