"""Rules for the pages of single sites: the user's CSS selectors, and a short list of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from urllib.parse import urlsplit

from newsdigest.package_data import read_toml
from newsdigest.valueclasses import valueclass


@valueclass
class SiteRule:
    """Where the article of a page is; each field holds CSS selectors."""

    # The first one that matches enough text is the body.
    body: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    # Always part of the article, and never removed.
    keep: tuple[str, ...] = ()
    # The link to the article's next page.
    next: tuple[str, ...] = ()


@valueclass
class SiteRules:
    """The user's rules by host, which take precedence over those of the package."""

    own: Mapping[str, SiteRule] = field(default_factory=dict)
    # A single rule for every page, to try it out.
    only: SiteRule | None = None

    def has_next(self, url: str | None) -> bool:
        """Whether articles on this page's site may span several pages."""
        rule = self.of(url)
        return rule is not None and bool(rule.next)

    def of(self, url: str | None) -> SiteRule | None:
        """The rule for a page: that of its host, else of the nearest parent domain."""
        if self.only is not None:
            return self.only
        host = _host(url)
        return _nearest(host, self.own) or _nearest(host, shipped()) if host else None


DEFAULT_SITES = SiteRules()


@cache
def shipped() -> Mapping[str, SiteRule]:
    """The rules of data/sites.toml by host."""
    return {
        host: SiteRule(**{key: tuple(selectors) for key, selectors in rule.items()})
        for host, rule in read_toml("extract/data/sites.toml")["site"].items()
    }


def _nearest(host: str, rules: Mapping[str, SiteRule]) -> SiteRule | None:
    labels = host.split(".")
    names = (".".join(labels[start:]) for start in range(len(labels)))
    return next((rules[name] for name in names if name in rules), None)


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
