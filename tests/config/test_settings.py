"""The table of settings is whole: defaults, fields, help and what other rooms know agree."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from newsdigest.analyse.topics.iptc import MEDIA_TOPICS
from newsdigest.config.kinds import InvalidValue
from newsdigest.config.settings import (
    DIGEST,
    FETCH,
    MAIL,
    NOTIFY,
    SECTIONS,
    STATE,
    TOPIC,
    TOPIC_NAMES,
    VARIABLE_SECTIONS,
    Required,
    Section,
    Setting,
    variable,
)
from newsdigest.config.values import (
    DigestSettings,
    FetchSettings,
    MailSettings,
    NotifySettings,
    StateSettings,
    TopicSettings,
)
from newsdigest.config.variables import read_variables
from newsdigest.render import FORMATS, LANGUAGES

ALL = [(section, setting) for section in SECTIONS for setting in section.settings]
NAMES = [f"{section.name}.{setting.key}" for section, setting in ALL]


@pytest.mark.parametrize(
    ("section", "values"),
    [
        (DIGEST, DigestSettings), (FETCH, FetchSettings), (STATE, StateSettings),
        (MAIL, MailSettings), (NOTIFY, NotifySettings), (TOPIC, TopicSettings),
    ],
)  # fmt: skip
def test_rows_are_fields(section: Section, values: Any) -> None:
    """What can be set is what the program gets."""
    known = {each.name for each in fields(values)} - {"origins"}
    assert known == {setting.field for setting in section.settings}


@pytest.mark.parametrize(("section", "setting"), ALL, ids=NAMES)
def test_a_row(section: Section, setting: Setting) -> None:
    """Each setting has help, takes its own default as it is written, and has something to show."""
    import tomllib

    assert setting.help.endswith(".")
    literals = [setting.example] if setting.example else []
    if setting.default not in (None, Required.REQUIRED):
        literals.append(setting.kind.literal(setting.default))
    assert literals
    for literal in literals:
        value = tomllib.loads(f"value = {literal}")["value"]
        accepted = setting.kind.accept(value, Path("/"))
        assert accepted is not None
        assert setting.example == literal or accepted == setting.default


@pytest.mark.parametrize(("key", "names"), [("format", FORMATS), ("language", LANGUAGES)])
def test_choices_are_those_of_render(key: str, names: tuple[str, ...]) -> None:
    """The configuration takes every format and language there is, no other, and lists them."""
    setting = DIGEST.setting(key)
    assert setting is not None
    assert [setting.kind.accept(name, Path("/")) for name in names] == list(names)
    with pytest.raises(InvalidValue, match=", ".join(names)):
        setting.kind.accept("other", Path("/"))
    assert ", ".join(names) in setting.help


def test_topics_are_those_of_analyse() -> None:
    """Filters may name every standard topic, and no other."""
    assert tuple(subject.name for subject in MEDIA_TOPICS) == TOPIC_NAMES


@pytest.mark.parametrize("section", VARIABLE_SECTIONS, ids=lambda section: section.name)
def test_every_setting_has_a_variable(section: Section) -> None:
    """Each setting of the sections that stand once can come from the environment."""
    for setting in section.settings:
        literal = setting.example or setting.kind.literal(setting.default)
        name = variable(section.name, setting.key)
        found = read_variables({name: literal.strip('"')})
        assert found.mistakes == found.warnings == []
        assert setting.key in found.tables[section.name]
