"""The pictures of the lead articles, fetched by the parent and scaled in child processes."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from newsdigest.errors import UsageError
from newsdigest.model import Digest
from newsdigest.pipeline.robots import robots_judge
from newsdigest.pipeline.run import Run
from newsdigest.render import Picture, scale_picture
from newsdigest.sources import host_ports_of, is_web_address
from newsdigest.valueclasses import replace
from newsdigest.workers.pool import WorkerPool

if TYPE_CHECKING:
    from newsdigest.sources.network import NetworkOptions


def check_pictures() -> None:
    """Raises UsageError if Pillow is not installed."""
    if find_spec("PIL") is None:
        raise UsageError("--images needs Pillow: pip install 'newsdigest[images]'")


def illustrate(digest: Digest, options: NetworkOptions, run: Run) -> Mapping[str, Picture]:
    """The available pictures of the stories' leads by URL."""
    from newsdigest.sources.network import Request, Wanted, fetch_all

    leads = {
        lead.image: host_ports_of(lead.origin) & run.named
        for lead in (story.lead for story in digest.stories)
        if lead.image and is_web_address(lead.image)
    }
    if not leads:
        return {}
    allowed = options.allowed.union(*leads.values())
    requests = [Request(url, Wanted.PICTURE, trusted=own) for url, own in leads.items()]
    with run.stage("pictures"):
        with robots_judge() as judge:
            asking = replace(options, allowed=allowed, robots_judge=judge)
            answers = fetch_all(requests, asking)
        found = {a.request.url: a.document.content for a in answers if a.document and not a.error}
        with WorkerPool(warm=False) as pool:
            scaled = zip(found, pool.map(scale_picture, found.values()), strict=True)
            return {url: made for url, (_, made) in scaled if isinstance(made, Picture)}
