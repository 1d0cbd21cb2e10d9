import pytest

from newsdigest.model import Hints
from tests.extract.metadata.pages import TEXT, json_ld, page, read


def test_the_heading_that_the_page_confirms_is_the_headline() -> None:
    """A heading that matches the page's titles wins over the site's name above it."""
    html = page(
        "<title>Ferry sails again after long repair | Harbour Post</title>",
        f"<h1>Harbour Post</h1><h1>Ferry sails again after long repair</h1>{TEXT}",
    )
    assert read(html).title == "Ferry sails again after long repair"


@pytest.mark.parametrize(
    "title",
    [
        "Ferry sails again | Harbour Post",
        "Ferry sails again - Harbour Post",
        "Harbour Post: Ferry sails again",
        "Ferry sails again – Harbour Post",
        "Ferry sails again｜Harbour Post",
    ],
)
def test_the_name_of_the_site_is_removed(title: str) -> None:
    """Without a heading the page's title serves, without the site's name before or after it."""
    html = page(
        f'<title>{title}</title><meta property="og:site_name" content="Harbour Post">', TEXT
    )
    assert read(html).title == "Ferry sails again"


def test_the_host_names_the_site_if_nothing_else_does() -> None:
    """A title part that spells the host is the site's name."""
    html = page("<title>Ferry sails again - The Harbour Post</title>", TEXT)
    assert read(html, url="https://harbourpost.example/a").title == "Ferry sails again"


def test_a_heading_about_something_else_is_not_the_headline() -> None:
    """A heading that shares nothing with the page's titles gives way to them."""
    html = page(
        '<title>Ferry sails again</title><meta property="og:title" content="Ferry sails again">',
        f"<h1>Welcome to our readers</h1>{TEXT}",
    )
    assert read(html).title == "Ferry sails again"


def test_a_headline_in_json_ld_is_enough() -> None:
    """A page with nothing but JSON-LD has a headline."""
    head = json_ld({"@type": "NewsArticle", "headline": "Ferry &amp; tram sail again"})
    assert read(page(head, TEXT)).title == "Ferry & tram sail again"


def test_hyphens_in_headlines_are_kept() -> None:
    """A spaced dash that does not separate the site's name belongs to the headline."""
    html = page("<title>Ferry sails - at last</title>", f"<h1>Ferry sails - at last</h1>{TEXT}")
    assert read(html).title == "Ferry sails - at last"


def test_without_a_title_the_hint_serves_or_nothing() -> None:
    """A feed's title fills the gap; otherwise there is no title, and none is made up."""
    assert read(page("", TEXT)).title is None
    assert read(page("", TEXT), hints=Hints(title="Ferry sails")).title == "Ferry sails"


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("de", "Fähre fährt wieder"),
        ("fr", "Le bac reprend la mer"),
        ("ja", "渡し船が運航を再開"),
        ("zh", "渡轮恢复通航"),
        ("ar", "العبارة تبحر من جديد"),
        ("ms", "Feri belayar semula"),
    ],
)
def test_headlines_in_other_languages(lang: str, title: str) -> None:
    """Nothing in the choice of a headline depends on English."""
    html = page(f"<title>{title} | Harbour Post</title>", f"<h1>{title}</h1>{TEXT}", lang=lang)
    found = read(html)
    assert (found.title, found.language) == (title, lang)


@pytest.mark.parametrize(
    "title", ["渡轮恢复通航_海港日报", "渡轮恢复通航-海港日报", "海港日报_渡轮恢复通航"]
)
def test_chinese_titles_are_joined_without_spaces(title: str) -> None:
    """An underscore or a dash between Chinese characters separates headline and site."""
    head = f'<title>{title}</title><meta property="og:site_name" content="海港日报">'
    assert read(page(head, TEXT, lang="zh")).title == "渡轮恢复通航"


_CLOCK = "Market hall gets its clock back"


def test_a_site_name_that_is_the_headline_is_ignored() -> None:
    """Then the page's title names the publication."""
    head = (
        f"<title>{_CLOCK} | Harbour Post</title><meta property='og:title' content='{_CLOCK}'>"
        f"<meta property='og:site_name' content='{_CLOCK}'>"
    )
    found = read(page(head, f"<h1>{_CLOCK}</h1>{TEXT}"))
    assert (found.title, found.source) == (_CLOCK, "Harbour Post")


def test_a_bar_in_the_heading_belongs_to_the_headline() -> None:
    """Only a label of a word or two next to it is removed."""
    for text, title in (
        (
            "CLOCK TOWER 2.0 | Council pays for the bell",
            "CLOCK TOWER 2.0 | Council pays for the bell",
        ),
        (f"Opinion | {_CLOCK}", _CLOCK),
    ):
        head = f"<title>{text}</title><meta property='og:title' content='{text}'>"
        assert read(page(head, f"<h1>{text}</h1>{TEXT}")).title == title


@pytest.mark.parametrize(
    "heading",
    [
        f"<span>Sandholm</span><span>{_CLOCK}</span>",
        f"<strong>Towers:</strong><br>{_CLOCK}",
        f"{_CLOCK} <span>62</span>",
        f'{_CLOCK} <a href="#talk">62 comments</a>',
        f"{_CLOCK}<small>A wheel from a box of door handles</small>",
    ],
)
def test_additions_in_the_heading_are_removed(heading: str) -> None:
    """Kickers, counters and subtitles, if the page's titles lack them."""
    head = f"<title>{_CLOCK} - Harbour Post</title>"
    assert read(page(head, f"<h1>{heading}</h1>{TEXT}")).title == _CLOCK


@pytest.mark.parametrize(
    "title", ["{} | My Notes", "My Notes: {}", "{} « My Notes", "My Notes - {}"]
)
@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_the_h1_of_a_blog_is_its_name(title: str, tag: str) -> None:
    """The page's title joins it to the headline, which is in a lower heading."""
    body = f'<header><h1><a href="/">My Notes</a></h1></header><{tag}>{_CLOCK}</{tag}>{TEXT}'
    assert read(page(f"<title>{title.format(_CLOCK)}</title>", body)).title == _CLOCK


@pytest.mark.parametrize(
    ("title", "site"),
    [
        (f"{_CLOCK} : The Tower Room : HPR", "HPR"),
        (f"{_CLOCK}—Harbour Weekly", "Harbour Weekly"),
        ("시장 시계가 돌아왔다-사회ㅣ항구일보", "항구일보"),
    ],
)
def test_a_section_before_the_name_of_the_site_is_removed_with_it(title: str, site: str) -> None:
    """Whatever separates the two."""
    head = f'<title>{title}</title><meta property="og:site_name" content="{site}">'
    assert read(page(head, TEXT)).title in (_CLOCK, "시장 시계가 돌아왔다")


def test_an_address_before_the_headline_is_the_sites_name() -> None:
    """Small sites put nothing between the two."""
    html = page("<title>harbourpost.example Ferry sails again</title>", f"<h1>Notes</h1>{TEXT}")
    assert read(html, url="https://harbourpost.example/a").title == "Ferry sails again"


def test_a_second_h1_below_the_name_of_a_blog_counts() -> None:
    """The title may be longer than the heading; what readers see is the headline."""
    html = page(
        "<title>Ferry sails again to the old pier, December | Harbour Post</title>",
        f"<h1>Harbour Post</h1><h1>Ferry sails again to the old pier</h1>{TEXT}",
    )
    assert read(html).title == "Ferry sails again to the old pier"


@pytest.mark.parametrize(
    "heading",
    ["<span>Title:</span>Ferry sails again", "<small>Boats</small> <b>Ferry sails again</b>"],
)
def test_additions_in_a_later_heading_are_removed(heading: str) -> None:
    """The headline need not be the first h1 of a page."""
    declared = '<meta property="og:title" content="Ferry sails again">'
    head = f"<title>[12.3] Ferry sails again</title>{declared}"
    assert read(page(head, f"<h1>Boats and trams</h1><h1>{heading}</h1>{TEXT}")).title == (
        "Ferry sails again"
    )


def test_the_visible_part_of_a_title_without_a_heading_is_the_headline() -> None:
    """A page with its headline in a plain box shows it without the site's name."""
    title = "Ferry sails again after a long repair"
    html = page(f"<title>{title} - Harbour Post</title>", f"<div>{title}</div>{TEXT}")
    assert read(html).title == title


def test_a_line_break_in_a_heading_separates_words() -> None:
    """Browsers show two lines, and a list of headlines shows one."""
    html = page("<title>Ferry: it sails again</title>", f"<h1>Ferry:<br>it sails again</h1>{TEXT}")
    assert read(html).title == "Ferry: it sails again"


TOLD_WITH_A_BAR = "<title>HARVEST 2026 | Apples fetch less than in spring - Harbour Post</title>"


@pytest.mark.parametrize("with_heading", [True, False])
def test_a_bar_that_the_fields_of_the_page_agree_on_is_kept(*, with_heading: bool) -> None:
    """A headline with a short part before a bar is whole if og:title and JSON-LD agree."""
    title = "HARVEST 2026 | Apples fetch less than in spring"
    head = (
        f'{TOLD_WITH_A_BAR}<meta property="og:title" content="{title}">'
        f"{json_ld({'@type': 'NewsArticle', 'headline': title})}"
    )
    heading = f"<h1>{title}</h1>" if with_heading else ""
    assert read(page(head, f"{heading}{TEXT}"), url=None).title == title


def test_a_bar_that_the_heading_confirms_is_kept() -> None:
    """A heading and og:title suffice, with the label before or after the bar."""
    title = "Apples fetch less than in spring | Day two"
    head = f'{TOLD_WITH_A_BAR}<meta property="og:title" content="{title}">'
    assert read(page(head, f"<h1>{title}</h1>{TEXT}"), url=None).title == title


def test_a_bar_that_one_field_lacks_is_cut() -> None:
    """If JSON-LD has the headline without the label, it does not belong to it."""
    title = "In pictures | Apples fetch less than in spring"
    head = (
        f'<meta property="og:title" content="{title}">'
        f"{json_ld({'@type': 'NewsArticle', 'headline': title.partition(' | ')[2]})}"
    )
    heading = f"<h1>{title}</h1>"
    assert read(page(head, heading + TEXT)).title == "Apples fetch less than in spring"
