"""The digest requested by the command line and the configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from newsdigest.cli.narrowing import typed_filters
from newsdigest.cli.options import check_digest_format, parse_by
from newsdigest.cli.outlets import outlets_of, wanted_mail
from newsdigest.cli.report import Report
from newsdigest.cli.result import Target, check_target, local_zone
from newsdigest.cli.session import (
    feeds_in,
    own_groups,
    own_interests,
    own_limits,
    own_names,
    own_topics,
    own_weights,
    poll_options,
)
from newsdigest.cli.streams import stdin
from newsdigest.cli.template import read_template
from newsdigest.cli.times import parse_as_of, parse_window
from newsdigest.config import NO_MAIL, Config, DigestSettings, EditionSettings, MailTo, Profile
from newsdigest.deliver import RenderingOutlet
from newsdigest.deliver.outlets import mail_headers
from newsdigest.errors import UsageError
from newsdigest.filters import Filters
from newsdigest.formats import format_of
from newsdigest.model import Digest, Highlight
from newsdigest.pipeline import DigestOptions, Run, check_pictures, illustrate, just_after
from newsdigest.render import Picture, RenderedDigest, RenderOptions
from newsdigest.sources import Gathering
from newsdigest.sources.tables import DayRange
from newsdigest.valueclasses import replace, valueclass

# The budget of a digest of the configured feeds, unless the user sets one.
FEED_MINUTES = 3


@valueclass
class DigestRequest:
    """A request from options, environment, profile, file and defaults, in order of precedence."""

    config: Config
    profile: Profile
    by: tuple[str, ...]
    # The groups of feeds that are asked for, here or by the profile.
    groups: tuple[str, ...]
    options: DigestOptions
    # Filters of this run alone.
    only: tuple[Filters, ...]
    # Whether the window ends where the user said, and not with the clock.
    is_dated: bool
    new: bool
    as_of: datetime
    target: Target
    mail: MailTo
    # Whether a digest without stories is not delivered; None if unspecified.
    skip_empty: bool | None
    # Whether the page includes the stories' pictures.
    images: bool
    # Whether the page ends with charts.
    charts: bool
    offline: bool
    wait: float
    # Whether the digest is only previewed.
    dry_run: bool
    # Of its days and clocks; None for the local one.
    timezone: tzinfo | None
    quiet: bool
    report: Report

    @classmethod
    def of(cls, config: Config, profile_name: str | None, **typed: Any) -> DigestRequest:
        """The request; `typed` has the options, None for those that were not given.

        Raises UsageError or ConfigError.
        """
        profile = config.profile(profile_name)
        if typed["groups"]:
            profile = _in_groups(config, profile, typed["groups"], of_feeds=typed["of_feeds"])
        if not typed["of_feeds"] and profile.new:
            profile = _as_form(profile)
        settings = profile.digest

        def value(name: str) -> Any:
            return getattr(settings, name) if typed[name] is None else typed[name]

        moment = parse_as_of(typed["as_of"], datetime.now(UTC))
        if typed["format"]:
            check_digest_format(typed["format"])
        since, until = parse_window(value("since"), typed["until"], moment)
        path = value("template")
        format = typed["format"] or _format(settings, typed["output"], template=path)
        template = read_template(path, format) if path else None
        target = Target.of(
            template.kind if template else format,
            value("output"),
            template,
            opened=typed["open"],
            paged=typed["pager"],
        )
        mail = wanted_mail(profile, typed["mail"])
        if target.output or target.printed or not mail.is_wanted:
            check_target(target, config)
        images = _of_page("images", value("images"), target, typed)
        if images:
            check_pictures()
        return cls(
            config=config,
            profile=profile,
            by=settings.by if typed["by"] is None else parse_by(typed["by"]),
            groups=tuple(typed["groups"] or profile.groups),
            options=DigestOptions(
                since,
                value("sentences"),
                value("words"),
                None if typed["all"] else value("limit"),
                _minutes(value("minutes"), typed),
                value("top"),
                own_topics(config),
                own_names(config),
                until=_earliest(until, just_after(moment) if typed["as_of"] else None),
                filters=(config.filters, profile.filters),
                groups=own_groups(config, typed["groups"] or profile.groups),
                weights=own_weights(config),
                interests=own_interests(config),
                limits=own_limits(config),
                highlights=_highlights(config.edition),
            ),
            only=typed_filters(
                config,
                keep=typed["keep"] or (),
                drop=typed["drop"] or (),
                topics=typed["topics"] or (),
            ),
            is_dated=until is not None,
            new=profile.new if typed["new"] is None else True,
            as_of=moment,
            target=target,
            mail=mail,
            skip_empty=profile.skip_empty if typed["skip_empty"] is None else typed["skip_empty"],
            images=images,
            charts=_of_page("charts", value("charts"), target, typed),
            offline=typed["offline"],
            wait=typed["wait"],
            dry_run=typed["dry_run"],
            timezone=typed.get("timezone"),
            quiet=typed["quiet"],
            report=Report(quiet=typed["quiet"], verbose=typed["verbose"]),
        )

    @property
    def gathering(self) -> Gathering:
        """How to read the sources of the command line."""
        return Gathering(
            stdin(),
            offline=self.offline,
            fetch=self.config.fetch,
            days=DayRange.of(self.options.since, self.options.until),
        )

    def outlets(self, run: Run) -> tuple[RenderingOutlet, ...]:
        """The outlets of the digest. UsageError for an invalid one."""
        return outlets_of(
            self.config,
            self.profile,
            self.mail,
            self.target,
            self.look,
            lambda digest, options: self.render(digest, options, run),
        )

    def look(self, digest: Digest) -> RenderOptions:
        """The render options for files and mails."""
        zone = self.timezone or local_zone(digest.generated)
        language = self.profile.digest.language
        headers = mail_headers(self.config.mail, self.mail.to, self.mail.subject)
        return RenderOptions(
            self.by, timezone=zone, language=language, charts=self.charts, mail=headers
        )

    def render(self, digest: Digest, options: RenderOptions, run: Run) -> RenderedDigest:
        """The rendered digest for its file or standard output, with pictures if requested."""
        pictures: Mapping[str, Picture] = {}
        if self.images and not (self.offline or self.dry_run):
            pictures = illustrate(digest, poll_options(self.config).network, run)
        with run.stage("render"):
            return self.target.render(digest, replace(options, pictures=pictures))


def _as_form(profile: Profile) -> Profile:
    """The look of a profile of new articles, for sources named on the command line."""
    digest = replace(profile.digest, output=None)
    return replace(
        profile,
        digest=digest,
        new=False,
        mail=NO_MAIL,
        notify=False,
        channels=(),
        skip_empty=None,
    )


def _format(settings: DigestSettings, output: Path | None, *, template: Path | None) -> str | None:
    """The format of a typed output's suffix, or else the configured one."""
    by_name = format_of(output.name) if output and not template else None
    return by_name or settings.format


def _earliest(*ends: datetime | None) -> datetime | None:
    return min(filter(None, ends), default=None)


def _in_groups(
    config: Config, profile: Profile, groups: Sequence[str], *, of_feeds: bool
) -> Profile:
    """The profile with its feeds that are in one of the groups. UsageError if none is."""
    if not of_feeds:
        raise UsageError("--group is for the configured feeds: leave it or the SOURCE out")
    feeds = feeds_in(config, profile.feeds, groups)
    if not feeds:
        whose = f"of the profile {profile.name} " if profile.name else ""
        raise UsageError(f"no feed {whose}is in the group {', '.join(groups)}")
    return replace(profile, feeds=feeds)


def _minutes(minutes: int | None, typed: Mapping[str, Any]) -> int | None:
    """The reading budget; UsageError for --all with what it turns off."""
    if typed["all"]:
        if typed["minutes"] or typed["limit"]:
            raise UsageError("--all has no budget: leave out --minutes and --limit, or --all")
        return None
    if minutes is None and typed["of_feeds"]:
        return FEED_MINUTES
    return minutes or None


def _highlights(settings: EditionSettings) -> frozenset[Highlight]:
    """What an edition may end with."""
    wanted = {
        Highlight.NUMBER: settings.number,
        Highlight.QUOTE: settings.quote,
        Highlight.FINALLY: settings.finally_,
    }
    return frozenset(highlight for highlight, is_wanted in wanted.items() if is_wanted)


def _of_page(name: str, wanted: bool, target: Target, typed: Mapping[str, Any]) -> bool:
    """Whether to include pictures or charts; UsageError for their option without HTML output."""
    if wanted and target.format == "html":
        return True
    if typed[name]:
        raise UsageError(f"--{name} is for the format html, not {target.format}")
    return False
