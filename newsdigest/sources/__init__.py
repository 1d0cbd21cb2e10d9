"""Where documents come from: files, directories, standard input, the web, feeds, mail, books and
archives.

The network and the readers of single kinds of documents have doors of their own, entered only by
those who need them: `archives`, `network`, `feeds`, `imap`, `reader_accounts`, `sitemaps`, `opml`,
`discovery`, `mail`, `packed`, `pdf`, `rich_text`.
"""

from newsdigest.sources.files import folder_files
from newsdigest.sources.gathering import Gathering, gather, gather_listed, read_source
from newsdigest.sources.limits import DEFAULT_LIMITS, Limits
from newsdigest.sources.urls import (
    bare_addresses,
    host_and_port,
    host_ports_of,
    is_web_address,
    subscription_url,
    without_file_scheme,
    without_password,
)

__all__ = [
    "DEFAULT_LIMITS",
    "Gathering",
    "Limits",
    "bare_addresses",
    "folder_files",
    "gather",
    "gather_listed",
    "host_and_port",
    "host_ports_of",
    "is_web_address",
    "read_source",
    "subscription_url",
    "without_file_scheme",
    "without_password",
]
