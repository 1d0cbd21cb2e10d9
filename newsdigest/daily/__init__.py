"""The daily road: configured feeds to the state, the state to digests delivered once each.

polling    configured feeds → what is new kept in the state
telling    what a profile was not told yet → a digest → delivered → remembered
failures   which feeds fail, and which have failed for long enough to be reported
"""

from newsdigest.daily.failures import broken_for_long, failures_to_show, polled_feeds
from newsdigest.daily.polling import poll
from newsdigest.daily.polls import PollOptions, PollReport, PollWatch, Subscription
from newsdigest.daily.telling import (
    FIRST_WINDOW,
    GIVEN_UP_AFTER,
    Telling,
    Told,
    digest_of_window,
    tell_new,
)

__all__ = [
    "FIRST_WINDOW",
    "GIVEN_UP_AFTER",
    "PollOptions",
    "PollReport",
    "PollWatch",
    "Subscription",
    "Telling",
    "Told",
    "broken_for_long",
    "digest_of_window",
    "failures_to_show",
    "poll",
    "polled_feeds",
    "tell_new",
]
