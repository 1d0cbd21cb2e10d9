"""newsdigest digest."""

from __future__ import annotations

from newsdigest.cli.options import (
    All,
    By,
    Charts,
    ConfigFile,
    Drop,
    DryRun,
    EndsAsOf,
    FeedsOrSources,
    Format,
    GroupNames,
    Images,
    Keep,
    Limit,
    MailTo,
    Minutes,
    New,
    Offline,
    Open,
    Output,
    Pager,
    ProfileName,
    Quiet,
    Sentences,
    Since,
    SkipEmpty,
    TemplateFile,
    Top,
    Topics,
    Until,
    Verbose,
    Wait,
    Words,
)
from newsdigest.cli.status import Status, command
from newsdigest.errors import UsageError


@command
def digest(
    sources: FeedsOrSources = None,
    since: Since = None,
    until: Until = None,
    keep: Keep = None,
    drop: Drop = None,
    topics: Topics = None,
    new: New = False,
    group: GroupNames = None,
    profile: ProfileName = None,
    as_of: EndsAsOf = None,
    minutes: Minutes = None,
    top: Top = None,
    limit: Limit = None,
    all: All = False,
    by: By = None,
    sentences: Sentences = None,
    words: Words = None,
    format: Format = None,
    output: Output = None,
    template: TemplateFile = None,
    images: Images = None,
    charts: Charts = None,
    mail: MailTo = None,
    skip_empty: SkipEmpty = None,
    dry_run: DryRun = False,
    open: Open = False,
    pager: Pager = True,
    offline: Offline = False,
    wait: Wait = 0.0,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Status:
    """Print a digest of sources or of the configured feeds.

    Every story appears once, with a summary in its sources' own words. Without a SOURCE it
    is of what is piped in, or else the configured feeds are polled and it is of their articles.
    """
    from newsdigest.cli.digest_request import DigestRequest
    from newsdigest.cli.piped import piped_sources
    from newsdigest.cli.session import load

    if not (sources or new or profile or group):
        sources = piped_sources(quiet=quiet)
    request = DigestRequest.of(
        load(config, quiet=quiet),
        profile,
        by=by,
        sentences=sentences,
        words=words,
        minutes=minutes,
        top=top,
        limit=limit,
        all=all,
        of_feeds=not sources,
        groups=group or (),
        since=since,
        until=until,
        keep=keep,
        drop=drop,
        topics=topics,
        new=new or None,
        as_of=as_of,
        format=format,
        output=output,
        template=template,
        mail=mail,
        skip_empty=skip_empty,
        dry_run=dry_run,
        images=images,
        charts=charts,
        open=open,
        pager=pager,
        offline=offline,
        wait=wait,
        quiet=quiet,
        verbose=verbose,
    )
    if sources:
        from newsdigest.cli.source_digest import source_digest

        return source_digest(sources, request)
    if request.config.feeds and not request.profile.feeds:
        raise UsageError("no feed is in the groups of the profile")
    if not request.profile.feeds:
        raise UsageError(
            "no SOURCE, and no feed is configured: 'newsdigest feeds add URL' adds one"
        )
    from newsdigest.cli.feed_digest import feed_digest

    return feed_digest(request)
