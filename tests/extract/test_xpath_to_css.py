"""XPath is translated to CSS where CSS has an equivalent, and refused otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.ftr_site_config import site_of_file, translate_site
from newsdigest.extract.xpath_to_css import NotCss, to_css
from tests.growth import grows_at_most

PAGE = LexborHTMLParser(
    "<body><div id=a class='story lead'><p class=x>1</p><p>2</p><ul><li>3</li></ul></div>"
    "<div id=b class=ad data-kind=box><p>4</p><span>5</span><p title=t>6</p></div>"
    "<a rel=next href=/2>7</a><h2>8</h2><p>9</p></body>"
)
SAID = {
    "//div[@id='a']": "123",
    "//p": "1 2 4 6 9",
    "//div/p": "1 2 4 6",
    "//body//li": "3",
    "/html/body/p": "9",
    ".//div[contains(@class, 'ea')]//p": "1 2",
    "//div[@class='ad']/p[1]": "4",
    "//div/p[last()]": "2 6",
    "//p[@title]": "6",
    "//div/p[not(@title) and not(@class)]": "2 4",
    "//p[@title='t' or @class='x']": "1 6",
    "//div[starts-with(@data-kind, 'b')]/span": "5",
    '//div[contains(concat(" ", normalize-space(@class), " "), " story ")]/ul/li': "3",
    "//h2/following-sibling::p": "9",
    "//span | //li": "3 5",
    "(//span | //li)": "3 5",
    "//a[@rel='next']/@href": "7",
    "//*[@id='b']/p": "4 6",
    "//div[@id='b']/descendant::span": "5",
    "//div[@data-kind!='x']/span": "5",
    "//UL/LI": "3",
}
NOT_SAID = [
    "//a/ancestor::section[1]",
    "//p[contains(text(), 'Ad')]",
    "//p[.='Ad']",
    "//a/..",
    "(//p)[1]",
    "//p[@class='x'][1]",
    "//*[1]",
    "substring-after(//p, 'on')",
    "//p[",
    "//p[count(a) > 2]",
    "",
    "//div[" * 50,
    "//p" + "[@a or @b]" * 40,
]


@pytest.mark.parametrize("path", SAID)
def test_a_selector_matches_what_the_path_matches(path: str) -> None:
    """The same elements, by their texts."""
    found = PAGE.css(to_css(path))
    assert sorted(node.text() for node in found) == sorted(SAID[path].split())


@pytest.mark.parametrize("path", NOT_SAID)
def test_paths_without_an_equivalent_are_refused(path: str) -> None:
    """A selector with another meaning would remove the wrong elements."""
    with pytest.raises(NotCss, match=r"."):
        to_css(path)


@given(st.text("//div[]()@'\"=|* ornotac,.:1", max_size=60))
def test_any_path_gives_a_selector_or_a_reason(path: str) -> None:
    """Whatever the input, the answer is a valid selector or a reason."""
    try:
        selector = to_css(path)
    except NotCss:
        return
    PAGE.css(selector)


def test_long_paths_take_no_time() -> None:
    """A file from a stranger cannot keep the program busy."""

    def convert(times: int) -> None:
        for path in ("//p[" * times, "//p" + "[not(" * times, "//a|" * times, "((" * times):
            with pytest.raises(NotCss):
                to_css(path)

    assert grows_at_most(8, lambda: convert(2_000), lambda: convert(8_000))


FILE = """
# a comment
title: //h1
body: //div[@id='a']
strip: //p[@class='x']
strip: //p[@class='x']
strip: //a/ancestor::div
strip_id_or_class: "ad"
next_page_link: //a[@rel='next']/@href
http_header(user-agent): a robot
find_string: <b>
tidy: no
what is this
"""


def test_a_file_is_translated_as_far_as_possible() -> None:
    """Paths become selectors; each line without an equivalent is reported with its number."""
    done = translate_site(FILE)
    assert done.rule.body == ('div[id="a"]',)
    assert done.rule.remove == ('p[class="x"]', '[id*="ad"], [class*="ad"]')
    assert done.rule.next == ('a[rel="next"]',)
    assert [problem.split(":")[0] for problem in done.problems] == [
        "line 7", "line 10", "line 11", "line 13",
    ]  # fmt: skip


def test_files_are_named_after_their_sites() -> None:
    """A leading dot stands for subdomains, to which our rules apply in any case."""
    assert site_of_file("example.org.txt") == site_of_file(".example.org.txt") == "example.org"
    assert site_of_file("www.Example.org.txt") == "example.org"
    assert site_of_file("rules.txt") is None
