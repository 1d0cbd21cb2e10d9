"""The daily run: polls configured feeds into the state, and delivers digests from it once each.

polling    configured feeds → new articles in the state
entry_sorting    which entries of a feed are news
entry_reading    entries of feeds → their articles
mailbox_polling  the same for folders of mailboxes
account_polling  the same for accounts at other readers
server_polling   what both share
plan       the content of a profile's digests, and which stored articles are news to it
marking    delivered items → marked as read in their accounts
delivery   undelivered articles → a digest → delivered → marked as delivered
failures   failing feeds, and those that have failed for long enough to be reported
"""

from newsdigest.daily.account_polling import feed_url
from newsdigest.daily.delivery import (
    GIVEN_UP_AFTER,
    DeliveryReport,
    deliver_new,
    deliver_window,
)
from newsdigest.daily.failures import broken_for_long, failing_now, polled_feeds
from newsdigest.daily.marking import Unmarked, mark_read
from newsdigest.daily.plan import FIRST_WINDOW, DeliveryPlan
from newsdigest.daily.polling import poll
from newsdigest.daily.polls import (
    AccountSubscription,
    MailboxSubscription,
    PollOptions,
    PollReport,
    PollWatch,
    Subscription,
)

__all__ = [
    "FIRST_WINDOW",
    "GIVEN_UP_AFTER",
    "AccountSubscription",
    "DeliveryPlan",
    "DeliveryReport",
    "MailboxSubscription",
    "PollOptions",
    "PollReport",
    "PollWatch",
    "Subscription",
    "Unmarked",
    "broken_for_long",
    "deliver_new",
    "deliver_window",
    "failing_now",
    "feed_url",
    "mark_read",
    "poll",
    "polled_feeds",
]
