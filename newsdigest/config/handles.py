"""Resolving a handle to configured feeds: by URL, by the user's name, or by the feed's title."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from newsdigest.config.kinds import shown
from newsdigest.config.values import suggestion
from newsdigest.masking import masked_address
from newsdigest.valueclasses import valueclass


def identity(text: str) -> str:
    """The form in which equal URLs or names are the same: case of host and name is ignored."""
    try:
        parts = urlsplit(text)
    except ValueError:  # brackets that hold no IPv6 address
        return text
    if not parts.netloc:
        return text.casefold()
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl()


def same_text(one: str, other: str) -> bool:
    """Whether two URLs or names are equal."""
    return identity(one) == identity(other)


@valueclass
class Meant:
    """The indexes of the feeds that a handle means, and a mistake or warning about it."""

    feeds: tuple[int, ...] = ()
    mistake: str | None = None
    warning: str | None = None


class FeedHandles:
    """Feeds by URL, by the user's name, or else by their title.

    The user's names take precedence, so that a feed cannot capture the name of another by its
    title.
    """

    def __init__(
        self, feeds: Sequence[Mapping[str, str]], titles: Callable[[], Mapping[str, str] | None]
    ) -> None:
        self._feeds = feeds
        self._asked = titles
        self._titles: Mapping[str, str] | None = None

    def find(self, handle: str) -> Meant:
        found = self._having(handle, "url") or self._having(handle, "name")
        if found:
            return Meant(found)
        if self._titles is None:
            self._titles = self._asked()
        titled = self._titled()
        found = tuple(index for index, title in titled.items() if same_text(title, handle))
        if len(found) > 1:
            urls = ", ".join(masked_address(self._feeds[index]["url"]) for index in found)
            return Meant(mistake=f"{shown(handle)} may be any of {urls}: use the URL, or a name")
        return Meant(found) if found else self._unknown(handle, titled)

    def _having(self, handle: str, key: str) -> tuple[int, ...]:
        return tuple(
            index
            for index, given in enumerate(self._feeds)
            if key in given and same_text(given[key], handle)
        )

    def _titled(self) -> dict[int, str]:
        """The titles of feeds without another name, by index."""
        return {
            index: self._titles[given["url"]]
            for index, given in enumerate(self._feeds)
            if self._titles and "name" not in given and "url" in given
            and given["url"] in self._titles
        }  # fmt: skip

    def _unknown(self, handle: str, titled: Mapping[int, str]) -> Meant:
        """A mistake, unless a feed whose title is not known yet may be meant.

        That happens after the state was deleted. All feeds without a known name then count for a
        while: delivering too much once is better than failing before the titles are known.
        """
        nameless = [
            index for index, given in enumerate(self._feeds)
            if "name" not in given and index not in titled
        ]  # fmt: skip
        names = [given[key] for given in self._feeds for key in ("name", "url") if key in given]
        near = suggestion(handle, [*names, *titled.values()])
        reason = f"no feed has the name or URL {shown(handle)}{near}"
        if self._titles is None or not nameless or near:
            return Meant(mistake=reason)
        count = f"{len(nameless)} feeds" if len(nameless) > 1 else "1 feed"
        return Meant(tuple(nameless), warning=f"{reason} yet; {count} without a known name count")
