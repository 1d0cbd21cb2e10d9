"""The commented file that `newsdigest config init` writes."""

from __future__ import annotations

import textwrap

from newsdigest.config.settings import SECTIONS, Section, Setting, Shape

_WIDTH = 90
# The name of a section in its example.
_NAMES = {"site": '"example.org"', "group": '"News/Local"'}
_INTRODUCTION = (
    "The configuration of newsdigest. Every setting stands here as it is without this file,"
    " switched off by a # at its beginning: take the # away to change it. Where there is no such"
    " value, an example stands. Options of the command line count before the environment, the"
    " environment before a profile, a profile before the rest of this file. The settings of"
    " [digest], [fetch], [state], [mail] and [notify] have variables such as"
    " NEWSDIGEST_DIGEST_SENTENCES."
)
_INVITATION = (
    "Below, paste feeds, profiles, topics and sites of your own. Sections such as [digest] and"
    " [mail] stand above already and may not stand twice: put their settings there, or type"
    " `newsdigest config set digest.sentences 3`."
)


def starter_text() -> str:
    """A file with every section and setting, which changes nothing until it is edited."""
    parts = [_comment(_INTRODUCTION), *map(_section, SECTIONS), _comment(_INVITATION)]
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> str:
    header = section.shape.value.format(section.name).replace(
        "NAME", _NAMES.get(section.name, "morning")
    )
    # An empty [[feed]] would be a feed without a URL.
    switch = "" if section.shape is Shape.TABLE else "#"
    settings = map(_setting, section.settings)
    return "\n".join([_comment(section.help), f"{switch}{header}", *settings])


def _setting(setting: Setting) -> str:
    value = setting.example or setting.kind.literal(setting.default)
    return f"{_comment(setting.help)}\n#{setting.key} = {value}"


def _comment(text: str) -> str:
    lines = textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join(f"# {line}" for line in lines)
