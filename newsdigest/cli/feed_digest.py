"""The digest of the configured feeds."""

from __future__ import annotations

from datetime import timedelta

from newsdigest.cli.digest_request import DigestRequest
from newsdigest.cli.dry_run import Marks, Preview, format_plan, planned_by
from newsdigest.cli.members import members, with_members
from newsdigest.cli.progress import Progress
from newsdigest.cli.report import format_reasons, format_summary
from newsdigest.cli.session import (
    accounts,
    locked_store,
    mailboxes,
    mark_items,
    mutes,
    not_paused,
    own_groups,
    own_limits,
    own_weights,
    poll_options,
    reading_rules,
    scratch_store,
    subscriptions,
    with_learnt,
)
from newsdigest.cli.status import Status
from newsdigest.cli.streams import remark, write_stderr, write_stdout
from newsdigest.cli.wording import counted
from newsdigest.daily import (
    DeliveryPlan,
    DeliveryReport,
    PollReport,
    broken_for_long,
    deliver_new,
    deliver_window,
    failing_now,
    poll,
    polled_feeds,
)
from newsdigest.deliver import check_delivered
from newsdigest.masking import masked_address
from newsdigest.model import Failure
from newsdigest.pipeline import Run
from newsdigest.store import Store, state_key
from newsdigest.valueclasses import replace

# The default window of a digest of the configured feeds.
_WINDOW = timedelta(days=1)


def feed_digest(request: DigestRequest) -> Status:
    """Poll the configured feeds, then deliver the new articles or those in the window."""
    if request.dry_run:
        return _preview(request)
    feeds, config = request.profile.feeds, request.config
    with locked_store(config, request.wait) as store:
        with Progress(quiet=request.quiet) as progress:
            run = Run(request.as_of, progress.update, reading_rules(config), store.lines.memory)
            outlets = request.outlets(run)
            sent = None
            if config.rewrite.is_wanted:
                from newsdigest.cli.rewriting import add_rewriting

                sent = add_rewriting(run, config, store, offline=request.offline)
            polled = _poll(store, request, run, progress)
        if (polled.is_offline or polled.failures) and not request.quiet:
            remark(format_summary(polled))
        known = polled_feeds(store, not_paused(feeds))
        deliver = deliver_new if request.new else deliver_window
        try:
            delivery = deliver(store, _plan(request, store), known, run, outlets)
        finally:
            request.report.sent(sent, config)
        if not request.offline:
            mark_items(config, request.profile, store, request.report, run.as_of)
        broken = broken_for_long(known, run.as_of, config.fetch.patience, polled.ended)
        # Those of this poll were named above already.
        named = set() if request.report.verbose else {each.source for each in polled.failures}
        failing = [each for each in failing_now(known) if each.source not in named]
        is_all = len(broken) == len(known)
        status = _status(request, broken, failing, delivery, run, is_all=is_all)
        check_delivered(delivery.undelivered)
        return status


def _preview(request: DigestRequest) -> Status:
    """Print what would be delivered of the stored articles, on a copy of the state."""
    config = request.config
    with scratch_store(config) as store:
        plan = _plan(request, store)
        run = Run(request.as_of, None, reading_rules(config), store.lines.memory)
        previews = [Preview(outlet) for outlet in request.outlets(run)]
        known = polled_feeds(store, not_paused(request.profile.feeds))
        before = _undelivered(store, plan)
        deliver = deliver_new if request.new else deliver_window
        deliver(store, plan, known, run, previews)
        after = _undelivered(store, plan)
        planned = planned_by(previews)
        marks = None
        if request.new:
            named = frozenset().union(*(each.named for each in planned))
            marked = before - after
            marks = Marks(plan.profile, len(marked), len(marked - named), len(after))
    write_stdout(format_plan(planned, marks), "text")
    request.report.failures([*run.internal])
    remark("no feed was polled: 'newsdigest fetch' gets what is new first")
    return Status.SOURCE_FAILED if run.internal else Status.DONE


def _undelivered(store: Store, plan: DeliveryPlan) -> set[str]:
    return {each.article.id for each in store.articles.undelivered(plan.profile, plan.feeds)}


def _poll(store: Store, request: DigestRequest, run: Run, progress: Progress) -> PollReport:
    if request.offline:
        return PollReport()
    config, profile = request.config, request.profile
    options = poll_options(config, watch=progress)
    with run.stage("poll"):
        return poll(
            subscriptions(config, profile),
            store,
            options,
            run,
            mailboxes(config, profile),
            accounts(config, profile),
        )


def _plan(request: DigestRequest, store: Store) -> DeliveryPlan:
    # A feed that an account has had since this run's poll is among them.
    feeds, since = members(request.config, request.profile.feeds, store), request.options.since
    config = with_members(request.config, store)
    if since is None and not request.new:
        end = request.options.until if request.is_dated else None
        since = (end or request.as_of) - _WINDOW
    filters = request.options.filters
    return DeliveryPlan(
        request.profile.name,
        tuple(state_key(feed.url) for feed in feeds),
        replace(
            request.options,
            since=since,
            groups=own_groups(config, request.groups),
            weights=own_weights(config),
            limits=own_limits(config),
            interests=with_learnt(request.options.interests, store),
            filters=filters if request.new else (*filters, *request.only),
            feed_filters={masked_address(feed.url): feed.filters for feed in feeds},
        ),
        skips_empty=request.skip_empty is not False,
        # A digest emptied by filters is shown, but not mailed.
        shows_filtered=request.skip_empty is None and not request.mail.is_wanted,
        only=request.only if request.new else (),
        mute=mutes(feeds),
        accounts=tuple(
            state_key(feed.url)
            for feed in request.profile.feeds
            if feed.account and feed.account.mark_read
        ),
        is_dated=request.is_dated,
        # The clock alone holds back nothing that a run at that time has received.
        from_arrival=request.new and not request.is_dated,
    )


def _status(
    request: DigestRequest,
    broken: list[Failure],
    failing: list[Failure],
    delivery: DeliveryReport,
    run: Run,
    *,
    is_all: bool,
) -> Status:
    """The exit status of the run, after reporting on standard error as requested."""
    request.report.failures([*broken, *run.internal])
    request.report.breakdown(run)
    if broken or run.internal:
        return Status.NO_DIGEST if is_all and not delivery.digests else Status.SOURCE_FAILED
    if not delivery.digests and not request.quiet:
        say = write_stderr if request.report.verbose else remark
        filtered = delivery.filtered
        left_out = f": the filters left out all of {counted(filtered, 'article')}"
        failed = f"; {counted(len(failing), 'source')} failed: {format_reasons(failing)}"
        say(f"nothing new{left_out if filtered else ''}{failed if failing else ''}")
    return Status.DONE
