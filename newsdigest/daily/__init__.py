"""The daily road: configured feeds to the state, the state to digests delivered once each.

polling    configured feeds → what is new kept in the state
plan       what a profile's digests hold, and which of the kept articles are news to it
delivery   undelivered articles → a digest → delivered → marked as delivered
failures   which feeds fail, and which have failed for long enough to be reported
"""

from newsdigest.daily.delivery import (
    GIVEN_UP_AFTER,
    DeliveryReport,
    deliver_new,
    deliver_window,
)
from newsdigest.daily.failures import broken_for_long, polled_feeds
from newsdigest.daily.plan import FIRST_WINDOW, DeliveryPlan
from newsdigest.daily.polling import poll
from newsdigest.daily.polls import PollOptions, PollReport, PollWatch, Subscription

__all__ = [
    "FIRST_WINDOW",
    "GIVEN_UP_AFTER",
    "DeliveryPlan",
    "DeliveryReport",
    "PollOptions",
    "PollReport",
    "PollWatch",
    "Subscription",
    "broken_for_long",
    "deliver_new",
    "deliver_window",
    "poll",
    "polled_feeds",
]
