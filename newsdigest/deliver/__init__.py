"""Where a finished digest goes: a file or standard output."""

from newsdigest.deliver.output import write_file, write_stream

__all__ = ["write_file", "write_stream"]
