"""The state of a chain of redirects, and which redirects are followed."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from newsdigest.errors import SourceError
from newsdigest.sources.urls import without_password
from newsdigest.valueclasses import valueclass

if TYPE_CHECKING:
    import httpx

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_MAX_LOCATION = 4096


@valueclass
class Hop:
    """One request of the chain."""

    target: httpx.URL
    # The last URL reached by permanent redirects alone; None before the first.
    permanent: str | None = None
    only_permanent: bool = field(default=True)

    def next(self, response: httpx.Response) -> Hop:
        """The next hop; SourceError if the redirect must not be followed."""
        target = self._checked(response)
        permanent = self.only_permanent and response.status_code in _PERMANENT
        named = without_password(str(target)) if permanent else self.permanent
        return Hop(target, named, permanent)

    def _checked(self, response: httpx.Response) -> httpx.URL:
        import httpx

        location = response.headers.get("location", "")
        if not location or len(location) > _MAX_LOCATION:
            reason = f"HTTP {response.status_code} without a usable Location"
            raise SourceError("redirects", reason)
        if httpx.URL(location).userinfo:
            raise SourceError("redirects", "redirect to an address with a password refused")
        target = self.target.join(location)
        if target.scheme not in ("http", "https"):
            raise SourceError("redirects", f"redirect to a {target.scheme} address refused")
        if self.target.scheme == "https" and target.scheme == "http":
            raise SourceError("redirects", "redirect from https to http refused")
        return self._with_own_password(target)

    def _with_own_password(self, target: httpx.URL) -> httpx.URL:
        """The target with the user's name and password, if scheme, host and port stay the same."""
        here, there = self.target, target
        is_same = (here.scheme, here.host, here.port) == (there.scheme, there.host, there.port)
        return target.copy_with(userinfo=here.userinfo if is_same else b"")
