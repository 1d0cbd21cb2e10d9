"""Folders of mailboxes over IMAP (RFC 3501), read without changing anything in them.

connection    a session: encrypted, logged in, bounded in time and bytes
folder        an open folder: which messages it has, their headers, and their content
folder_names  names of folders as servers spell them
"""

from newsdigest.sources.imap.connection import MailServer, Refused
from newsdigest.sources.imap.folder import Envelope, Folder, open_folder

__all__ = ["Envelope", "Folder", "MailServer", "Refused", "open_folder"]
