"""Delivery of finished digests: to a file, a folder of digests, or standard output.

Outlets (newsdigest.deliver.outlets), mail (.mail), notification services (.notify) and the secrets
that the configuration refers to (.secrets) have doors of their own.
"""

from newsdigest.deliver.archive import write_archive
from newsdigest.deliver.dated_files import Archive, archive_of
from newsdigest.deliver.outlet import (
    Outlet,
    Receipt,
    RenderingOutlet,
    Undelivered,
    check_delivered,
    deliver_to,
    deliver_to_all,
)
from newsdigest.deliver.output import write_file, write_stream

__all__ = [
    "Archive",
    "Outlet",
    "Receipt",
    "RenderingOutlet",
    "Undelivered",
    "archive_of",
    "check_delivered",
    "deliver_to",
    "deliver_to_all",
    "write_archive",
    "write_file",
    "write_stream",
]
