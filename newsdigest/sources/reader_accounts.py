"""Accounts at other readers, over the Google Reader API: what is asked of FreshRSS, Miniflux, …

Answers are bytes, which `sources.feeds` parses in child processes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from urllib.parse import urlencode

from newsdigest.errors import SourceError
from newsdigest.masking import without_login
from newsdigest.sources.feeds import long_item_id
from newsdigest.sources.network import (
    Fetched,
    NetworkOptions,
    Request,
    SiteLogin,
    UnknownHostError,
    Wanted,
    fetch_all,
    parse_login,
)
from newsdigest.sources.urls import host_ports_of
from newsdigest.valueclasses import replace, valueclass

__all__ = ["AccountError", "AccountSession", "ReaderServer"]

# Ids in one answer; FreshRSS and Miniflux give as many as are asked for.
_PAGE = 1_000
_READING_LIST = "user/-/state/com.google/reading-list"
_READ = "user/-/state/com.google/read"
_TOKEN = re.compile(r"[!-~]{1,1000}")
_AUTH = re.compile(r"^Auth=([!-~]{1,1000})\s*$", re.MULTILINE)
_UNAUTHORISED = frozenset({401, 403})


@valueclass
class ReaderServer:
    """A server, and how to log in to it."""

    # Above /accounts and /reader, without a slash at its end.
    url: str
    user: str
    password: str = field(repr=False)


class AccountError(SourceError):
    """A request failed."""

    def __init__(self, code: str, message: str, got: Fetched | None = None) -> None:
        super().__init__(code, message)
        self.status = got.status if got else None
        # How long the server asks to be left alone.
        self.retry_after = got.retry_after if got else None
        # Whether the system cannot resolve the host.
        self.is_unfound = got is not None and isinstance(got.error, UnknownHostError)


class AccountSession:
    """Requests of a user who is logged in; every method raises AccountError if it fails."""

    def __init__(self, server: ReaderServer, options: NetworkOptions) -> None:
        self._server = server
        places = host_ports_of(server.url)
        self._options = replace(options, allowed=options.allowed | places)
        self._places = places
        self._token: str | None = None
        self._login: SiteLogin | None = None
        self._login = self._logged_in()

    def feeds(self) -> bytes:
        """The list of the account's feeds."""
        return self._get("subscription/list")

    def unread(self, continuation: str | None) -> bytes:
        """The ids of unread items, newest first, or the part of them that follows another."""
        asked = {"s": _READING_LIST, "xt": _READ, "n": str(_PAGE)}
        return self._get("stream/items/ids", asked | ({"c": continuation} if continuation else {}))

    def contents(self, ids: Sequence[str]) -> bytes:
        """The items with these ids."""
        return self._post("stream/items/contents", ids, {"output": "json"})

    def mark_read(self, ids: Sequence[str]) -> None:
        """Mark these items as read."""
        said = self._post("edit-tag", ids, {"a": _READ})
        if said.strip() != b"OK":
            raise AccountError("reader-api", "the server does not say that it did so")

    def _logged_in(self) -> SiteLogin:
        form = {
            "Email": self._server.user,
            "Passwd": self._server.password,
            "client": "newsdigest",
            "accountType": "HOSTED_OR_GOOGLE",
            "service": "reader",
        }
        try:
            said = self._asked("/accounts/ClientLogin", tuple(form.items()))
        except AccountError as error:
            if error.status not in _UNAUTHORISED:
                raise
            raise AccountError("login", f"the login is refused: {error}") from None
        found = _AUTH.search(said.decode("utf-8", "replace"))
        if found is None:
            raise AccountError("reader-api", "this is not an address of the Google Reader API")
        line = f"Authorization: GoogleLogin auth={found[1]}"
        return parse_login([line], self._server.url)

    def _get(self, path: str, parameters: dict[str, str] | None = None) -> bytes:
        query = urlencode({"output": "json", **(parameters or {})})
        return self._asked(f"/reader/api/0/{path}?{query}")

    def _post(self, path: str, ids: Sequence[str], fields: dict[str, str]) -> bytes:
        items = [("i", long_item_id(id)) for id in ids]
        # Miniflux takes this token in place of the header.
        form = (("T", self._edit_token()), *fields.items(), *items)
        return self._asked(f"/reader/api/0/{path}", form)

    def _edit_token(self) -> str:
        if self._token is None:
            said = self._get("token").decode("utf-8", "replace").strip()
            if not _TOKEN.fullmatch(said):
                raise AccountError("reader-api", "the server gives no token")
            self._token = said
        return self._token

    def _asked(self, path: str, form: tuple[tuple[str, str], ...] = ()) -> bytes:
        request = Request(
            f"{self._server.url}{path}",
            Wanted.API,
            trusted=self._places,
            login=self._login,
            form=form,
        )
        (got,) = fetch_all([request], self._options)
        if got.error is not None or got.document is None:
            raise self._error(got)
        return got.document.content

    def _error(self, got: Fetched) -> AccountError:
        code, said = (got.error.code, str(got.error)) if got.error else ("network", "no answer")
        shown = without_login(said, self._server.user, self._server.password)
        return AccountError(code, shown, got)
