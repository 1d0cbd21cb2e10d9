"""Names of folders in the UTF-7 of IMAP (RFC 3501, section 5.1.3)."""

from __future__ import annotations

import re
from base64 import b64encode

_PLAIN = re.compile(r"[ -~]+")


def quoted_folder(name: str) -> str:
    r"""The name as a quoted string of the protocol.

    >>> quoted_folder('Übersicht & "Briefe"')
    '"&ANw-bersicht &- \\"Briefe\\""'
    """
    encoded = "".join(_encoded(part) for part in _parts(name))
    escaped = encoded.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _parts(name: str) -> list[str]:
    """The runs of printable ASCII and those between them."""
    return [part for part in re.split(r"([ -~]+)", name) if part]


def _encoded(part: str) -> str:
    if _PLAIN.fullmatch(part):
        return part.replace("&", "&-")
    digits = b64encode(part.encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
    return f"&{digits}-"
