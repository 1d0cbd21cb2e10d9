from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsdigest.extract.metadata.headline_context import CachedIterator, HeadlineContext
from newsdigest.extract.metadata.regions import Regions


def heading(body: str) -> LexborNode:
    node = LexborHTMLParser(f"<body>{body}</body>").css_first("h1")
    assert node is not None
    return node


def test_a_line_is_what_readers_see_as_one() -> None:
    """Inline elements join it, each as a part of its own; blocks and line breaks end it."""
    body = (
        "<h1>Ferry</h1>\n<p>By <a>Ana\n Rivers</a> <span>|</span> 6 June<br>Harbour desk</p>"
        "<script>var a</script><button>Share</button><!-- note --><div>Second</div>"
    )
    lines = list(HeadlineContext(heading(body)).after)
    assert [line.text for line in lines] == ["By Ana Rivers | 6 June", "Harbour desk", "Second"]
    assert lines[0].parts == ("By", "Ana Rivers", "|", "6 June")
    assert [line.distance for line in lines] == [0, 22, 34]


def test_lines_above_come_nearest_first() -> None:
    """The boxes around the headline are read backwards, their words forwards."""
    body = "<div><p>Far <b>away</b></p><div><p>Near</p><header><h1>Ferry</h1></header></div></div>"
    assert [line.text for line in HeadlineContext(heading(body)).before] == ["Near", "Far away"]


def test_no_more_is_read_than_asked_for() -> None:
    """Lines that have been read are cached for the next reader."""
    read: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(5):
            read.append(number)
            yield number

    kept = CachedIterator(numbers())
    assert next(iter(kept)) == 0
    assert read == [0]
    assert list(kept) == [0, 1, 2, 3, 4]
    assert list(kept) == read == [0, 1, 2, 3, 4]


def test_lines_within_a_distance_are_those_below_and_then_those_above() -> None:
    body = "<p>Above</p><h1>Ferry</h1><p>Below</p><p>Further</p>"
    assert [line.text for line in HeadlineContext(heading(body)).within(4)] == ["Below", "Above"]


def test_a_page_without_a_heading_has_no_lines() -> None:
    lines = HeadlineContext(None)
    assert (list(lines.after), list(lines.before)) == ([], [])


def test_the_name_of_a_box_around_the_headline_is_ignored() -> None:
    """A page may be wrapped in a box named sidebar; a sidebar beside the headline is one."""
    tree = LexborHTMLParser(
        "<body><div class='sidebar'><h1>Ferry</h1><p id=own>6 June</p>"
        "<div class='Related-Posts'><p id=other>1 May</p></div></div></body>"
    )
    regions = Regions(tree.css_first("h1"))
    own, other = tree.css_first("#own"), tree.css_first("#other")
    assert own is not None
    assert other is not None
    assert not regions.is_foreign(own)
    assert regions.is_foreign(other)
    assert Regions(None).is_foreign(own)
