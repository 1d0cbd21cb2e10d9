"""The state between runs: feeds, articles, where each was seen, and what was delivered."""

from newsdigest.store.articles import FeedItemKeys, StoredArticle, Waiting
from newsdigest.store.database import copy_state, is_there
from newsdigest.store.digests import PendingDigest, digest_id
from newsdigest.store.feeds import FeedState, state_key
from newsdigest.store.lines import LineTable
from newsdigest.store.lock import only_run
from newsdigest.store.mailboxes import FolderPosition
from newsdigest.store.rewrites import StoredRewrite
from newsdigest.store.salvage import Salvage, salvage
from newsdigest.store.schedule import (
    SHORTEST_WAIT,
    Answer,
    after,
    is_daily_run,
    is_due,
    turnover,
    validators_to_send,
)
from newsdigest.store.searching import MATCH_END, MATCH_START, Hit
from newsdigest.store.state import Store

__all__ = [
    "MATCH_END",
    "MATCH_START",
    "SHORTEST_WAIT",
    "Answer",
    "FeedItemKeys",
    "FeedState",
    "FolderPosition",
    "Hit",
    "LineTable",
    "PendingDigest",
    "Salvage",
    "Store",
    "StoredArticle",
    "StoredRewrite",
    "Waiting",
    "after",
    "copy_state",
    "digest_id",
    "is_daily_run",
    "is_due",
    "is_there",
    "only_run",
    "salvage",
    "state_key",
    "turnover",
    "validators_to_send",
]
