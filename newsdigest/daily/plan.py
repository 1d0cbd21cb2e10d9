"""The content of a profile's digests, and which stored articles are news to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta

from newsdigest.filters import Filters
from newsdigest.model import Article
from newsdigest.pipeline import DigestOptions, Run, is_news, passes, with_own_labels
from newsdigest.store import Store, StoredArticle
from newsdigest.valueclasses import replace, valueclass

# The window of a profile's first digest: a new profile over an old state does not get three months
# of news at once, and one that starts a few days after the first poll loses nothing.
FIRST_WINDOW = timedelta(days=7)


@valueclass
class DeliveryPlan:
    """Which articles of the configured feeds are delivered, and to which profile."""

    # Deliveries are recorded per profile: each gets every article once.
    profile: str
    # By their `state_key`.
    feeds: tuple[str, ...]
    options: DigestOptions
    # Whether a digest without stories is not delivered.
    skips_empty: bool = True
    # Whether a digest of a window is delivered even if the filters left it without stories.
    shows_filtered: bool = False
    # Filters of this run alone: what they leave out waits for the next one.
    only: tuple[Filters, ...] = ()
    # Whether `since` is the earliest date of publication, not only of arrival.
    is_dated: bool = False
    # Until when feeds are mute, by their `state_key`: what arrived before then is not delivered.
    mute: Mapping[str, datetime] = field(default_factory=dict)
    # The accounts, by their `state_key`, in which delivered items are marked as read.
    accounts: tuple[str, ...] = ()
    # Whether an article that arrived before its date of publication counts as of its arrival.
    from_arrival: bool = False

    def labelled(
        self, stored: Sequence[StoredArticle], delivered: frozenset[str] = frozenset()
    ) -> list[StoredArticle]:
        """The articles with the user's current names and topics.

        Only those `delivered` before are updates; all others are entirely new.
        """
        return [
            replace(each, article=with_own_labels(_as_known(each.article, delivered), self.options))
            for each in stored
        ]

    def news(self, store: Store, stored: Sequence[StoredArticle]) -> list[StoredArticle]:
        """The articles as news to the profile: later versions of delivered ones are updates."""
        ids = [each.article.id for each in stored if each.article.added]
        return self.labelled(stored, store.articles.delivered_of(self.profile, ids))

    def is_asked_for(self, each: StoredArticle) -> bool:
        """Whether this run wants the article, or leaves it to the next one."""
        until = self.options.until
        is_later = until is not None and self._date(each) >= until
        return not is_later and passes(each.article, DigestOptions(filters=self.only))

    def heard(self, store: Store, stored: Sequence[StoredArticle]) -> list[StoredArticle]:
        """The articles but those that came from mute feeds alone."""
        if not self.mute:
            return list(stored)
        arrived = {each.article.id: each.updated for each in stored}
        loud = [feed for feed in self.feeds if feed not in self.mute]
        heard = set(store.articles.listed_by(loud, arrived))
        for feed in self.mute.keys() & self.feeds:
            listed = store.articles.listed_by([feed], arrived)
            heard.update(id for id in listed if arrived[id] >= self.mute[feed])
        return [each for each in stored if each.article.id in heard]

    def in_window(self, store: Store, run: Run) -> list[StoredArticle]:
        """The articles in the window, whether delivered before or not."""
        since = self.options.since
        stored = self.labelled(store.articles.since(since, self.feeds))
        if self.is_dated and since is not None:
            stored = [each for each in stored if self._date(each) >= since]
        asked = [each for each in stored if self.is_asked_for(each)]
        heard = self.heard(store, asked)
        run.mute += len(asked) - len(heard)
        return heard

    def _date(self, each: StoredArticle) -> datetime:
        """When the article was published, or else received."""
        published = each.article.published or each.article.modified or each.updated
        return min(published, each.updated) if self.from_arrival else published

    def undelivered(self, store: Store, run: Run) -> tuple[list[StoredArticle], int]:
        """What to deliver to the profile, and how many articles its filters removed for good."""
        with store.transaction():
            store.articles.begin_profile(self.profile, run.as_of - FIRST_WINDOW)
            since = self.options.since
            undelivered = [
                each
                for each in self.news(store, store.articles.undelivered(self.profile, self.feeds))
                if (since is None or each.updated >= since) and self.is_asked_for(each)
            ]
            heard = self.heard(store, undelivered)
            news = [each for each in heard if is_news(each.article)]
            run.mute += len(undelivered) - len(heard)
            run.no_news += len(heard) - len(news)
            wanted = [each for each in news if passes(each.article, self.options)]
            chosen = {each.article.id for each in wanted}
            spared = {k.article.id: k.version for k in undelivered if k.article.id not in chosen}
            store.articles.mark_delivered(self.profile, spared)
            store.articles.raise_mark(self.profile, self.feeds)
        return wanted, len(news) - len(wanted)


def _as_known(article: Article, delivered: frozenset[str]) -> Article:
    is_update = not article.added or article.id in delivered
    return article if is_update else replace(article, added=())
