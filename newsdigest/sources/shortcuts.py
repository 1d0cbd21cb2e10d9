"""Links saved as files: .url of Windows, .desktop of freedesktop.org, .webloc of macOS.

Each counts as a list of one address. They are recognised by their content and searched for that
one value, never parsed: a property list is XML, and the parent process parses no untrusted XML.
"""

from __future__ import annotations

import re
from html import unescape

from newsdigest.patterns import pattern
from newsdigest.sources.urls import is_web_address

_LARGEST = 20_000
_HEAD = 2_000
_BLANK = b"\xef\xbb\xbf \t\r\n"
_SECTIONS = (b"[internetshortcut", b"[{000214a0", b"[default]", b"[desktop entry]")
_BINARY_LIST = b"bplist00"
_LINE = pattern(
    rb"(?:\A|(?<=[\r\n]))URL(?:\[\$e\])?[ \t]{0,9}=[ \t]{0,9}([^\r\n]{1,4096})", re.IGNORECASE
)
_VALUE = pattern(rb"<key>URL</key>\s{0,99}<string>([^<]{1,4096})</string>")
_BINARY = pattern(rb"URL[\x00-\xff]{1,6}?(https?://[!-~]{1,4096})")


def shortcut(content: bytes) -> str | None:
    """The http or https address in a saved link; None for any other content."""
    start = content[:_HEAD].lstrip(_BLANK)
    if start.startswith(_BINARY_LIST):
        found = _BINARY.search(content[:_LARGEST])
    elif start.lower().startswith(_SECTIONS):
        found = _LINE.search(content[:_LARGEST])
    elif start.startswith(b"<") and b"<plist" in start:
        found = _VALUE.search(content[:_LARGEST])
    else:
        return None
    url = found[1].decode("utf-8", "replace").strip() if found else ""
    if start.startswith(b"<"):
        url = unescape(url)
    return url if is_web_address(url) and " " not in url else None
