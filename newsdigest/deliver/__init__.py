"""Where a finished digest goes: a file, a folder of digests, standard output.

The outlets that take digests there are behind a door of their own, newsdigest.deliver.outlets, and
so are mail and services, .mail and .notify, and the secrets that the configuration points to,
.secrets.
"""

from newsdigest.deliver.archive import write_archive
from newsdigest.deliver.dated_files import Archive, archive_of
from newsdigest.deliver.outlet import (
    Outlet,
    Receipt,
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
    "Undelivered",
    "archive_of",
    "check_delivered",
    "deliver_to",
    "deliver_to_all",
    "write_archive",
    "write_file",
    "write_stream",
]
