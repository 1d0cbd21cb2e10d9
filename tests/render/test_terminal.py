"""The formats terminal and text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from newsdigest.errors import RenderError
from newsdigest.model import Article, Block, Copy, Digest, Part, Partial, Story
from newsdigest.render import (
    FORMATS,
    RenderOptions,
    render_articles,
    render_digest,
    render_digest_bytes,
)
from newsdigest.render.wording import place_name
from newsdigest.render.wrap import width
from tests.render.examples import (
    CUP,
    DIGEST,
    FAILURE,
    FERRY,
    FERRY_COPY,
    FERRY_TOO,
    NOW,
    STORIES,
)

WIDE = """\
newsdigest                                               Sunday 22 November 2026
3 stories · 3 publications · since Saturday 06:00
────────────────────────────────────────────────────────────────────────────────
MARLOW LEDGER · Disasters
    Harbour ferry strikes pier in fog, injuring 12
    Port Marlow · Reuters · 2 h ago · also Harbour Post; Evening Line (a copy of
    the Reuters report)
    A commuter ferry struck a pier in thick fog on Saturday, injuring 12 people.
    Fifteen passengers were hurt when the ferry Osprey hit the quay. — Harbour
    Post
    figures differ  injured: 12 (Marlow Ledger), 15 (Harbour Post)

EVENING LINE · Sport
    雨の決勝、延長の末に港クラブが優勝
    yesterday
    港クラブが土曜日、延長戦の末に2対1で優勝した。

PUBLICATION UNKNOWN
    A note.

1 source failed: https://example.org/rss (HTTP 503)
"""
NARROW = """\
newsdigest       Sunday 22 November 2026
3 stories · 3 publications · since
Saturday 06:00
────────────────────────────────────────
    Harbour ferry strikes pier in fog,
    injuring 12
    Marlow Ledger · disasters · Port
    Marlow · Reuters · 2 h ago · also
    Harbour Post; Evening Line (a copy
    of the Reuters report)
    A commuter ferry struck a pier in
    thick fog on Saturday, injuring 12
    people. Fifteen passengers were hurt
    when the ferry Osprey hit the quay.
    — Harbour Post
    figures differ  injured: 12 (Marlow
      Ledger), 15 (Harbour Post)

    雨の決勝、延長の末に港クラブが優勝
    Evening Line · sport · yesterday
    港クラブが土曜日、延長戦の末に2対1で
    優勝した。

    A note.

1 source failed: https://example.org/rss
  (HTTP 503)
"""
READER = """\
Harbour ferry strikes pier in fog, injuring 12
Marlow Ledger · Port Marlow · Reuters
Sunday 22 November 2026, 04:00 UTC · updated 05:00

Radar trouble had been reported the day before

A commuter ferry struck a pier in thick fog on Saturday, injuring 12 people.

What happened

  │ The master had reported trouble with the radar a day earlier.

  • Twelve people were treated
    • two of them for broken bones

Line │ Sailings
Red  │ 24

    speed = 6 # knots
        if fog:
            stop()

Removed: 1 passage
  phrase:telegram-plug  Join our Telegram channel.
"""


def shown(digest: Digest, **options: object) -> str:
    return render_digest(digest, "terminal", RenderOptions(**options))  # type: ignore[arg-type]


def only(story: Story, **options: object) -> str:
    """The text of a story without heading and grouping, on one line."""
    text = shown(replace(DIGEST, stories=(story,), failures=()), by=(), **options)
    return " ".join(re.split("─+", text)[1].split())


def test_the_digest_at_eighty_columns() -> None:
    """The digest at 80 columns is as expected, line by line."""
    assert shown(DIGEST) == WIDE


def test_the_digest_at_forty_columns_without_grouping() -> None:
    """Lines break at words, in Japanese anywhere; continuation lines of notes are indented."""
    assert shown(DIGEST, width=40, by=()) == NARROW


def test_the_reader_view() -> None:
    """Blocks are laid out by kind, tables aligned, and removed text shown on request."""
    options = RenderOptions(removed=True)
    assert render_articles([FERRY], "terminal", options) == READER
    plain = render_articles([FERRY, CUP], "terminal")
    assert "Removed" not in plain
    assert f"\n\n{'─' * 80}\n\n雨の決勝" in plain


@pytest.mark.parametrize("columns", [-3, 0, 1, 20, 23, 31, 40, 80, 120, 500, 1_000_000])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    """Any width that the terminal reports is clamped to 20 to 500 columns (IO05)."""
    room = max(20, min(500, columns))
    options = RenderOptions(width=columns, removed=True)
    for text in (
        render_digest(DIGEST, "terminal", options),
        render_articles([FERRY, CUP], "terminal", options),
    ):
        assert max(map(width, text.splitlines())) <= room


def test_without_colour_there_is_no_escape_code() -> None:
    """With colour, the text between the codes is the same."""
    plain = shown(DIGEST)
    coloured = shown(DIGEST, colour=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    assert "\x1b[1mHarbour ferry" in coloured


def test_headlines_link_and_show_where_they_lead() -> None:
    """Each line of a headline is in OSC 8 with the same id, followed by the host (TRM11)."""
    text = only(STORIES[0], hyperlinks=True, width=40)
    url = "https://ledger.example/ferry?id=1&page=2"
    ids = re.findall(rf"\x1b]8;id=(\w+);{re.escape(url)}\x1b\\", text)
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert "· ledger.example · also" in re.sub(r"\x1b]8;[^\x1b]*\x1b\\", "", text)
    assert "ledger.example" not in only(STORIES[0])


def test_the_top_is_numbered_and_the_briefs_have_a_line_each() -> None:
    """Numbers stand in the margin; a group with one topic has one line of heading."""
    parts = (Part.TOP, Part.SECTION, Part.BRIEF)
    stories = tuple(
        replace(story, part=part)
        for story, part in zip(STORIES[1::-1] + STORIES[:1], parts, strict=True)
    )
    text = shown(replace(DIGEST, stories=stories, failures=()), width=60)
    assert text.split("─" * 60)[1] == (
        "\n"
        " 1  雨の決勝、延長の末に港クラブが優勝\n"
        "    Evening Line · yesterday\n"
        "    港クラブが土曜日、延長戦の末に2対1で優勝した。\n"
        "\n"
        "MARLOW LEDGER · Disasters\n"
        "    Harbour ferry strikes pier in fog, injuring 12\n"
        "    Port Marlow · Reuters · 2 h ago · also Harbour Post;\n"
        "    Evening Line (a copy of the Reuters report)\n"
        "    A commuter ferry struck a pier in thick fog on Saturday,\n"
        "    injuring 12 people. Fifteen passengers were hurt when\n"
        "    the ferry Osprey hit the quay. — Harbour Post\n"
        "    figures differ  injured: 12 (Marlow Ledger), 15 (Harbour\n"
        "      Post)\n"
        "\n"
        "IN BRIEF\n"
        "  · Harbour ferry strikes pier in fog, injuring 12  Marlow\n"
        "    Ledger +2 · 2 h ago\n"
    )


def test_an_empty_heading_is_left_out() -> None:
    """If no story has a publication or topic, there is no heading for it."""
    text = shown(replace(DIGEST, stories=STORIES[2:], failures=(), since=None))
    title = f"newsdigest{' ' * 47}Sunday 22 November 2026"
    assert text == f"{title}\n1 story\n{'─' * 80}\n    A note.\n"


def test_an_empty_digest_says_so() -> None:
    """An empty digest is not an error: cron also runs at quiet hours."""
    text = shown(replace(DIGEST, stories=(), failures=()))
    assert text.splitlines()[1:] == ["no stories · since Saturday 06:00"]


def test_several_failures_have_a_line_each() -> None:
    """All failures are listed, however many there are."""
    text = shown(replace(DIGEST, failures=(FAILURE, replace(FAILURE, source="b.html"))))
    assert text.endswith(
        "\n\n2 sources failed\n  https://example.org/rss (HTTP 503)\n  b.html (HTTP 503)\n"
    )


def test_copies_are_named_apart_from_independent_reports() -> None:
    """Copies are counted by the report they copy, not named as sources of their own."""
    copies = tuple(Copy(replace(FERRY_COPY, source=name), "a1") for name in ("CNA", "The Star"))
    text = only(Story("s", (FERRY, FERRY_TOO), copies))
    assert "also Harbour Post; CNA, The Star (2 copies of the Reuters report)" in text
    own = [replace(article, agency=None) for article in (FERRY, FERRY_COPY)]
    assert "also Evening Line (a copy)" in only(Story("s", (own[0],), (Copy(own[1], "a1"),)))


def test_a_publication_with_several_reports_is_named_once() -> None:
    """The lead's own comes last, with how many more reports it has."""
    again = replace(FERRY, id="a9")
    text = only(Story("s", (FERRY, again, FERRY_TOO, replace(FERRY_TOO, id="a8"))))
    assert "also Harbour Post, another from Marlow Ledger" in text


def test_a_report_without_publication_is_named_by_its_headline() -> None:
    """A report with neither publication nor address is named by its headline."""
    nobody = replace(FERRY, id="n", title="Fog closes the harbour", source=None, url=None)
    text = only(Story("s", (FERRY, nobody)))
    assert "also “Fog closes the harbour”" in text


@pytest.mark.parametrize(
    ("article", "line"),
    [
        (replace(FERRY, agency=None), "Port Marlow · Ada Okafor and Ben Lindqvist · 2 h ago"),
        (replace(FERRY, agency=None, authors=("A", "B", "C")), "Port Marlow · A and 2 others"),
        (replace(FERRY, published=None), "Marlow Ledger · Port Marlow · Reuters"),
        (replace(FERRY, source=None, dateline=None), "Reuters · 2 h ago"),
        (replace(CUP, partial=Partial.PAYWALL), "yesterday · paywalled: the free part alone"),
    ],
)
def test_the_line_under_the_headline(article: Article, line: str) -> None:
    """Unknown values are left out, and an agency replaces its authors."""
    assert line in only(Story("s", (article,)))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("PETALING JAYA", "Petaling Jaya"),
        ("RIO DE JANEIRO", "Rio de Janeiro"),
        ("LA PAZ", "La Paz"),
        ("ST. JOHN'S", "St. John's"),
        ("CÔTE D’AZUR", "Côte D’Azur"),
        ("STOKE-ON-TRENT", "Stoke-on-Trent"),
        ("WASHINGTON, D.C.", "Washington, D.C."),
        ("NASHVILLE, Tenn.", "NASHVILLE, Tenn."),
        ("McAllen", "McAllen"),
        ("東京", "東京"),
    ],
)
def test_places_are_written_as_names(printed: str, expected: str) -> None:
    """Datelines in capitals are converted; mixed case is left as printed."""
    assert place_name(printed) == expected


def test_dates_are_in_the_readers_zone() -> None:
    """Day and time are in the zone of the options."""
    options = RenderOptions(timezone=timezone(timedelta(hours=-8), "PST"), by=())
    assert "Saturday 21 November 2026" in render_digest(DIGEST, "terminal", options)
    assert "Saturday 21 November 2026, 20:00 PST · updated 21:00" in render_articles(
        [FERRY], "terminal", options
    )


def test_plain_text_numbers_its_links() -> None:
    """Plain text has 72 columns, and each link once at the end, unbroken."""
    long = "https://ledger.example/" + "a" * 90
    story = replace(STORIES[0], articles=(replace(FERRY, url=long), FERRY_TOO))
    options = RenderOptions(width=200, colour=True, hyperlinks=True)
    text = render_digest(replace(DIGEST, stories=(story, *STORIES[1:])), "text", options)
    assert "Harbour ferry strikes pier in fog, injuring 12 [1]\n" in text
    assert "also Harbour Post [2]; Evening Line [3] (a copy" in " ".join(text.split())
    body, links = text.split("\n\n[1] ")
    assert max(map(width, body.splitlines())) == 72
    assert links.splitlines() == [
        long,
        "[2] https://post.example/quay",
        "[3] https://line.example/ferry",
        "[4] https://line.example/cup",
    ]
    assert "\x1b" not in text


def test_rows_that_do_not_make_a_table_stay_as_they_are() -> None:
    """Rows with different numbers of cells are not aligned; wide characters are."""
    kind = FERRY.blocks[5].kind
    uneven = (Block(kind, "a | b"), Block(kind, "c"))
    assert "\na | b\nc\n" in render_articles([replace(FERRY, blocks=uneven)], "text")
    wide = (Block(kind, "延長 | 2"), Block(kind, "a | b"))
    assert "\n延長 │ 2\na    │ b\n" in render_articles([replace(FERRY, blocks=wide)], "text")


def test_unknown_formats_are_refused() -> None:
    """The error lists the formats."""
    with pytest.raises(RenderError, match="unknown format 'docx': choose from terminal, text"):
        render_digest(DIGEST, "docx")
    assert {"terminal", "text", "markdown", "html", "json", "epub"} < set(FORMATS)


def test_the_clock_is_the_digests() -> None:
    """Rendered later, a digest has the same bytes (RUN06)."""
    for format_name in FORMATS:
        first = render_digest_bytes(DIGEST, format_name)
        assert first == render_digest_bytes(DIGEST, format_name)
    later = replace(DIGEST, generated=NOW + timedelta(hours=3))
    assert "Reuters · 5 h ago" in shown(later)


@pytest.mark.parametrize("format", ["terminal", "text"])
def test_a_heading_without_one_above_has_an_empty_line(format: str) -> None:
    """Without publications the topics' headings stand alone."""
    cup = replace(STORIES[1], articles=(replace(CUP, source=None),))
    digest = replace(DIGEST, stories=(replace(cup, topics=STORIES[0].topics), cup))
    lines = render_digest(digest, format, RenderOptions(("topic",))).splitlines()
    assert lines[lines.index("SPORT") - 1] == ""
    assert "─" in lines[lines.index("DISASTERS") - 1]


@pytest.mark.parametrize("columns", range(24, 72))
def test_an_age_is_not_broken_over_lines(columns: int) -> None:
    """Its words stay together, with plain spaces."""
    lines = render_digest(DIGEST, "terminal", RenderOptions(width=columns)).splitlines()
    assert any("2 h ago" in line for line in lines)
    assert not any("\N{NO-BREAK SPACE}" in line for line in lines)
