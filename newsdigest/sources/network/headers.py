"""Response headers: validators, Retry-After, and how long an answer is fresh."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from newsdigest.errors import SourceError
from newsdigest.feedmodel import Validators
from newsdigest.hashing import blake2b
from newsdigest.valueclasses import replace

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s{0,3}=\s{0,3}\"?(\d{1,12})", re.IGNORECASE | re.ASCII)
# Longer times are server mistakes.
MAX_RETRY_AFTER = timedelta(days=1)
MAX_MAX_AGE = timedelta(days=1)
_MAX_VALIDATOR = 1024
# Servers behind several proxies send about 60.
_MAX_FIELDS = 500


def check_head(fields: Sequence[tuple[bytes, bytes]]) -> None:
    """SourceError for header fields that no honest server sends.

    Programs disagree on where a body with both a length and chunks ends (RFC 9112, section 6.3),
    which allows one answer to be smuggled into another.
    """
    if len(fields) > _MAX_FIELDS:
        raise SourceError("network", f"more than {_MAX_FIELDS} header fields")
    names = {name.lower() for name, _ in fields}
    if {b"transfer-encoding", b"content-length"} <= names:
        raise SourceError("network", "both Content-Length and Transfer-Encoding")


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """The wait that a Retry-After header asks for, 0 to one day; None if missing or invalid."""
    if not value:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), MAX_RETRY_AFTER)
    moment = _http_date(text)
    return None if moment is None else min(max(moment - now, timedelta()), MAX_RETRY_AFTER)


def _http_date(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text or "")
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def freshness(fields: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the answer is fresh by Cache-Control, or else by Expires (RFC 9111, section 5.3).

    At most a day, or None if neither is given. Expires is relative to the server's own Date, so a
    wrong clock there does no harm.
    """
    cache_control = fields.get("cache-control", "")
    age = max_age(cache_control)
    if age is not None or _is_never_fresh(cache_control):
        return age
    expires = _http_date(fields.get("expires"))
    if expires is None:
        return None
    return min(max(expires - (_http_date(fields.get("date")) or now), timedelta()), MAX_MAX_AGE)


def _is_never_fresh(cache_control: str) -> bool:
    return any(word in cache_control.lower() for word in ("no-cache", "no-store"))


def max_age(cache_control: str | None) -> timedelta | None:
    """The max-age of Cache-Control, at most a day; None if it has none."""
    if not cache_control or "no-cache" in cache_control.lower():
        return None
    match = _MAX_AGE.search(cache_control)
    return min(timedelta(seconds=int(match[1])), MAX_MAX_AGE) if match else None


def validators(etag: str | None, last_modified: str | None, url: str) -> Validators:
    """ETag and Last-Modified to send back verbatim; implausible ones are dropped.

    They are valid for `url` alone, which after a redirect is its target.
    """
    found = Validators(_plain(etag), _plain(last_modified))
    return found if found == Validators() else replace(found, address=address_digest(url))


def address_digest(url: str) -> str:
    """A digest that identifies an address without revealing secrets in it."""
    return blake2b(url.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _plain(value: str | None) -> str | None:
    if not value or len(value) > _MAX_VALIDATOR or not value.isascii() or not value.isprintable():
        return None
    return value
