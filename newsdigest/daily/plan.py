"""What a profile's digests hold, and which of the kept articles are news to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from newsdigest.model import Article
from newsdigest.pipeline import DigestOptions, Run, is_news, passes, with_own_labels
from newsdigest.store import Store, StoredArticle

# How far the first digest of a profile looks back: a new profile over an old state does not get
# three months of news at once, and one that begins a few days after the first poll loses nothing.
FIRST_WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DeliveryPlan:
    """What is delivered of the configured feeds, and to whom."""

    # Deliveries are remembered by profile: each gets every article once.
    profile: str
    # By their `state_key`.
    feeds: tuple[str, ...]
    options: DigestOptions
    # Whether a digest without stories is not delivered.
    skips_empty: bool = True
    # Whether one that the filters left without stories is delivered all the same, if not new.
    shows_filtered: bool = False

    def labelled(
        self, stored: Sequence[StoredArticle], delivered: frozenset[str] = frozenset()
    ) -> list[StoredArticle]:
        """The articles under the names and topics that the user gives today.

        Only those `delivered` before are updates; all others are news as a whole.
        """
        return [
            replace(each, article=with_own_labels(_as_known(each.article, delivered), self.options))
            for each in stored
        ]

    def news(self, store: Store, stored: Sequence[StoredArticle]) -> list[StoredArticle]:
        """The articles as news to the profile: what it got in an earlier version is an update."""
        ids = [each.article.id for each in stored if each.article.added]
        return self.labelled(stored, store.articles.delivered_of(self.profile, ids))

    def undelivered(self, store: Store, run: Run) -> tuple[list[StoredArticle], int]:
        """What to deliver to the profile, and how many articles its filters took out, for good."""
        with store.transaction():
            store.articles.begin_profile(self.profile, run.as_of - FIRST_WINDOW)
            since = self.options.since
            undelivered = [
                each
                for each in self.news(store, store.articles.undelivered(self.profile, self.feeds))
                if since is None or each.updated >= since
            ]
            news = [each for each in undelivered if is_news(each.article)]
            run.no_news += len(undelivered) - len(news)
            wanted = [each for each in news if passes(each.article, self.options)]
            chosen = {each.article.id for each in wanted}
            spared = {k.article.id: k.version for k in undelivered if k.article.id not in chosen}
            store.articles.mark_delivered(self.profile, spared)
        return wanted, len(news) - len(wanted)


def _as_known(article: Article, delivered: frozenset[str]) -> Article:
    is_update = not article.added or article.id in delivered
    return article if is_update else replace(article, added=())
