"""Groups are paths of folders, and paths and folders map one to one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.groups import folders_of, group_of

NAMES = st.text(st.sampled_from("a/\\ é"), min_size=1, max_size=5)


@given(st.lists(NAMES, min_size=1, max_size=5))
def test_a_path_leads_back_to_its_folders(names: list[str]) -> None:
    """Slashes and backslashes in names are distinguished from those between them."""
    assert folders_of(group_of(names)) == tuple(names)


@pytest.mark.parametrize(
    ("group", "folders"),
    [
        ("News", ("News",)), ("News/Local", ("News", "Local")), (r"AC\/DC", ("AC/DC",)),
        ("/News", ("", "News")), ("News/", ("News", "")), ("", ("",)), ("a\\", ("a", "")),
    ],
)  # fmt: skip
def test_what_people_write(group: str, folders: tuple[str, ...]) -> None:
    """An empty name is kept, so that the configuration can reject it."""
    assert folders_of(group) == folders
