"""newsdigest boilerplate: explain, list, forget, keep, import, try."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from newsdigest.cli.options import (
    AsOf,
    ConfigFile,
    Offline,
    Quiet,
    ScreenFormat,
    Sources,
    Wait,
    check_format,
)
from newsdigest.cli.status import Status, command
from newsdigest.cli.usage import CommandGroup, HelpfulCommand

boilerplate = typer.Typer(
    cls=CommandGroup,
    name="boilerplate",
    help="Text removed from articles: explain it, keep it, write rules for sites.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Use(StrEnum):
    """The settings of a site."""

    BODY = "body"
    REMOVE = "remove"
    KEEP = "keep"
    NEXT = "next"


_FORMATS = ("terminal", "json")


@boilerplate.command(cls=HelpfulCommand)
@command
def explain(
    sources: Sources = None,
    as_of: AsOf = None,
    format: ScreenFormat = "terminal",
    offline: Offline = False,
    config: ConfigFile = None,
    quiet: Quiet = False,
) -> Status:
    """Print articles with removed text struck through, and the rules that removed it.

    For learnt lines it shows the number of stories and when they were first and last seen.
    """
    from newsdigest.cli.boilerplate_view import explanation_as_json, format_explanation
    from newsdigest.cli.piped import named_or_piped
    from newsdigest.cli.report import Report
    from newsdigest.cli.session import load, reading_rules, remembering
    from newsdigest.cli.streams import screen, stdin, write_stdout
    from newsdigest.cli.times import parse_as_of
    from newsdigest.pipeline import Run
    from newsdigest.pipeline import explain as explain_sources
    from newsdigest.sources import Gathering

    check_format(format, _FORMATS)
    loaded = load(config, quiet=quiet)
    moment = parse_as_of(as_of, datetime.now(UTC))
    run = Run(moment, None, reading_rules(loaded), remembering(loaded))
    gathering = Gathering(stdin(), offline=offline, fetch=loaded.fetch)
    found = explain_sources(named_or_piped(sources), gathering, run)
    Report(quiet=quiet, verbose=False).failures(found.failures)
    if not found.articles:
        return Status.NO_DIGEST
    if format == "json":
        write_stdout(explanation_as_json(found.articles), "json")
    else:
        shown = screen()
        write_stdout(format_explanation(found.articles, shown.width, colour=shown.colour), format)
    return Status.SOURCE_FAILED if found.failures else Status.DONE


@boilerplate.command("list", cls=HelpfulCommand)
@command
def list_lines(
    source: Annotated[
        str | None,
        typer.Argument(metavar="SOURCE", show_default=False, help="Part of a publication's name."),
    ] = None,
    format: ScreenFormat = "terminal",
    config: ConfigFile = None,
) -> Status:
    """Show the learnt lines by publication."""
    from newsdigest.cli.boilerplate_view import format_lines, learnt_rows, lines_as_json
    from newsdigest.cli.session import load, reading_store
    from newsdigest.cli.streams import remark, screen, write_stdout

    check_format(format, _FORMATS)
    with reading_store(load(config)) as store:
        rows = learnt_rows(store.lines, source) if store else []
    if format == "json":
        write_stdout(lines_as_json(rows), "json")
    else:
        write_stdout(format_lines(rows, screen().width), "terminal")
    if not rows:
        remark("no line was learnt yet" if source is None else f"no line was learnt of {source!r}")
    return Status.DONE


@boilerplate.command(cls=HelpfulCommand)
@command
def forget(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", show_default=False)],
    config: ConfigFile = None,
    wait: Wait = 0.0,
) -> Status:
    """Forget learnt lines: they stay in articles and are not learnt again."""
    from newsdigest.cli.session import load, locked_store
    from newsdigest.cli.streams import write_stdout
    from newsdigest.errors import UsageError

    with locked_store(load(config), wait) as store, store.transaction():
        for id in ids:
            line = store.lines.forget(id.removeprefix("learnt:"))
            if line is None:
                hint = "'newsdigest boilerplate list' shows the ids"
                raise UsageError(f"no line was learnt under the id {id!r}: {hint}")
            write_stdout(f"forgotten: {line.text}\n", "text")
    return Status.DONE


@boilerplate.command(cls=HelpfulCommand)
@command
def keep(
    text: Annotated[str, typer.Argument(metavar="TEXT", show_default=False)],
    config: ConfigFile = None,
) -> Status:
    """Keep a text, whatever the rules, by adding it to boilerplate.keep."""
    from newsdigest.cli.session import config_path, load
    from newsdigest.cli.streams import write_stdout
    from newsdigest.config.edit import keep_text
    from newsdigest.language import printable

    text = printable(text)
    path = config_path(load(config))
    verb = "kept from now on" if keep_text(path, text) else "kept already"
    write_stdout(f"{verb}: {text}\n", "text")
    return Status.DONE


@boilerplate.command("import", cls=HelpfulCommand)
@command
def import_sites(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", show_default=False)],
    host: Annotated[
        str | None,
        typer.Option(metavar="HOST", show_default=False, help="The site; by default FILE's name."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the rules instead of saving them.")
    ] = False,
    config: ConfigFile = None,
) -> Status:
    """Import rules for sites in the format of fivefilters/ftr-site-config.

    Each FILE becomes a section [site."HOST"]; rules that CSS cannot express are reported.
    """
    from newsdigest.cli.session import config_path, load
    from newsdigest.cli.site_import import read_sites
    from newsdigest.cli.streams import write_stderr, write_stdout
    from newsdigest.config.edit import add_site, site_toml

    imported = read_sites(files, host)
    for problem in imported.problems:
        write_stderr(f"warning: {problem}")
    path = None if dry_run else config_path(load(config))
    for site, rules in imported.sites.items():
        if path is None:
            write_stdout(f"{site_toml(site, rules)}\n", "text")
        else:
            verb = "added" if add_site(path, site, rules) else "there is a rule already for"
            write_stdout(f"{verb}: {site}\n", "text")
    return Status.DONE if imported.sites else Status.NO_DIGEST


@boilerplate.command("try", cls=HelpfulCommand)
@command
def try_selector(
    selector: Annotated[str, typer.Argument(metavar="SELECTOR", show_default=False)],
    sources: Sources = None,
    use: Annotated[
        Use,
        typer.Option(
            "--as", metavar="SETTING", help="What the selector is for: body, remove, keep or next."
        ),
    ] = Use.REMOVE,
    as_of: AsOf = None,
    format: ScreenFormat = "terminal",
    offline: Offline = False,
    quiet: Quiet = False,
) -> Status:
    """Preview a CSS selector on pages before you save it as a rule for their site."""
    from newsdigest.cli.boilerplate_view import format_trials, trials_as_json
    from newsdigest.cli.piped import named_or_piped
    from newsdigest.cli.report import Report
    from newsdigest.cli.streams import screen, stdin, write_stdout
    from newsdigest.cli.times import parse_as_of
    from newsdigest.pipeline import Run
    from newsdigest.pipeline import try_selector as try_on
    from newsdigest.sources import Gathering

    check_format(format, _FORMATS)
    run = Run(parse_as_of(as_of, datetime.now(UTC)))
    gathering = Gathering(stdin(), offline=offline)
    tried = try_on(named_or_piped(sources), selector, use, gathering, run)
    Report(quiet=quiet, verbose=False).failures(tried.failures)
    if not tried.pages:
        return Status.NO_DIGEST
    if format == "json":
        write_stdout(trials_as_json(tried.pages), "json")
    else:
        write_stdout(format_trials(tried.pages, screen().width), "terminal")
    return Status.SOURCE_FAILED if tried.failures else Status.DONE
