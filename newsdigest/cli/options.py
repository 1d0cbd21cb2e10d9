"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsdigest.cli import completing
from newsdigest.errors import UsageError
from newsdigest.formats import FORMATS, LEVELS, format_names, is_format

FORMAT_NAMES = ", ".join(FORMATS)

# The headings of options in help.
READ = "What to read"
SHOW = "What to show"
LOOK = "How it looks"
GOES = "Where it goes"
NETWORK = "Network and other runs"

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE...",
        help="URLs, files, directories, or '-' for standard input. [default: what is piped in]",
        show_default=False,
    ),
]
FeedsOrSources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE...",
        help="URLs, files, directories, or '-' for standard input. [default: what is piped in, "
        "else the configured feeds]",
        show_default=False,
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        metavar="TIME",
        rich_help_panel=READ,
        help="The time of the run, to which '2 hours ago' is relative. [default: now]",
        show_default=False,
    ),
]
EndsAsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        rich_help_panel=READ,
        help="The time of the run, to which '2 hours ago' is relative; articles published later "
        "are left out. [default: now]",
        show_default=False,
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        metavar="FILE",
        show_default=False,
        help="Use this configuration file instead of the default one.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        show_default=False,
        rich_help_panel=GOES,
        help="Write to FILE, atomically, instead of printing; {date} in its name keeps each day's; "
        "digests in the formats obsidian and org are added to it; '-': standard output.",
    ),
]
Open = Annotated[
    bool,
    typer.Option("--open", rich_help_panel=GOES, help="Show the result as a page in a browser."),
]
Pager = Annotated[
    bool,
    typer.Option(
        "--pager/--no-pager",
        show_default=False,
        rich_help_panel=LOOK,
        help="On a terminal, show output longer than the screen in $PAGER. [default: pager]",
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        autocompletion=completing.levels,
        metavar="LEVELS",
        show_default=False,
        rich_help_panel=SHOW,
        help="Group by source, topic, group (of feeds), several in order, or none. "
        "[default: source,topic]",
    ),
]
Sentences = Annotated[
    int | None,
    typer.Option(
        "--sentences",
        "-n",
        metavar="N",
        min=1,
        max=100,
        show_default=False,
        rich_help_panel=SHOW,
        help="The most sentences in a summary; but for the first story one, unless there is no "
        "budget and another adds a name, number or date. [default: 2]",
    ),
]
Words = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=5,
        max=10_000,
        show_default=False,
        rich_help_panel=SHOW,
        help="The most words in a summary.",
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        rich_help_panel=SHOW,
        help="Show only the N most important stories.",
        show_default=False,
    ),
]
Minutes = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=0,
        max=600,
        show_default=False,
        rich_help_panel=SHOW,
        help="How long the digest may take to read; 0: no limit. [default: 3 for feeds]",
    ),
]
Top = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=0,
        max=100,
        show_default=False,
        rich_help_panel=SHOW,
        help="Begin with the N most important stories of all publications. [default: 5]",
    ),
]
All = Annotated[
    bool,
    typer.Option(
        "--all",
        rich_help_panel=SHOW,
        help="Every story with its summary: no --minutes and no --limit.",
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        metavar="TIME",
        show_default=False,
        rich_help_panel=READ,
        help="Only articles published, or received from feeds, since then: 24h, 7d, yesterday, "
        "2026-11-21.",
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        metavar="TIME",
        show_default=False,
        rich_help_panel=READ,
        help="Only articles published before then, such as: today.",
    ),
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILTER",
        show_default=False,
        rich_help_panel=READ,
        help="Only articles that match: a word, '\"a phrase\"', title:word; may be repeated.",
    ),
]
Drop = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILTER",
        show_default=False,
        rich_help_panel=READ,
        help="No articles that match; may be repeated.",
    ),
]
Topics = Annotated[
    list[str] | None,
    typer.Option(
        "--topic",
        autocompletion=completing.topics,
        metavar="NAME",
        show_default=False,
        rich_help_panel=READ,
        help="Only articles on this topic, such as sport; may be repeated.",
    ),
]
New = Annotated[
    bool,
    typer.Option(
        "--new",
        rich_help_panel=READ,
        help="Only articles of the configured feeds that were not delivered yet.",
    ),
]
GroupNames = Annotated[
    list[str] | None,
    typer.Option(
        "--group",
        autocompletion=completing.groups,
        metavar="NAME",
        show_default=False,
        rich_help_panel=READ,
        help="Only feeds of this group and of those below it; may be repeated.",
    ),
]
ProfileName = Annotated[
    str | None,
    typer.Option(
        autocompletion=completing.profiles,
        metavar="NAME",
        show_default=False,
        rich_help_panel=READ,
        help="Use this profile's settings.",
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        autocompletion=completing.formats,
        metavar="FORMAT",
        show_default=False,
        rich_help_panel=LOOK,
        help=f"One of {FORMAT_NAMES}, or a plugin's. [default: that of FILE's suffix; or terminal, "
        "in pipes text]",
    ),
]
ScreenFormat = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        autocompletion=completing.screen_formats,
        help="terminal or json.",
    ),
]
ListingFormat = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        autocompletion=completing.listing_formats,
        help="text or json.",
    ),
]
TemplateFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        show_default=False,
        rich_help_panel=LOOK,
        help="Use this template; 'newsdigest config template' prints one as a start.",
    ),
]
Images = Annotated[
    bool | None,
    typer.Option(
        "--images/--no-images",
        show_default=False,
        rich_help_panel=LOOK,
        help="Fetch the stories' pictures and embed them in the page. [default: no-images]",
    ),
]
Charts = Annotated[
    bool | None,
    typer.Option(
        "--charts/--no-charts",
        show_default=False,
        rich_help_panel=LOOK,
        help="End the page with charts of its stories. [default: no-charts]",
    ),
]
MailTo = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TO",
        show_default=False,
        rich_help_panel=GOES,
        help="Mail the digest to this address instead of printing it; may be repeated.",
    ),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        rich_help_panel=GOES,
        help="Show what would be written, sent and marked as delivered; poll and change nothing.",
    ),
]
SkipEmpty = Annotated[
    bool | None,
    typer.Option(
        "--skip-empty/--no-skip-empty",
        show_default=False,
        rich_help_panel=GOES,
        help="No file and no mail if there are no stories. [default: for feeds, mail]",
    ),
]
Wait = Annotated[
    float,
    typer.Option(
        metavar="SECONDS",
        min=0,
        show_default=False,
        rich_help_panel=NETWORK,
        help="Wait at most this long for another run to end. [default: do not wait]",
    ),
]
Offline = Annotated[
    bool, typer.Option("--offline", rich_help_panel=NETWORK, help="Do not use the network.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no warnings.")]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="Report the time of each stage and what was removed."),
]


def check_digest_format(format: str) -> None:
    """UsageError unless it is a format of digests, also of a plugin."""
    if not is_format(format):
        check_format(format, format_names())


def check_format(format: str, known: tuple[str, ...]) -> None:
    if format not in known:
        raise UsageError(f"--format {format!r}: not one of {', '.join(known)}")


def parse_by(text: str) -> tuple[str, ...]:
    """The grouping levels of --by: ("source", "topic"), or () for none."""
    levels = tuple(part.strip() for part in text.lower().split(","))
    if levels == ("none",):
        return ()
    if not set(levels) <= set(LEVELS) or len(set(levels)) != len(levels):
        known = ", ".join(LEVELS)
        raise UsageError(f"--by {text!r}: not {known}, several with commas between, or none")
    return levels
