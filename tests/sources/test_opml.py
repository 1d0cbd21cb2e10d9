"""Lists of feeds are read as far as they can be, once each, and written so that they come back."""

from __future__ import annotations

import time
from contextlib import suppress
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.errors import SourceError
from newsdigest.groups import group_of
from newsdigest.sources.opml import MAX_FEEDS, MAX_PROBLEMS, ListedFeed, format_opml, parse_opml


def opml(body: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><body>{body}</body></opml>'.encode()


def feeds(content: bytes) -> tuple[ListedFeed, ...]:
    """The feeds of a list of which nothing is left out."""
    listed = parse_opml(content)
    assert listed.problems == ()
    return listed.feeds


def outline(name: str, xml_name: str | None = None) -> str:
    return f'<outline type="rss" text="{xml_name or name}" xmlUrl="https://{name}.example/rss"/>'


def urls(*names: str) -> list[str]:
    return [f"https://{name}.example/rss" for name in names]


def test_folders_become_groups() -> None:
    """Names of attributes in any case, nested folders as paths, the feed's own categories."""
    assert feeds(
        opml(
            '<outline text="News"><outline title="Ports &amp; sea">'
            '<outline type="rss" text="Post" xmlUrl="https://a.example/rss?x=1&amp;y=2" '
            'htmlUrl="https://a.example/" category="/Regional/North,Boats"/></outline>'
            '<outline text="Lake" XMLURL="https://b.example/atom"/></outline>'
            '<outline title="No text" xmlUrl="https://c.example/feed"/>'
            '<outline text="A link" type="link" url="https://d.example/"/>'
        )
    ) == (
        ListedFeed(
            "https://a.example/rss?x=1&y=2", "Post", "https://a.example/",
            ("News/Ports & sea", "Regional/North", "Boats"),
        ),
        ListedFeed("https://b.example/atom", "Lake", None, ("News",)),
        ListedFeed("https://c.example/feed", "No text"),
    )  # fmt: skip


def test_a_feed_in_two_folders_is_in_two_groups() -> None:
    """Readers with tags list a feed once in each; the first name and site count."""
    body = "".join(
        f'<outline text="{folder}">{outline("a", name)}</outline>'
        for folder, name in (("Sea", "First"), ("Sea", "Again"), ("TV/Radio", "Second"))
    )
    assert feeds(opml(body)) == (
        ListedFeed("https://a.example/rss", "First", None, ("Sea", r"TV\/Radio")),
    )


@pytest.mark.parametrize(
    "content",
    [
        '<opml version="2.0" xmlns="http://opml.org/spec2"><body>{}</body></opml>',
        '<o:opml xmlns:o="urn:any"><o:body>{}</o:body></o:opml>',
        '<?xml encoding="UTF-8" version="1.0"?><opml><body>{}</body></opml>',
        '<?xml version="1.0"><opml><body>{}</body></opml>',
        '<?xml version="1.1" standalone="maybe"?>\n<OPML><BODY>{}</BODY></OPML>',
        '\n \n<?xml version="1.0" encoding="UTF-16"?><opml><body>{}</body></opml>',
        '<?xml version="1.0"?><?xml version="1.0"?><opml><body>{}</body></opml>',
        "<opml><head><title>A < B & C</head><body>{}</body></opml>",
        "<opml><body><!-- <outline xmlUrl='https://no.example/'/> -->{}</body></opml>",
        "<opml><body><x:y>{}</body></opml>",
    ],
)
def test_odd_frames_around_the_feeds(content: str) -> None:
    """Namespaces, declarations and what stands around the outlines lose no feed."""
    body = outline("a") + outline("b")
    assert [each.url for each in feeds(content.format(body).encode())] == urls("a", "b")


@pytest.mark.parametrize(
    "broken",
    [
        outline("b", "Fish <3 chips"),
        outline("b", "R&D &nosuch; &#0;"),
        outline("b", 'The "Best" of'),
        '<outline text="B type="rss" xmlUrl="https://b.example/rss"/>',
        '<outline text="B" xmlUrl="https://b.example/rss/>',
        '<outline text="B" xmlUrl="https://b.example/rss>',
        '<outline text="B" xmlUrl="https://b.example/rss">',
        "<outline text=B xmlUrl=https://b.example/rss >",
        '<outline text="B" text="B" xmlUrl="https://b.example/rss"/>',
        '<outline text="B" xmlUrl="https://b.example/rss"',
        '<o:outline text="B" x:xmlUrl="https://b.example/rss"/>',
        '<outline text="\x01B\x02" xmlUrl="https://b.example/rss"/>',
        '</folder><outline text="B" xmlUrl="https://b.example/rss"></outlin>',
        '<outline text="B" URL="https://b.example/rss"/>',
        '<outline text="B" type="rss" xmlUrl="feed://b.example/rss"/>',
        '<outline text="B" xmlUrl="feed:https://b.example/rss"/>',
        '<outline text="B" xmlUrl="\n https://b.example/\nrss "/>',
    ],
)
def test_a_break_in_the_middle_costs_what_it_touches(broken: str) -> None:
    """XML09: the feeds before and behind it come in, each in the right folder."""
    folder = f'<outline text="Sea">{outline("a")}{broken}{outline("c")}</outline>'
    listed = parse_opml(opml(folder + outline("d"))).feeds
    by_url = {each.url.replace("http:", "https:").removesuffix("/"): each for each in listed}
    assert set(urls("a", "c", "d")) <= set(by_url) <= set(urls("a", "b", "c", "d"))
    assert by_url["https://b.example/rss"].groups == ("Sea",)
    assert [by_url[url].groups for url in urls("a", "c", "d")] == [("Sea",), ("Sea",), ()]


def test_what_cannot_be_read_is_named() -> None:
    """NET12, XML06: line, name and why; scripts, files, passwords and other lists."""
    listed = parse_opml(
        opml(
            '<outline text="A" type="rss" xmlUrl=""/>\n'
            '<outline text="B" xmlUrl="javascript:alert(1)"/>\n'
            '<outline text="C" xmlUrl="file:///etc/passwd"/>\n<outline xmlUrl="feed.xml"/>\n'
            '<outline text="E" type="rss"/>\n'
            '<outline text="F" type="include" url="https://a.example/self.opml"/>\n'
            '<outline text="G" type="link" url="https://a.example/more.opml"/>\n'
            '<outline text="H" xmlUrl="ftp://me:canary@a.example/"/>'
            '<outline text="An empty folder"/><outline text="A page" type="link" url="https://a/"/>'
        )
        + b"\n"
    )
    assert listed.feeds == ()
    assert listed.problems == (
        'line 1: "A" is left out: it has no address',
        'line 2: "B" is left out: javascript:alert(1) is not a web address',
        'line 3: "C" is left out: file:///etc/passwd is not a web address',
        "line 4: an outline is left out: feed.xml is not a web address",
        'line 5: "E" is left out: it has no address',
        'line 6: "F" is left out: it points to another list, which is not followed',
        'line 7: "G" is left out: it points to another list, which is not followed',
        'line 8: "H" is left out: ftp://***@a.example/ is not a web address',
    )


@pytest.mark.parametrize("damage", ["", "<", '"', "&"])
def test_no_feed_vanishes_without_a_word(damage: str) -> None:
    """Whatever single character is damaged, each address is read, with the damage, or named."""
    written = f'<outline text="Sea">{outline("a")}{outline("b")}</outline>{outline("c")}'
    whole = opml(written).decode()
    for place in range(whole.index("<body>") + 6, whole.index("</body>")):
        broken = whole[:place] + damage + whole[place + (not damage) :]
        listed = parse_opml(broken.encode())
        assert len(listed.feeds) >= 2, broken
        assert len(listed.feeds) == 3 or listed.problems, broken


def test_what_is_named_is_bounded() -> None:
    """A list of ten thousand scripts gives a screenful of lines and a count."""
    listed = parse_opml(opml(outline("a") + '<outline xmlUrl="x:y"/>' * 10_000))
    assert len(listed.feeds) == 1
    assert len(listed.problems) == MAX_PROBLEMS + 1
    assert listed.problems[-1] == f"{10_000 - MAX_PROBLEMS} more of this kind"


def test_a_list_that_breaks_off() -> None:
    """Whole outlines come in; an address that may be cut does not, and the break is reported."""
    whole = opml(outline("a") + outline("b"))
    for length in range(whole.index(b"a.example") + 20, len(whole) - len("</opml>")):
        listed = parse_opml(whole[:length])
        assert [each.url for each in listed.feeds] in (urls("a"), urls("a", "b"))
        assert "truncated" in listed.problems[-1]


def test_masses_are_capped() -> None:
    """XML06: ten thousand folders deep and a hundred thousand wide, in bounded time."""
    start = time.process_time()
    deep = feeds(
        opml(
            '<outline text="f">' * 10_000
            + '<outline xmlUrl="https://a.example/"/>'
            + "</outline>" * 10_000
        )
    )
    wide = parse_opml(
        opml("".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(100_000)))
    )
    assert len(wide.feeds) == MAX_FEEDS
    assert wide.problems == ("more than 10,000 feeds: the rest is left out",)
    assert time.process_time() - start < 5
    assert [feed.url for feed in deep] == ["https://a.example/"]
    assert len(deep[0].groups[0]) < 500


@pytest.mark.parametrize(
    "unit",
    ["<!--", "<![CDATA[", '<outline a="', "<outline x='\"", '<outline a="b=" c="', "<outline "],
)
def test_hostile_lists_take_linear_time(unit: str) -> None:
    """XML06: what opens over and over and never closes."""
    start = time.process_time()
    with suppress(SourceError):
        parse_opml(b"<opml><body>" + unit.encode() * (600_000 // len(unit)))
    with suppress(SourceError):
        parse_opml(b"<opml><body><outline " + b' a="' * 150_000)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><body>log in</body></html>", "not-opml"),
        (b"", "not-opml"),
        (b"<opml", "not-opml"),
        (b"<opml ", "not-opml"),
        (b"\x1f\x8b<opml>", "not-opml"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body>&a;</body></opml>', "unsafe-xml"),
    ],
)
def test_what_is_no_list_is_an_error(content: bytes, code: str) -> None:
    """Entities are refused here as in feeds."""
    with pytest.raises(SourceError) as error:
        parse_opml(content)
    assert error.value.code == code


# The same subscriptions as three readers write them.
FOLDERS = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1"><head><title>mySubscriptions</title></head><body>
<outline text="Daily" title="Daily" description="" type="rss" xmlUrl="https://daily.example/rss"/>
<outline text="Coast" title="Coast">
  <outline text="Tide" title="Tide" type="rss" xmlUrl="https://tide.example/rss"/>
  <outline text="Islands" title="Islands">
    <outline text="Isle" title="Isle" type="rss" xmlUrl="https://isle.example/rss"/>
  </outline>
  <outline text="Pier" title="Pier" type="rss" xmlUrl="https://pier.example/rss"/>
</outline>
<outline text="Last" title="Last" type="rss" xmlUrl="https://last.example/rss"/>
</body></opml>"""
TAGS = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Subscriptions from a cloud</title></head><body>
<outline text="R&amp;D" title="R&amp;D">
  <outline type="rss" text="Tide" title="Tide" xmlUrl="https://tide.example/rss" htmlUrl="https://tide.example"/>
  <outline type="rss" text="Isle" title="Isle" xmlUrl="https://isle.example/rss"/>
</outline>
<outline text="Tea / coffee" title="Tea / coffee">
  <outline type="rss" text="Tide" title="Tide" xmlUrl="https://tide.example/rss" htmlUrl="https://tide.example"/>
</outline>
</body></opml>"""
PLAIN = """<?xml version='1.0' encoding='utf-8'?>
<opml xmlns="http://opml.org/spec2" version="2.0"><head/><body>
  <outline text='Harbour'><outline text='Tide' xmlUrl='https://tide.example/rss'></outline></outline>
  <outline text='Hills'><outline text='Moor'>
    <outline text='Fell' xmlUrl='https://fell.example/rss' type='atom'/></outline></outline>
</body></opml>"""


@pytest.mark.parametrize("written", [FOLDERS, TAGS, PLAIN])
def test_three_readers_styles_come_back_as_the_same_tree(written: str) -> None:
    """Read and written again, folders hold the same feeds in the same order."""
    again = format_opml(feeds(written.encode()))
    assert tree(again) == tree(written)
    assert feeds(again.encode()) == feeds(written.encode())


Tree = list["tuple[str, Tree] | str"]


def tree(written: str) -> Tree:
    """Folders with what is in them, and addresses."""
    root = ElementTree.fromstring(written)
    body = next(each for each in root if each.tag.endswith("body"))
    return _children(body)


def _children(parent: ElementTree.Element) -> Tree:
    return [
        each.get("xmlUrl", "") if each.get("xmlUrl") else (each.get("text", ""), _children(each))
        for each in parent
    ]


@given(
    st.lists(
        st.builds(
            ListedFeed,
            url=st.integers(0, 999).map(lambda n: f"https://a.example/{n}?x=1&y='&lt={n}"),
            title=st.sampled_from(["Post & <Sons>", "\"It's\"", "日報", None]),
            site=st.sampled_from(["https://a.example/?q=1&r=2", None]),
            groups=st.lists(
                st.lists(st.sampled_from(["A & <so>", "Sea", "海", "a/b", "\\"]),
                         min_size=1, max_size=5)
                .map(group_of), unique=True, max_size=3,
            ).map(tuple),
        ),
        unique_by=lambda feed: feed.url,
        max_size=12,
    )
)  # fmt: skip
def test_what_is_written_is_read_again(written: list[ListedFeed]) -> None:
    """Nothing of a feed is lost on the way out and in; one without a title gets its address."""
    again = {feed.url: feed for feed in feeds(format_opml(written).encode())}
    assert set(again) == {feed.url for feed in written}
    for feed in written:
        assert again[feed.url].title == (feed.title or feed.url)
        assert again[feed.url].site == feed.site
        assert set(again[feed.url].groups) == set(feed.groups)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_an_error(content: bytes) -> None:
    """No input raises anything but SourceError."""
    with suppress(SourceError):
        parse_opml(b"<opml>" + content)
