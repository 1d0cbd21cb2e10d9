"""The names of a site, to tell them from a headline or an author."""

from __future__ import annotations

from collections.abc import Iterable

from newsdigest.press.words import Words, words_of
from newsdigest.valueclasses import valueclass


@valueclass
class SiteNames:
    """The names of a site and its host."""

    names: frozenset[Words]
    # The letters and digits of the host's main label: "straitstimes".
    host: str

    def is_called(self, words: Words) -> bool:
        """Whether `words` are exactly the site's name or its host's."""
        return words in self.names or "".join(words) == self.host

    def begins_with(self, words: Words) -> bool:
        """Whether a name of the site begins with `words`."""
        return any(name[: len(words)] == words for name in self.names)

    def is_named(self, words: Words) -> bool:
        """Whether `words` are the site's name, or its host's with a word more or less."""
        if not words or words in self.names:
            return True
        joined = "".join(words)
        if len(joined) < 4 or len(self.host) < 4:
            return joined == self.host
        return joined == self.host or (
            (joined in self.host or self.host in joined) and abs(len(joined) - len(self.host)) <= 8
        )


def site_names_of(names: Iterable[str], host: str) -> SiteNames:
    """The names of a site; `host` as in a URL."""
    label = max(host.lower().split(".")[:-1], key=len, default="")
    return SiteNames(
        frozenset(words for name in names if (words := words_of(name))),
        "".join(words_of(label)),
    )
