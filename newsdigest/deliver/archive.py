"""A folder of digests, one file each; as pages, any web server can serve it as a site."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from newsdigest.deliver.dated_files import Archive
from newsdigest.deliver.output import reason, write_file
from newsdigest.errors import DeliveryError
from newsdigest.render import RenderOptions


def write_archive(
    archive: Archive, content: bytes, day: date, id: str | None, site: RenderOptions | None = None
) -> Path:
    """Write a digest into the folder and, for a `site`, link it with the others; returns its file.

    A digest with an id replaces only itself: other digests of its day stay.
    DeliveryError if the folder cannot be written, or has an index that newsdigest did not make.
    """
    try:
        archive.folder.mkdir(parents=True, exist_ok=True)
        if site:
            from newsdigest.deliver.site import check_own

            check_own(archive.folder)
        path = _place(archive, content, day, id)
        write_file(path, content)
        if site:
            from newsdigest.deliver.site import update

            update(archive, site)
    except OSError as error:
        raise DeliveryError(f"cannot write to {archive.folder}: {reason(error)}") from error
    return path


def _place(archive: Archive, content: bytes, day: date, id: str | None) -> Path:
    """The day's file, or the next free one if that holds another digest."""
    number = 1
    while id is not None and (path := archive.file(day, number)).exists():
        held = path.read_bytes()
        if held == content or id.encode() in held:
            break
        number += 1
    return archive.file(day, number)
