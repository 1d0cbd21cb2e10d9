"""Where a finished digest goes: a file, a folder of digests, standard output.

Mail and services are behind doors of their own, newsdigest.deliver.mail and .notify, and so are the
secrets that the configuration points to, newsdigest.deliver.secrets.
"""

from newsdigest.deliver.archive import write_archive
from newsdigest.deliver.dated_files import Archive, archive_of
from newsdigest.deliver.outlet import Outlet, Receipt, Undelivered, deliver_to
from newsdigest.deliver.output import write_file, write_stream

__all__ = [
    "Archive",
    "Outlet",
    "Receipt",
    "Undelivered",
    "archive_of",
    "deliver_to",
    "write_archive",
    "write_file",
    "write_stream",
]
