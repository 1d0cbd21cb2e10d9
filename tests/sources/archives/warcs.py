"""Web archives of our own."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence

from tests.pages import article_page

WRITTEN = "2026-02-17T08:00:00Z"
FIELDS = "application/warc-fields"


def http(
    body: bytes | str, fields: Mapping[str, str] | None = None, status: str = "200 OK"
) -> bytes:
    """An HTTP answer as a crawler keeps it."""
    content = body.encode() if isinstance(body, str) else body
    own = {"Content-Type": "text/html; charset=utf-8", **(fields or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in own.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + content


def record(
    block: bytes,
    url: str = "https://quay.example/ferry",
    kind: str = "response",
    media_type: str = "application/http; msgtype=response",
    written: str = WRITTEN,
    **more: str,
) -> bytes:
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:11111111-1111-1111-1111-111111111111>",
        "WARC-Target-URI": url,
        "WARC-Date": written,
        "Content-Type": media_type,
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def page(number: int = 0, title: str | None = None) -> bytes:
    """The record of a page with an article about a place with this number."""
    body = article_page(title or f"Ferry landing {number} to reopen", f"Quay {number}")
    return record(http(body), f"https://quay.example/{number}")


def members(records: Sequence[bytes]) -> bytes:
    """A compressed archive as crawlers write it: each record a member."""
    return b"".join(map(gzip.compress, records))
