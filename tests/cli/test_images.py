"""`digest --images`: the stories' pictures inside the page, fetched under the network's rules."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.pages import article_page
from tests.program import newsdigest
from tests.server import Server


def picture(size: tuple[int, int] = (1600, 900), format: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (200, 60, 20)).save(out, format)
    return out.getvalue()


def served(server: Server, url: str) -> str:
    """The address of a page whose lead picture is at `url`."""
    head = f'<meta property="og:image" content="{url}">'
    return server.page("/ferry", article_page(head=head).encode())


def pictures_in(page: str) -> list[bytes]:
    found = re.findall(r'<img src="data:image/jpeg;base64,([^"]+)"', page)
    assert page.count("<img") == len(found)
    return [base64.b64decode(each) for each in found]


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "GIF"])
def test_the_page_has_the_picture_in_it(server: Server, format: str) -> None:
    """Scaled, as JPEG, and nothing in the page leads the browser back to the server for it."""
    address = served(
        server, server.page("/lead", picture(format=format), content_type=f"image/{format.lower()}")
    )
    done = newsdigest("digest", address, "-f", "html", "--images")
    assert (done.status, done.stderr) == (0, "")
    (found,) = pictures_in(done.text)
    with Image.open(BytesIO(found)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (480, 270))
    assert 'width="480" height="270" alt=""' in done.text
    assert "/lead" not in done.text


def test_nothing_is_fetched_unasked(server: Server) -> None:
    """Without --images, and with --offline, no picture is asked for."""
    address = served(server, server.page("/lead", picture(), content_type="image/png"))
    assert pictures_in(newsdigest("digest", address, "-f", "html").text) == []
    assert not any("/lead" in request for request in server.requests)


@pytest.mark.parametrize(
    "content",
    [b"<html>not found</html>", picture()[:300], picture((60, 60)), b""],
    ids=["a page", "half a picture", "a logo", "nothing"],
)
def test_what_is_no_picture_is_left_out(server: Server, content: bytes) -> None:
    """The digest is whole without it."""
    address = served(server, server.page("/lead", content, content_type="image/png"))
    done = newsdigest("digest", address, "-f", "html", "--images")
    assert (done.status, pictures_in(done.text)) == (0, [])
    assert "Ferry landing to reopen in April" in done.text


def test_a_bomb_costs_one_picture(server: Server) -> None:
    """A picture of 400 million dots in 50 kB does not end the run."""
    out = BytesIO()
    Image.new("1", (20000, 20000)).save(out, "PNG")
    address = served(server, server.page("/lead", out.getvalue(), content_type="image/png"))
    done = newsdigest("digest", address, "-f", "html", "--images")
    assert (done.status, pictures_in(done.text)) == (0, [])


def test_a_page_cannot_name_a_private_picture(server: Server, tmp_path: Path) -> None:
    """A file's picture on a loopback address is not asked for: nobody named that address."""
    url = server.page("/lead", picture(), content_type="image/png")
    page = tmp_path / "ferry.html"
    page.write_text(article_page(head=f'<meta property="og:image" content="{url}">'))
    done = newsdigest("digest", page, "-f", "html", "--images")
    assert (done.status, pictures_in(done.text), server.requests) == (0, [], [])


def test_robots_txt_is_asked_for_pictures_too(server: Server) -> None:
    """What a site asks not to be fetched is not."""
    server.page("/robots.txt", b"User-agent: *\nDisallow: /lead", content_type="text/plain")
    address = served(server, server.page("/lead", picture(), content_type="image/png"))
    assert pictures_in(newsdigest("digest", address, "-f", "html", "--images").text) == []


def test_other_formats_have_no_pictures_or_charts(tmp_path: Path) -> None:
    """Their options are errors there; settings of a profile apply to its pages only."""
    page = tmp_path / "ferry.html"
    page.write_text(article_page())
    for name in ("images", "charts"):
        refused = newsdigest("digest", page, "-f", "text", f"--{name}")
        assert refused.status == 2
        assert refused.stderr == f"error: --{name} is for the format html, not text\n"
    config = tmp_path / "config.toml"
    config.write_text("[digest]\nimages = true\ncharts = true\n")
    assert newsdigest("digest", page, "-f", "text", "--config", config).status == 0
