"""The files of an archive: their folder and their dated names."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

from newsdigest.errors import UsageError
from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

PLACE: Final = "{date}"
_ANY_PLACE = pattern(r"\{\w{0,40}\}")


@valueclass
class Archive:
    """Files in a folder: `2026-11-22.html`, and `2026-11-22-2.html` for a second one of the day."""

    folder: Path
    # The parts of a file name before and after the date.
    prefix: str
    suffix: str

    def file(self, day: date, number: int = 1) -> Path:
        count = f"-{number}" if number > 1 else ""
        return self.folder / f"{self.prefix}{day.isoformat()}{count}{self.suffix}"

    def files(self) -> list[tuple[date, int, Path]]:
        """The digests in the folder with day and number, oldest first."""
        name = re.compile(
            rf"{re.escape(self.prefix)}(\d{{4}}-\d\d-\d\d)(?:-(\d{{1,6}}))?{re.escape(self.suffix)}"
        )
        found = []
        for path in self.folder.iterdir():
            match = name.fullmatch(path.name)
            if match and path.is_file() and (day := _day(match[1])):
                found.append((day, int(match[2] or 1), path))
        return sorted(found)


def archive_of(output: Path) -> Archive | None:
    """The archive that `digests/{date}.html` names; None for the name of a file.

    UsageError if {date} is in the name of a folder or used twice, or if there is another
    placeholder.
    """
    for match in _ANY_PLACE.finditer(str(output)):
        if match[0] != PLACE:
            raise UsageError(f"output {output}: may have {PLACE} in it, not {match[0]}")
    if PLACE in str(output.parent):
        raise UsageError(f"output {output}: {PLACE} is for the name of the file, not of a folder")
    prefix, place, suffix = output.name.partition(PLACE)
    if PLACE in suffix:
        raise UsageError(f"output {output}: {PLACE} may stand once in the name of the file")
    return Archive(output.parent, prefix, suffix) if place else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
