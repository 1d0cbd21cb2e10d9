"""Examples of each command, for its help and for the manual page: what it does, what to type."""

from __future__ import annotations

from collections.abc import Sequence

Example = tuple[str, str]

_EXAMPLES: dict[str, tuple[Example, ...]] = {
    "digest": (
        (
            "A digest of saved pages, feeds and mail",
            "newsdigest digest pages/ feed.xml letters.mbox",
        ),
        ("What is new in your feeds since the last run", "newsdigest digest --new"),
        (
            "The ten most important stories since yesterday, as a page",
            "newsdigest digest --since yesterday --limit 10 -f html -o news.html",
        ),
        (
            "Yesterday's news on one topic",
            "newsdigest digest --since yesterday --until today --topic sport",
        ),
        (
            "The news of a group of feeds, by its groups and their topics",
            "newsdigest digest --group News --by group,topic",
        ),
        ("Today's news by mail", "newsdigest digest --new --mail me@example.org"),
    ),
    "read": (
        ("An article without everything round it", "newsdigest read https://example.org/story"),
        ("The articles of a folder as JSON, one a line", "newsdigest read -f jsonl pages/"),
    ),
    "fetch": (
        ("Poll the feeds and store what is new, for a later digest", "newsdigest fetch"),
        ("Poll them all now, whatever their intervals", "newsdigest fetch --force"),
    ),
    "search": (
        ("Stored articles that speak of both", "newsdigest search harbour ferry"),
        (
            "Of one publication, since last week, as JSON",
            "newsdigest search harbour ferry --source 'Harbour Post' --since 7d -f json",
        ),
        ("In an archive, instead of what was kept", "newsdigest search ferry --in news.warc.gz"),
    ),
    "explain": (
        ("What a model made of a story, beside its own summary", "newsdigest explain 4f1c2a9be07d"),
    ),
    "prune": (("Delete articles that are older than a month", "newsdigest prune --keep 30d"),),
    "doctor": (("Look for problems", "newsdigest doctor"),),
    "schedule": (
        ("A line for your crontab", "newsdigest schedule --at 07:00"),
        ("One for the week on Mondays", "newsdigest schedule --weekly mon --at 07:00"),
        (
            "The same as systemd units",
            "newsdigest schedule --systemd --into ~/.config/systemd/user",
        ),
        (
            "On macOS, as an agent of launchd",
            "newsdigest schedule --launchd --into ~/Library/LaunchAgents",
        ),
    ),
    "plugins": (
        ("What is installed", "newsdigest plugins"),
        ("Whether all of it works", "newsdigest plugins --check"),
    ),
    "help": (("The help of a command", "newsdigest help feeds add"),),
    "feeds add": (
        (
            "Subscribe to a feed, or to the feed that a site offers",
            "newsdigest feeds add example.org",
        ),
        (
            "Under a name of your own",
            "newsdigest feeds add https://example.org/feed.xml --name Example",
        ),
    ),
    "feeds remove": (("Unsubscribe, by name or address", "newsdigest feeds remove Example"),),
    "feeds rename": (("Give a feed another name", 'newsdigest feeds rename Example "My Example"'),),
    "feeds list": (
        ("Your feeds, and how they are", "newsdigest feeds list"),
        ("Those of a group", "newsdigest feeds list --group News"),
    ),
    "feeds find": (("The feeds that a site offers", "newsdigest feeds find https://example.org"),),
    "feeds import": (
        ("Take over the feeds of another reader", "newsdigest feeds import feeds.opml"),
    ),
    "feeds export": (
        ("Write your feeds for another reader", "newsdigest feeds export -o feeds.opml"),
    ),
    "like": (("More of this", "newsdigest like https://www.example.org/news/ferry-returns"),),
    "unlike": (("Less of this", "newsdigest unlike b753aa15f925566a"),),
    "interests list": (("What was learnt from likes and dislikes", "newsdigest interests list"),),
    "interests forget": (
        ("Take back a like", "newsdigest interests forget b753aa15f925566a"),
        ("Learn a term no more", "newsdigest interests forget name:kelbrook"),
    ),
    "boilerplate explain": (
        ("What was removed from a page, and why", "newsdigest boilerplate explain page.html"),
    ),
    "boilerplate list": (("The lines that were learnt", "newsdigest boilerplate list"),),
    "boilerplate keep": (
        ("Never remove a line again", 'newsdigest boilerplate keep "Listen to this story"'),
    ),
    "boilerplate forget": (
        ("Give back what a learnt rule removes", "newsdigest boilerplate forget 3f2a9c41"),
    ),
    "boilerplate import": (
        ("Rules that others wrote for a site", "newsdigest boilerplate import example.org.txt"),
    ),
    "boilerplate try": (
        ("What a selector would remove", "newsdigest boilerplate try .promo page.html"),
    ),
    "filter try": (
        ("What a filter would drop of the last week", "newsdigest filter try title:horoscope"),
    ),
    "config init": (("Write a file to start with", "newsdigest config init"),),
    "config set": (
        ("Four sentences in each summary", "newsdigest config set digest.sentences 4"),
        ("The format of a profile", "newsdigest config set profile.morning.format html"),
    ),
    "config edit": (("Change the file in your editor", "newsdigest config edit"),),
    "config path": (("Where the file is", "newsdigest config path"),),
    "config show": (
        ("The settings in force, and where each comes from", "newsdigest config show --origin"),
    ),
    "config check": (("Find all mistakes at once", "newsdigest config check"),),
    "config schema": (
        (
            "Of the digest, to check or to generate code from",
            "newsdigest config schema digest > digest.schema.json",
        ),
    ),
    "corpus extract": (
        (
            "The articles of a folder as Parquet, one directory a day",
            "newsdigest corpus extract pages/ --out corpus/",
        ),
        (
            "Those in English of the files in a list, on a cluster",
            "newsdigest corpus extract @files.txt --out corpus/ --only language=en --scheduler "
            "tcp://host:8786",
        ),
    ),
    "corpus group": (
        ("The stories of a data set, beside its articles", "newsdigest corpus group corpus/"),
        (
            "The same on a cluster",
            "newsdigest corpus group s3://news/corpus --scheduler tcp://host:8786",
        ),
    ),
    "corpus digest": (
        (
            "The edition of a day as a page",
            "newsdigest corpus digest corpus/ --day 2026-02-17 --minutes 3 -o edition.html",
        ),
    ),
    "config template": (("A template to change", "newsdigest config template html > mine.html"),),
}


def examples_of(path: str) -> Sequence[Example]:
    """The examples of a command, by its path: "newsdigest feeds add"."""
    return _EXAMPLES.get(path.partition(" ")[2], ())
