"""The two ways to a digest: of sources that are named, and of the configured feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from newsdigest.analyse import CustomTopic
from newsdigest.cli.options import check_format, parse_by
from newsdigest.cli.outlets import outlets_of, wanted_mail
from newsdigest.cli.progress import Progress
from newsdigest.cli.report import Report, format_summary
from newsdigest.cli.result import Target, check_target, local_zone
from newsdigest.cli.session import (
    locked_store,
    own_names,
    poll_options,
    reading_rules,
    remembering,
    subscriptions,
)
from newsdigest.cli.status import Status
from newsdigest.cli.streams import remark, stdin, tell
from newsdigest.cli.template import read_template
from newsdigest.cli.times import parse_as_of, parse_since
from newsdigest.cli.wording import counted
from newsdigest.config import Config, MailTo, Profile
from newsdigest.deliver import Outlet, Undelivered, deliver_to
from newsdigest.errors import DeliveryError, UsageError
from newsdigest.masking import masked_address
from newsdigest.pipeline import (
    DigestOptions,
    Run,
    check_pictures,
    illustrate,
    make_digest,
    passes,
    read,
    topical,
    with_own_names,
)
from newsdigest.render import FORMATS, Picture, Rendered, RenderOptions
from newsdigest.sources import Gathering

if TYPE_CHECKING:
    from newsdigest.daily import PollReport, Telling
    from newsdigest.model import Digest, Failure
    from newsdigest.pipeline import Reading
    from newsdigest.store import Store
    from newsdigest.workers import WorkerPool


# How far a digest of the configured feeds looks back where nobody says: a day's news.
_WINDOW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a digest is to be, by options, environment, profile, file and defaults in this order."""

    config: Config
    profile: Profile
    by: tuple[str, ...]
    options: DigestOptions
    new: bool
    as_of: datetime
    target: Target
    mail: MailTo
    # Whether nothing is delivered where there is nothing to tell; None where nobody said.
    skip_empty: bool | None
    # Whether the page is to have the stories' pictures in it.
    images: bool
    offline: bool
    wait: float
    quiet: bool
    report: Report

    @classmethod
    def of(cls, config: Config, profile_name: str | None, **typed: Any) -> Asked:
        """The settings that count; UsageError or ConfigError tells what is wrong with them."""
        profile = config.profile(profile_name)
        settings = profile.digest

        def value(name: str) -> Any:
            return getattr(settings, name) if typed[name] is None else typed[name]

        moment = parse_as_of(typed["as_of"], datetime.now(UTC))
        format = value("format")
        check_format(format, FORMATS)
        since = parse_since(value("since"), moment)
        path = value("template")
        template = read_template(path, format) if path else None
        format = template.kind if template else format
        if typed["open"]:
            target = Target.to_open(format, value("output"), template)
        else:
            target = Target(format, value("output"), template, paged=typed["pager"])
        mail = wanted_mail(profile, typed["mail"])
        if target.output or not mail.is_wanted:
            check_target(target, config)
        return cls(
            config=config,
            profile=profile,
            by=settings.by if typed["by"] is None else parse_by(typed["by"]),
            options=DigestOptions(
                since,
                value("sentences"),
                value("words"),
                value("limit"),
                own_topics(config),
                own_names(config),
                until=moment if typed["as_of"] else None,
            ),
            new=profile.new if typed["new"] is None else True,
            as_of=moment,
            target=target,
            mail=mail,
            skip_empty=profile.skip_empty if typed["skip_empty"] is None else typed["skip_empty"],
            images=_wants_images(target, value("images"), is_typed=bool(typed["images"])),
            offline=typed["offline"],
            wait=typed["wait"],
            quiet=typed["quiet"],
            report=Report(quiet=typed["quiet"], verbose=typed["verbose"]),
        )

    @property
    def gathering(self) -> Gathering:
        """How the sources of the command line are read."""
        return Gathering(stdin(), offline=self.offline, fetch=self.config.fetch)

    def outlets(self, run: Run) -> tuple[Outlet, ...]:
        """The places that the digest goes to. UsageError for one that cannot be."""
        return outlets_of(
            self.config,
            self.profile,
            self.mail,
            self.target,
            self.look,
            lambda digest, options: self.render(digest, options, run),
        )

    def look(self, digest: Digest) -> RenderOptions:
        """How the digest looks in files and mails."""
        zone = local_zone(digest.generated)
        return RenderOptions(self.by, timezone=zone, language=self.profile.digest.language)

    def render(self, digest: Digest, options: RenderOptions, run: Run) -> Rendered:
        """The digest for its file or for standard output, with its pictures if they are wanted."""
        pictures: Mapping[str, Picture] = {}
        if self.images and not self.offline:
            pictures = illustrate(digest, poll_options(self.config).network, run)
        with run.stage("render"):
            return self.target.render(digest, replace(options, pictures=pictures))


def _wants_images(target: Target, wanted: bool, *, is_typed: bool) -> bool:
    """Only a page has pictures; who types otherwise is told."""
    if not wanted or target.format != "html":
        if is_typed:
            raise UsageError(f"--images is for the format html, not {target.format}")
        return False
    check_pictures()
    return True


def own_topics(config: Config) -> tuple[CustomTopic, ...]:
    """The topics that the user defines."""
    return tuple(
        CustomTopic(topic.name, topic.words, topic.phrases, instead=topic.instead)
        for topic in config.topics
    )


def digest_of_sources(sources: list[str], asked: Asked, pool: WorkerPool | None) -> Status:
    """The digest of what the sources hold, filtered as the configuration asks."""
    if asked.new:
        raise UsageError("--new tells of the configured feeds: leave it or the SOURCE out")
    with Progress(quiet=asked.quiet) as progress:
        run = Run(
            asked.as_of,
            progress.update,
            reading_rules(asked.config),
            remembering(asked.config),
        )
        outlets = asked.outlets(run)
        reading = read(sources, asked.gathering, run, pool)
        made = make_digest(_wanted(reading, asked, run), asked.options, run)
    asked.report.notes(reading.notes)
    asked.report.failures(made.failures)
    if not reading.articles:
        return Status.NO_DIGEST
    # A file or a screen shows that there is nothing; nobody wants a mail that says so.
    skips_empty = asked.mail.is_wanted if asked.skip_empty is None else asked.skip_empty
    undelivered = () if skips_empty and not made.stories else _deliver(made, outlets, run)
    asked.report.failures([each for each in run.internal if each not in made.failures])
    asked.report.breakdown(run)
    _tell_undelivered(undelivered)
    return Status.SOURCE_FAILED if made.failures or run.internal else Status.DONE


def _wanted(reading: Reading, asked: Asked, run: Run) -> Reading:
    """What was read, as far as the filters let it through, with the user's own topics."""
    filters = (asked.config.filters, asked.profile.filters)
    with run.guard():
        named = with_own_names(reading.articles, asked.options.names)
        articles = (topical(each, asked.options.topics) for each in named)
        wanted = tuple(each for each in articles if all(passes(own, each) for own in filters))
    return replace(reading, articles=wanted, filtered=len(reading.articles) - len(wanted))


def _deliver(digest: Digest, outlets: Sequence[Outlet], run: Run) -> list[Undelivered]:
    """Take a digest of which nothing is remembered to every place."""
    with run.guard():
        receipts = [deliver_to(outlet, digest, outlet.channels) for outlet in outlets]
        return [each for receipt in receipts for each in receipt.undelivered]


def _tell_undelivered(undelivered: Sequence[Undelivered]) -> None:
    """DeliveryError with a line for each channel that did not take a digest."""
    if undelivered:
        raise DeliveryError("\n".join(dict.fromkeys(each.reason for each in undelivered)))


def digest_of_feeds(asked: Asked) -> Status:
    """Poll the configured feeds, then tell what is new or what the window holds."""
    if not asked.profile.feeds:
        raise UsageError(
            "no SOURCE, and no feed is configured: 'newsdigest feeds add URL' adds one"
        )
    with locked_store(asked.config, asked.wait) as store:
        with Progress(quiet=asked.quiet) as progress:
            rules = reading_rules(asked.config)
            run = Run(asked.as_of, progress.update, rules, store.lines.memory)
            outlets = asked.outlets(run)
            done = _poll(store, asked, run, progress)
        if done.is_offline and not asked.quiet:
            remark(format_summary(done))
        return _tell(store, asked, run, done, outlets)


def _poll(store: Store, asked: Asked, run: Run, progress: Progress) -> PollReport:
    from newsdigest.daily import PollReport, poll

    if asked.offline:
        return PollReport()
    options = poll_options(asked.config, watch=progress)
    with run.stage("poll"):
        return poll(subscriptions(asked.config, asked.profile), store, options, run)


def _tell(
    store: Store, asked: Asked, run: Run, done: PollReport, outlets: Sequence[Outlet]
) -> Status:
    from newsdigest.daily import (
        broken_for_long,
        digest_of_window,
        failures_to_show,
        polled_feeds,
        tell_new,
    )

    feeds = polled_feeds(store, asked.profile.feeds)
    telling = _telling(asked)
    if asked.new:
        failures = failures_to_show(feeds, store.digests.last_delivered(asked.profile.name))
        done_telling = tell_new(store, telling, failures, run, outlets)
        told, undelivered = done_telling.digests, done_telling.undelivered
        filtered = done_telling.filtered
    else:
        failures = failures_to_show(feeds, telling.options.since)
        made = digest_of_window(store, telling, failures, run)
        told = len(made.stories)
        is_wanted = made.stories or not telling.skips_empty or _shows_filtering(asked, made)
        filtered = 0 if is_wanted else made.counts.filtered
        undelivered = tuple(_deliver(made, outlets, run)) if is_wanted else ()
    broken = broken_for_long(feeds, run.as_of, asked.config.fetch.patience, done.ended)
    status = _status(asked, broken, told, run, is_all=len(broken) == len(feeds), filtered=filtered)
    _tell_undelivered(undelivered)
    return status


def _shows_filtering(asked: Asked, made: Digest) -> bool:
    """Whether an empty digest is shown because the filters took everything out of it."""
    return made.counts.filtered > 0 and asked.skip_empty is None and not asked.mail.is_wanted


def _telling(asked: Asked) -> Telling:
    from newsdigest.daily import Telling
    from newsdigest.store import state_key

    since = asked.options.since
    if since is None and not asked.new:
        since = asked.as_of - _WINDOW
    return Telling(
        asked.profile.name,
        tuple(state_key(feed.url) for feed in asked.profile.feeds),
        # What the feeds brought is judged by when it came in.
        replace(asked.options, since=since, until=None),
        (asked.config.filters, asked.profile.filters),
        {masked_address(feed.url): feed.filters for feed in asked.profile.feeds},
        skips_empty=asked.skip_empty is not False,
    )


def _status(
    asked: Asked, broken: list[Failure], told: int, run: Run, *, is_all: bool, filtered: int
) -> Status:
    """What becomes of the run, told on standard error as far as that is wanted."""
    asked.report.failures([*broken, *run.internal])
    asked.report.breakdown(run)
    if broken or run.internal:
        return Status.NO_DIGEST if is_all and not told else Status.SOURCE_FAILED
    if not told and not asked.quiet:
        say = tell if asked.report.verbose else remark
        left_out = f": the filters left out all of {counted(filtered, 'article')}"
        say(f"nothing new{left_out if filtered else ''}")
    return Status.DONE
