"""Where a finished digest goes: a file, a folder of digests, or standard output."""

from newsdigest.deliver.archive import Archive, archive_of, write_archive
from newsdigest.deliver.output import write_file, write_stream

__all__ = ["Archive", "archive_of", "write_archive", "write_file", "write_stream"]
