"""The network: the one place that knows httpx."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from newsdigest.sources.network.client import Network
from newsdigest.sources.network.logins import SiteLogin, parse_login
from newsdigest.sources.network.options import Fetched, NetworkOptions, Request, Wanted
from newsdigest.sources.network.reasons import RestingHostError, UnknownHostError
from newsdigest.sources.network.robots import RobotsJudge, RobotsQuestion, is_allowed
from newsdigest.sources.network.streaming import fetch_stream

__all__ = [
    "Fetched",
    "Network",
    "NetworkOptions",
    "Request",
    "RestingHostError",
    "RobotsJudge",
    "RobotsQuestion",
    "SiteLogin",
    "UnknownHostError",
    "Wanted",
    "fetch_all",
    "fetch_stream",
    "is_allowed",
    "parse_login",
]


def fetch_all(requests: Sequence[Request], options: NetworkOptions) -> list[Fetched]:
    """One answer for each request, in the order given; for callers that are not asynchronous."""
    # Equal requests are answered in their order.
    answers: dict[Request, deque[Fetched]] = {}
    for got in fetch_stream(requests, options):
        answers.setdefault(got.request, deque()).append(got)
    return [answers[request].popleft() for request in requests]
