from datetime import UTC, datetime

import pytest

from newsdigest.model import Hints
from tests.extract.metadata.pages import AS_OF, TEXT, json_ld, page, read, utc

H1 = "<h1>Ferry sails again</h1>"
PLAIN = "https://www.harbourpost.example/ferry"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2026-06-06T10:00:00+08:00">', (2, 0)),
        ('<meta name="parsely-pub-date" content="2026-06-06T02:00:00Z">', (2, 0)),
        (json_ld({"@type": "NewsArticle", "datePublished": "2026-06-06T02:00:00Z"}), (2, 0)),
        (json_ld([{"@graph": [{"@type": "WebPage", "datePublished": "2026-06-06"}]}]), (0, 0)),
        ('<meta property="article:published_time" content="2026-06-06T00:00:00-07:00">', (0, 0)),
    ],
)
def test_machine_readable_dates(head: str, expected: tuple[int, int]) -> None:
    """Meta elements and JSON-LD give the moment; local midnight is a day without a time."""
    assert read(page(head, H1 + TEXT), url=PLAIN).published == utc(2026, 6, 6, *expected)


@pytest.mark.parametrize(
    ("line", "url", "expected"),
    [
        ("Published 6 hours ago", PLAIN, utc(2026, 11, 22)),
        ("PUBLISHED NOV 22, 2026, 08:05 AM SGT", PLAIN, utc(2026, 11, 22, 0, 5)),
        ("NOV 21, 2026, 08:05 AM", "https://harbour.example.sg/a", utc(2026, 11, 21, 0, 5)),
        ("6 juin 2025", PLAIN, utc(2025, 6, 6)),
        ("6. Juni 2025, 14:05 Uhr", "https://hafen.example.de/a", utc(2025, 6, 6, 12, 5)),
        ("2025年6月6日", PLAIN, utc(2025, 6, 6)),
        ("6 يونيو 2025", PLAIN, utc(2025, 6, 6)),
        ("Diterbitkan pada 6 Jun 2025", PLAIN, utc(2025, 6, 6)),
        ("06 Jun 2025 14:05 IST", "https://harbour.example.in/a", utc(2025, 6, 6, 8, 35)),
        ("By Ana Rivers | June 6, 2025 | 5 min read", PLAIN, utc(2025, 6, 6)),
        ("<span>Published</span><span>June 6, 2025</span>", PLAIN, utc(2025, 6, 6)),
    ],
)
def test_visible_dates(line: str, url: str, expected: datetime) -> None:
    """The date line near the headline is read if no data gives the date."""
    assert read(page("", f"{H1}<div>{line}</div>{TEXT}"), url=url).published == expected


def test_a_date_above_the_headline_counts() -> None:
    """Many pages print the date above the headline, in the same box."""
    html = page("", f"<header><div>June 6, 2025</div>{H1}</header>{TEXT}")
    assert read(html, url=PLAIN).published == utc(2025, 6, 6)


@pytest.mark.parametrize(
    "line",
    [
        "Updated June 7, 2025",
        "Last updated: 7 June 2025, 10:00",
        "Aktualisiert am 7. Juni 2025",
        "Mis à jour le 7 juin 2025",
        "Última actualización: 7 de junio de 2025",
        "更新时间：2025年6月7日",
        "Dikemas kini 7 Jun 2025",
        "<span>Last updated</span><br><span>June 7, 2025</span>",
        "Updated <time datetime='2025-06-07'>June 7, 2025</time>",
    ],
)
def test_a_date_of_change_is_never_the_publication_date(line: str) -> None:
    """A date labelled as an update is `modified`, and `published` stays unknown."""
    found = read(page("", f"{H1}<div>{line}</div>{TEXT}"), url=PLAIN)
    assert found.published is None
    assert found.modified is not None
    assert found.modified.date() == utc(2025, 6, 7).date()


def test_published_and_updated_on_one_line() -> None:
    """Each date on a line has the label before it."""
    line = "Published June 6, 2025 Updated June 7, 2025"
    found = read(page("", f"{H1}<div>{line}</div>{TEXT}"), url=PLAIN)
    assert (found.published, found.modified) == (utc(2025, 6, 6), utc(2025, 6, 7))


def test_modified_in_data_is_not_published() -> None:
    """dateModified and article:modified_time alone leave `published` unknown."""
    head = json_ld({"@type": "NewsArticle", "dateModified": "2025-06-07T10:00:00Z"})
    found = read(page(head, H1 + TEXT), url=PLAIN)
    assert (found.published, found.modified) == (None, utc(2025, 6, 7, 10))


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<div class=comments><time datetime='2025-01-01'>1 January 2025</time></div>",
        "<div id=related><span class=date>1 January 2025</span></div>",
        "<aside><time datetime='2025-01-01'>1 January 2025</time></aside>",
        "<footer><p class=date>© 2025 Harbour Post, 1 January 2025</p></footer>",
        "<p>The first boat sailed on 1 January 2025 and nobody thought that it would stop.</p>",
    ],
)
def test_other_dates_are_ignored(elsewhere: str) -> None:
    """Dates in comments, related boxes, footers and sentences are not the article's."""
    assert read(page("", H1 + TEXT + elsewhere), url=PLAIN).published is None


def test_the_clock_of_the_page_is_not_the_date() -> None:
    """Today's date in the page's header, outside the headline's box, does not count."""
    html = (
        "<body><nav>Sunday, 22 November 2026</nav><div><div>Sunday, 22 November 2026</div></div>"
        f"<div><div><div><div><article>{H1}{TEXT}</article></div></div></div></div></body>"
    )
    assert read(html, url=PLAIN).published is None


def test_the_day_in_the_url_counts() -> None:
    """Many papers put the day into the path; a month and a number are not a day."""
    base = "https://www.harbourpost.example/"
    assert read(page("", H1 + TEXT), url=base + "2025/06/06/ferry").published == utc(2025, 6, 6)
    assert read(page("", H1 + TEXT), url=base + "2025/12/ferry").published is None


def test_a_printed_day_takes_its_time_from_the_data() -> None:
    """A URL's day gets its time from data that agrees with it."""
    head = json_ld({"@type": "NewsArticle", "datePublished": "2025-06-06T10:30:00Z"})
    found = read(page(head, H1 + TEXT), url="https://www.harbourpost.example/2025/06/06/ferry")
    assert found.published == utc(2025, 6, 6, 10, 30)


@pytest.mark.parametrize("value", ["2041-01-01", "9999-12-31T23:59:59-12:00", "0001-01-01", "soon"])
def test_impossible_dates_are_unknown(value: str) -> None:
    """The future and years too early for news are not publication dates (TIME02)."""
    head = f'<meta property="article:published_time" content="{value}">'
    assert read(page(head, H1 + TEXT), url=PLAIN).published is None


def test_hints_give_the_date_if_the_page_does_not() -> None:
    """A feed's date fills the gap."""
    assert read(page("", H1 + TEXT), url=PLAIN, hints=Hints(published=AS_OF)).published == AS_OF


@pytest.mark.parametrize(
    ("url", "line", "hint", "expected"),
    [
        # The address has the day, the feed the minute.
        ("/2026/06/06/ferry", "", utc(2026, 6, 6, 18, 57), utc(2026, 6, 6, 18, 57)),
        ("/2026/jun/06/ferry", "", utc(2026, 6, 6, 18, 57), utc(2026, 6, 6, 18, 57)),
        # Evening in New York, and morning in Sydney.
        ("/2026/06/06/ferry", "", utc(2026, 6, 7, 2, 30), utc(2026, 6, 7, 2, 30)),
        ("/2026/06/06/ferry", "", utc(2026, 6, 5, 21, 10), utc(2026, 6, 5, 21, 10)),
        # Another day is another date: the story stands at its address since then.
        ("/2026/06/06/ferry", "", utc(2026, 6, 9, 8, 0), utc(2026, 6, 6)),
        # A feed that knows the day alone.
        ("/2026/06/06/ferry", "", utc(2026, 6, 6), utc(2026, 6, 6)),
        # What is printed with its day, and an age that is rounded to hours.
        ("/ferry", "June 6, 2026", utc(2026, 6, 6, 18, 57), utc(2026, 6, 6, 18, 57)),
        ("/ferry", "3 hours ago", utc(2026, 11, 22, 3, 12), utc(2026, 11, 22, 3, 12)),
    ],
)
def test_the_minute_of_a_hint_beats_a_day(
    url: str, line: str, hint: datetime, expected: datetime
) -> None:
    """Of dates that agree on the day, the more precise one counts, considering time zones."""
    html = page("", f"{H1}<div>{line}</div>{TEXT}")
    found = read(html, url=f"https://www.harbourpost.example{url}", hints=Hints(published=hint))
    assert found.published == expected


def test_the_minute_of_the_page_counts() -> None:
    """A page that gives the time itself is right."""
    head = '<meta property="article:published_time" content="2026-06-06T02:05:00Z">'
    hint = Hints(published=utc(2026, 6, 6, 18, 57))
    url = "https://www.harbourpost.example/2026/06/06/ferry"
    assert read(page(head, H1 + TEXT), url=url, hints=hint).published == utc(2026, 6, 6, 2, 5)


@pytest.mark.parametrize(
    "declared", ["2026-06-06T21:30:00-04:00", "2026-06-07T09:30:00+0800", "2026-06-07T01:30:00Z"]
)
def test_dates_are_in_utc(declared: str) -> None:
    """Whatever offset the page writes, or leaves to be derived from the day it prints."""
    head = f'<meta property="article:published_time" content="{declared}">'
    for url in (PLAIN, "https://www.harbourpost.example/2026/06/06/ferry"):
        published = read(page(head, H1 + TEXT), url=url).published
        assert published == utc(2026, 6, 7, 1, 30)
        assert published.tzinfo is UTC


@pytest.mark.parametrize("number", ["2039026", "2089096-ferry", "1906509/ferry", "20263306"])
def test_a_number_in_an_address_is_no_day(number: str) -> None:
    """A day in an address has eight digits or separators between its parts."""
    assert (
        read(page("", H1 + TEXT), url=f"https://www.harbourpost.example/{number}").published is None
    )


@pytest.mark.parametrize("day", ["2027/12/18", "2026/11/25"])
def test_an_address_does_not_date_a_page_in_the_future(day: str) -> None:
    """Nor does the day of an issue win over the moment that the page declares."""
    head = '<meta property="article:published_time" content="2026-11-20T08:00:00+00:00">'
    url = f"https://www.harbourpost.example/{day}/ferry"
    assert read(page(head, H1 + TEXT), url=url).published == utc(2026, 11, 20, 8)


DECLARED = [
    '<meta name="date" content="{}">',
    '<meta name="DC.date" content="{}">',
    '<meta property="article:published_time" content="{}T08:00:00Z">',
    '<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{}"}}</script>',
]


@pytest.mark.parametrize("head", DECLARED)
def test_a_declared_date_beats_the_day_of_an_issue(head: str) -> None:
    """Of two days of the same weeks the declared one counts, under whatever name."""
    url = "https://www.harbourpost.example/2026/06/12/ferry"
    found = read(page(head.format("2026-06-10"), H1 + TEXT), url=url).published
    assert found is not None
    assert found.date() == utc(2026, 6, 10).date()


@pytest.mark.parametrize("declared", ["2041-01-01", "1970-01-01", "2019-01-05", "soon"])
def test_an_implausible_date_does_not_beat_an_address(declared: str) -> None:
    """A declared day in the future, before the web or years apart leaves the address's."""
    head = f'<meta name="date" content="{declared}">'
    url = "https://www.harbourpost.example/2026/06/12/ferry"
    assert read(page(head, H1 + TEXT), url=url).published == utc(2026, 6, 12)


def test_a_moved_page_keeps_the_day_of_its_address() -> None:
    """Years later, the declared date is that of the move."""
    head = '<meta property="article:published_time" content="2022-11-20T08:00:00+00:00">'
    url = "https://www.harbourpost.example/2014/03/02/ferry"
    assert read(page(head, H1 + TEXT), url=url).published == utc(2014, 3, 2)


@pytest.mark.parametrize(
    "declared", ["1970-01-01T00:00:00Z", "1969-12-31T19:00:00-05:00", "1899-12-30"]
)
def test_no_page_is_older_than_the_web(declared: str) -> None:
    """The values that systems write for a missing date are ignored."""
    head = f'<meta property="article:published_time" content="{declared}">'
    assert read(page(head, H1 + TEXT), url=PLAIN).published is None


@pytest.mark.parametrize(
    "line",
    [
        "Available until 20 November 2026",
        "Verfügbar bis 20.11.2026",
        "Disponible jusqu'au 20/11/2026",
        "Beschikbaar tot 20-11-2026",
    ],
)
def test_the_expiry_of_a_video_is_not_its_date(line: str) -> None:
    """How long something is available does not say when it was published."""
    assert read(page("", f"{H1}<p>{line}</p>{TEXT}"), url=PLAIN).published is None


@pytest.mark.parametrize(
    "teaser",
    [
        '<div><h3><a href="/n">Another story of the town</a></h3><time>10 March 2026</time></div>',
        '<article><a href="/n"><h2>A story</h2></a><p class="date">10 March 2026</p></article>',
        '<li><a href="/n">A story of the whole town</a><p class="date">10 March 2026</p></li>',
    ],
)
def test_the_day_of_a_teaser_is_not_the_day_of_the_page(teaser: str) -> None:
    """A short box with a linked headline of its own has its own date."""
    text = (
        "<p>The harbour office said that the ferry would sail again on Monday with a new crew.</p>"
    )
    assert read(page("", H1 + text * 6 + teaser * 3), url=PLAIN).published is None


@pytest.mark.parametrize("address", ["/2026/jun/06/ferry", "/2026/june/06/", "/2026-06-06+ferry"])
def test_the_day_in_an_address_may_have_a_named_month(address: str) -> None:
    """Addresses write the month in figures or by name."""
    url = f"https://www.harbourpost.example{address}"
    assert read(page("", H1 + TEXT), url=url).published == utc(2026, 6, 6)


def test_machine_readable_dates_resolve_ambiguous_ones() -> None:
    """The order of two numbers follows from the page's machine-readable date."""
    line = '<time datetime="2026-06-07">07/06/2026</time>'
    assert read(page("", f"{H1}{line}{TEXT}"), url=PLAIN).published == utc(2026, 6, 7)


def test_an_earlier_printed_day_beats_that_of_a_move() -> None:
    """A page moved to a new system is new to machines, and old to readers."""
    head = '<meta property="article:published_time" content="2026-06-06T10:00:00Z">'
    html = page(head, f"{H1}<div>Dec 30, 2013</div>{TEXT}")
    assert read(html, url=PLAIN).published == utc(2013, 12, 30)


def test_an_unlabelled_date_on_the_day_of_a_change_is_ignored() -> None:
    """A page that shows near its headline when it was changed prints that day elsewhere too."""
    line = "<div>Last updated on 6 June 2026</div>"
    far = f'<div>{TEXT * 4}</div><time datetime="2026-06-06">6 June</time>'
    found = read(page("", H1 + line + far), url=PLAIN)
    assert (found.published, found.modified) == (None, utc(2026, 6, 6))


def test_a_time_element_labelled_published_beats_others() -> None:
    """Of several time elements the one with the label counts, wherever it is."""
    body = (
        f'{H1}{TEXT * 5}<p><time datetime="2026-05-01">1 May</time></p>'
        '<section><h3>Published</h3><p><time datetime="2026-06-06">6 June</time></p></section>'
    )
    assert read(page("", body), url=PLAIN).published == utc(2026, 6, 6)


def test_a_time_element_in_a_teaser_link_is_ignored() -> None:
    """A link with a headline is a teaser; one with only a date is the page's own."""
    teaser = (
        '<p><a href="/snow">Published <time datetime="2026-05-01">1 May</time> Snow keeps all of '
        "the trains of the valley in their stations until noon, says the railway</a></p>"
    )
    own = '<section><h3>Published</h3><p><time datetime="2026-06-06">6 June</time></p></section>'
    link = '<p><a href="/ferry"><time datetime="2026-06-06">6 June</time></a></p>'
    assert read(page("", H1 + TEXT * 5 + teaser), url=PLAIN).published is None
    assert read(page("", H1 + TEXT * 5 + teaser + own), url=PLAIN).published == utc(2026, 6, 6)
    assert read(page("", H1 + TEXT * 5 + teaser + link), url=PLAIN).published == utc(2026, 6, 6)


def test_a_date_class_counts_only_in_the_part_with_the_headline() -> None:
    """If a main part holds the headline, everything outside it belongs to the site."""
    date = "<div class='update-date'>6 June 2026</div>"
    inside = f"<body><main>{H1}{TEXT * 5}<div>{date}</div></main></body>"
    outside = f"<body><main>{H1}{TEXT * 5}</main><div>{date}</div></body>"
    bare = f"<body>{H1}{TEXT * 5}<div>{date}</div></body>"
    found = [read(html, url=PLAIN).published for html in (inside, outside, bare)]
    assert found == [None, None, None]
    found = [
        read(html.replace("update-date", "post-date"), url=PLAIN).published
        for html in (inside, outside, bare)
    ]
    assert found == [utc(2026, 6, 6), None, utc(2026, 6, 6)]


def test_the_state_of_a_page_may_give_one_day() -> None:
    """A single publication day in the page's script data is its own; several are not."""
    state = '<div data-page="{&quot;publishedAt&quot;:&quot;2026-06-06&quot;}"></div>'
    other = '<script>var more = {"publishedAt": "2026-06-01"}</script>'
    assert read(page("", H1 + TEXT + state), url=PLAIN).published == utc(2026, 6, 6)
    assert read(page("", H1 + TEXT + state + other), url=PLAIN).published is None


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "<p>The bakery opens its doors on 4 May.</p>"),
        ("en", "<p>The bakery shut its doors on 4 May 2024.</p>"),
        ("en", "<h2>Bakery opens 4 May</h2>"),
        ("de", "<p>Die Bäckerei öffnet am 4. Mai.</p>"),
        ("ja", "<p>市議会は10日、5月4日にパン屋を開くことを決めた。</p>"),
        ("ko", "<p>빵집은 5월 4일 다시 연다.</p>"),
    ],
)
def test_the_day_of_an_event_is_not_the_publication_date(lang: str, line: str) -> None:
    """A day in a sentence or a subhead below the headline leaves the date unknown."""
    assert read(page("", f"{H1}{line}{TEXT}", lang=lang), url=None).published is None


def test_a_byline_that_reads_like_a_sentence_dates_an_article() -> None:
    """Author and day may be given in a sentence, even without the year."""
    html = page("", f"{H1}<p>By Ana Rivers on 6 June.</p>{TEXT}")
    assert read(html, url=None).published == utc(2026, 6, 6)
