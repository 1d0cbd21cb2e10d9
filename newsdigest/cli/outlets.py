"""The outlets of a digest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field

from newsdigest.cli.result import Target, write_result
from newsdigest.cli.showing import show_in_browser
from newsdigest.config import Config, MailTo, Profile, parse_address
from newsdigest.deliver import Receipt, RenderingOutlet
from newsdigest.deliver.channels import ChannelRequest, outlet_of
from newsdigest.deliver.outlets import FileOutlet, Look
from newsdigest.errors import DeliveryError
from newsdigest.model import Digest
from newsdigest.render import RenderedDigest, RenderOptions
from newsdigest.valueclasses import replace, valueclass

Render = Callable[[Digest, RenderOptions], RenderedDigest]


@valueclass
class StdoutOutlet:
    """Standard output."""

    target: Target
    look: Look
    render: Render
    channels: tuple[str, ...] = field(default=("stdout",), init=False)
    holds_one: bool = field(default=False, init=False)
    is_brief: bool = field(default=False, init=False)

    def named(self, digest: Digest) -> frozenset[str]:
        return self._rendered(digest).named

    def _rendered(self, digest: Digest) -> RenderedDigest:
        return self.render(digest, self.target.shown(self.look(digest)))

    def deliver(self, digest: Digest, channels: Sequence[str]) -> Receipt:
        made = self._rendered(digest)
        try:
            write_result(made.content, self.target)
        except DeliveryError as error:
            return Receipt.refused(channels, str(error))
        return Receipt(made.named)


def wanted_mail(profile: Profile, typed: Sequence[str] | None) -> MailTo:
    """The mail recipients: those on the command line, else those of the profile."""
    if not typed:
        return profile.mail
    to = dict.fromkeys(parse_address(each) for each in typed)
    return MailTo(is_wanted=True, to=tuple(to), subject=profile.mail.subject)


def outlets_of(
    config: Config, profile: Profile, mail: MailTo, target: Target, look: Look, render: Render
) -> tuple[RenderingOutlet, ...]:
    """All outlets of a digest; standard output only if there is no other.

    UsageError if mail or services are requested but cannot be used.
    """
    request = ChannelRequest(
        look, config.mail, mail, config.notify, has_book=target.format == "epub"
    )
    others: list[RenderingOutlet] = []
    if mail.is_wanted:
        others.append(outlet_of("mail", request))
    if profile.notify:
        others.append(outlet_of("notify", request))
    others += [
        outlet_of(channel.name, replace(request, settings=channel.settings))
        for channel in profile.channels
    ]
    if target.printed:
        return (StdoutOutlet(target, look, render), *others)
    if target.output:
        watch = show_in_browser if target.opened else None
        return (FileOutlet(target.output, target.format, look, render, watch), *others)
    return tuple(others) or (StdoutOutlet(target, look, render),)
