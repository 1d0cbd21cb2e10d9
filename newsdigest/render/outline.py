"""The parts of a digest in text with headings, links and lists, whatever its markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from newsdigest.render.catalogue import Catalogue
from newsdigest.render.reader_view import ListView
from newsdigest.render.view import DigestView, EarlierView, MentionsView, SectionView, StoryView
from newsdigest.render.wording import capitalised
from newsdigest.valueclasses import valueclass


@valueclass
class Outline:
    """Writes the parts of a digest, each a paragraph, a list or a heading, in one markup."""

    words: Catalogue
    # What a heading of level 1 begins with.
    mark: str
    # The text escaped for any position in a line.
    escaped: Callable[[str], str]
    # The text escaped as a heading.
    titled: Callable[[str], str]
    # A link, or the text alone without a URL.
    link: Callable[[str, str | None], str]

    def heading(self, level: int, text: str, url: str | None = None) -> str:
        return f"{self.mark * level} {self.link(text, url) if url else self.titled(text)}"

    def digest(self, view: DigestView) -> list[str]:
        """All between the title of the digest and its end."""
        parts = []
        for each in view.body:
            parts += self._briefs(each) if each.part == "brief" else self._section(each)
        if not view.body:
            parts += self._stories(view.stories)
        parts += [*self._more(view), *self._highlights(view)]
        parts += self._section(view.last) if view.last else []
        return [*parts, self.escaped(view.marked or ""), *self._failures(view)]

    def items(self, lists: Iterable[ListView], indent: int = 0) -> Iterator[str]:
        """The lines of nested lists."""
        for item in (item for each in lists for item in each.items):
            mark = "- " if item.number is None else f"{item.number}. "
            yield f"{' ' * indent}{mark}{self.escaped(item.text)}"
            yield from self.items(item.lists, indent + len(mark))

    def _section(self, section: SectionView) -> list[str]:
        name = " · ".join(filter(None, (section.name, section.subtitle)))
        parts = [self.heading(section.level, name)] if section.named else []
        for inner in section.sections:
            parts += self._section(inner)
        return parts + self._stories(section.stories)

    def _briefs(self, section: SectionView) -> list[str]:
        lines = [
            f"- {self.link(story.headline, story.url)}  {self._joined(story.credit)}".rstrip()
            for story in section.stories
        ]
        return [self.heading(section.level, section.name), "\n".join(lines)]

    def _more(self, view: DigestView) -> list[str]:
        if not view.more_title:
            return []
        listed = "\n".join(f"- {self.link(each.text, each.url)}" for each in view.more)
        return [self.escaped(view.more_title), listed]

    def _highlights(self, view: DigestView) -> list[str]:
        parts: list[str] = []
        for each in view.highlights:
            title = " · ".join(filter(None, (each.title, each.figure)))
            signed = f"{self.escaped(each.text)} — {self.link(each.source, each.url)}"
            parts += [self.heading(2, title), signed]
        return parts

    def _stories(self, stories: Iterable[StoryView]) -> list[str]:
        return [part for story in stories for part in self._story(story)]

    def _story(self, story: StoryView) -> list[str]:
        parts = [
            self.heading(story.level, story.headline, story.url),
            self._joined(story.about),
            " ".join(self._sentences(story)),
            self.escaped(story.rewritten or ""),
        ]
        if story.mentions:
            groups = "; ".join(map(self._mentions, story.mentions))
            parts.append(f"{self._label('also_in')} {groups}")
        parts += ["\n".join(map(self._earlier, story.course)), *map(self.escaped, story.rises)]
        label = self._label("figures_differ")
        return parts + [f"{label}: {self.escaped(each.text)}" for each in story.differences]

    def _sentences(self, story: StoryView) -> Iterator[str]:
        for sentence in story.summary:
            source = f" — {self.link(sentence.other, sentence.url)}" if sentence.other else ""
            yield self.escaped(sentence.text) + source

    def _earlier(self, earlier: EarlierView) -> str:
        source = f" ({self.escaped(earlier.source)})" if earlier.source else ""
        moment = self.escaped(earlier.moment)
        return f"- {moment}: {self.link(earlier.headline, earlier.url)}{source}"

    def _mentions(self, mentions: MentionsView) -> str:
        names = ", ".join(self.link(name.text, name.url) for name in mentions.names)
        if mentions.note:
            note = self.escaped(mentions.note)
            return f"{names} ({note})" if names else note
        return f"{names} {self.escaped(mentions.others)}" if mentions.others else names

    def _failures(self, view: DigestView) -> list[str]:
        if not view.failures_title:
            return []
        listed = "\n".join(f"- {self.escaped(failure)}" for failure in view.failures)
        return [self.escaped(f"{view.failures_title}:"), listed]

    def _joined(self, texts: Sequence[str]) -> str:
        return self.escaped(" · ".join(texts))

    def _label(self, key: str) -> str:
        return self.escaped(capitalised(self.words.say(key)))
