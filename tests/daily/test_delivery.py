"""What is delivered, when it counts as delivered, and under which id: PROC04, TIME06."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsdigest.analyse import CustomTopic
from newsdigest.daily import DeliveryPlan, deliver_new
from newsdigest.daily.delivery import LEFT_OUT_WAITS, MOST_ATTEMPTS, digest_of_window
from newsdigest.deliver import Receipt, Undelivered
from newsdigest.filters import parse_filters
from newsdigest.model import Article, ArticleKind, Block, BlockKind, Digest
from newsdigest.pipeline import DigestOptions, Run, passes
from newsdigest.render import RenderOptions, render_digest_named
from newsdigest.render.compose import compose
from newsdigest.store import FeedItemKeys, Store
from tests.daily.feeds import item

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
FEED = "https://news.example/feed"
PLAN = DeliveryPlan("morning", (FEED,), DigestOptions())


class Killed(BaseException):
    """The run ends here."""


@dataclass
class Place:
    """A place that takes digests, or refuses them."""

    channels: tuple[str, ...] = ("stdout",)
    holds_one: bool = False
    is_brief: bool = False
    is_killed: bool = False
    # How many articles it names of a digest.
    room: int = 1000
    # What it says of the channels that refuse.
    refusing: dict[str, Undelivered] = field(default_factory=dict)
    taken: list[tuple[Digest, tuple[str, ...]]] = field(default_factory=list)

    def deliver(self, digest: Digest, channels: Sequence[str]) -> Receipt:
        self.taken.append((digest, tuple(c for c in channels if c not in self.refusing)))
        if self.is_killed:
            raise Killed
        named = frozenset(sorted(ids(digest))[: self.room])
        missed = (self.refusing[channel] for channel in channels if channel in self.refusing)
        return Receipt(named, tuple(missed))

    def refuse(self, *channels: str, **how: bool) -> None:
        for channel in channels:
            self.refusing[channel] = Undelivered(channel, f"{channel}: no", **how)

    def got(self, channel: str) -> list[set[str]]:
        """The articles of each digest that the channel took."""
        return [ids(digest) for digest, channels in self.taken if channel in channels]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "news.db") as opened:
        yield opened


def keep(store: Store, *numbers: int, now: datetime = NOW) -> None:
    with store.transaction():
        for number in numbers:
            entry = item(number)
            block = Block(BlockKind.PARAGRAPH, entry.text)
            article = Article(f"a{number}", entry.title, (block,), FEED, "The Post")
            store.articles.save(article, now)
            store.articles.see(FeedItemKeys(FEED, (f"guid:{number}",), article.id, "x"), now)


EVENTS = {
    "ferry": "Fog kept the Sandholm ferry in port on Monday, and commuters waited until noon.",
    "bakery": "A bakery in Norfield gave away four hundred loaves when its oven would not stop.",
    "chess": "Twelve-year-old Ines Duarte beat the reigning champion in the open chess tournament.",
}


def keep_events(store: Store, *names: str, now: datetime = NOW) -> None:
    """Keep articles of events that have nothing in common."""
    with store.transaction():
        for name in names:
            blocks = (Block(BlockKind.PARAGRAPH, EVENTS[name]),)
            article = Article(name, EVENTS[name][:40], blocks, FEED, "The Post")
            store.articles.save(article, now)
            store.articles.see(FeedItemKeys(FEED, (f"guid:{name}",), name, "x"), now)


def deliver(
    store: Store,
    plan: DeliveryPlan = PLAN,
    now: datetime = NOW,
    *,
    killed: bool = False,
    holds_one: bool = False,
) -> list[Digest]:
    """The digests that went out; with `killed` the run ends before that is written down."""
    place = Place(holds_one=holds_one, is_killed=killed)
    try:
        deliver_new(store, plan, [], Run(now), [place])
    except Killed:
        assert killed
    return [digest for digest, _ in place.taken]


def ids(digest: Digest) -> set[str]:
    reports = {article.id for story in digest.stories for article in story.articles}
    return reports | {copy.article.id for story in digest.stories for copy in story.copies}


def test_a_digest_that_got_out_unmarked_is_repeated_under_its_id(store: Store) -> None:
    """Killed between the output and the mark: the same digest comes once more, then no more."""
    keep(store, 1, 2)
    (first,) = deliver(store, killed=True)
    keep(store, 3, now=NOW + timedelta(hours=1))
    repeat, news = deliver(store, now=NOW + timedelta(hours=1))
    assert (repeat.id, ids(repeat), repeat.generated) == (first.id, {"a1", "a2"}, NOW)
    assert ids(news) == {"a3"}
    assert deliver(store) == []


def test_a_digest_that_is_repeated_has_the_same_order(store: Store) -> None:
    """MAIL08: that of the feed, where the stories weigh the same but for their place in it."""
    keep_events(store, *EVENTS)
    (first,) = deliver(store, killed=True)
    (again,) = deliver(store)
    assert [story.id for story in again.stories] == [story.id for story in first.stories]


def test_a_file_holds_one_digest(store: Store) -> None:
    """What a file was to get and what is new stand in one digest, since it holds no second."""
    keep(store, 1)
    (first,) = deliver(store, killed=True, holds_one=True)
    keep(store, 2)
    (both,) = deliver(store, holds_one=True)
    assert ids(both) == {"a1", "a2"}
    assert both.id != first.id
    assert deliver(store, holds_one=True) == []


def test_a_file_that_waits_gets_its_digest_without_news(store: Store) -> None:
    """The digest that it missed, under its own id."""
    keep(store, 1)
    (first,) = deliver(store, killed=True, holds_one=True)
    (again,) = deliver(store, holds_one=True, now=NOW + timedelta(hours=1))
    assert (again.id, ids(again)) == (first.id, {"a1"})


def test_channels_succeed_each_for_itself(store: Store) -> None:
    """MAIL08, MAIL02: who got a digest does not get it again; who did not gets it and the next."""
    file = Place(("file:/x",), holds_one=True)
    mail = Place(("mail:a", "mail:b"))
    mail.refuse("mail:b")
    keep(store, 1)
    report = deliver_new(store, PLAN, [], Run(NOW), [file, mail])
    assert (report.digests, [each.channel for each in report.undelivered]) == (2, ["mail:b"])
    mail.refusing.clear()
    keep(store, 2)
    deliver_new(store, PLAN, [], Run(NOW + timedelta(hours=1)), [file, mail])
    assert file.got("file:/x") == mail.got("mail:a") == [{"a1"}, {"a2"}]
    assert mail.got("mail:b") == [{"a1"}, {"a2"}]
    first, repeat = (digest for digest, _ in mail.taken[:2])
    assert (repeat.id, repeat.generated) == (first.id, NOW)
    assert deliver_new(store, PLAN, [], Run(NOW + timedelta(hours=2)), [file, mail]).digests == 0


def test_a_file_gets_what_it_missed_beside_the_news(store: Store) -> None:
    """It holds one digest, and that holds all that the file was owed."""
    file, mail = Place(("file:/x",), holds_one=True), Place(("mail:a",))
    file.refuse("file:/x")
    keep(store, 1)
    deliver_new(store, PLAN, [], Run(NOW), [file, mail])
    file.refusing.clear()
    keep(store, 2)
    deliver_new(store, PLAN, [], Run(NOW + timedelta(hours=1)), [file, mail])
    assert file.got("file:/x") == [{"a1", "a2"}]
    assert mail.got("mail:a") == [{"a1"}, {"a2"}]
    assert store.digests.pending("morning") == []


def test_news_wait_while_nothing_can_be_reached(store: Store) -> None:
    """A server that is down for days is asked once a run, and the news come in one digest."""
    mail = Place(("mail:a",))
    mail.refuse("mail:a", is_outage=True)
    for day in range(4):
        keep(store, day, now=NOW + timedelta(days=day))
        report = deliver_new(store, PLAN, [], Run(NOW + timedelta(days=day)), [mail])
        assert len(report.undelivered) == 1
    assert len(mail.taken) == 4
    mail.refusing.clear()
    deliver_new(store, PLAN, [], Run(NOW + timedelta(days=5)), [mail])
    assert mail.got("mail:a") == [{"a0"}, {"a1", "a2", "a3"}]


def test_one_who_is_out_of_reach_holds_up_nobody(store: Store) -> None:
    """The others get the news, and the one gets all of it later."""
    mail, file = Place(("mail:a",)), Place(("file:/x",), holds_one=True)
    mail.refuse("mail:a", is_outage=True)
    for day in range(3):
        keep(store, day, now=NOW + timedelta(days=day))
        deliver_new(store, PLAN, [], Run(NOW + timedelta(days=day)), [mail, file])
    assert file.got("file:/x") == [{"a0"}, {"a1"}, {"a2"}]
    assert len(mail.taken) == 3
    mail.refusing.clear()
    deliver_new(store, PLAN, [], Run(NOW + timedelta(days=3)), [mail, file])
    assert mail.got("mail:a") == [{"a0"}, {"a1"}, {"a2"}]


def test_what_is_refused_for_good_is_given_up(store: Store) -> None:
    """MAIL06: after five attempts it is reported, counts as delivered, and holds up nothing."""
    mail = Place(("mail:a",))
    mail.refuse("mail:a", is_final=True)
    keep(store, 1)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        (undelivered,) = deliver_new(store, PLAN, [], Run(NOW), [mail]).undelivered
        assert ("given up" in undelivered.reason) == (attempt == MOST_ATTEMPTS)
    assert store.digests.pending("morning") == []
    mail.refusing.clear()
    keep(store, 2)
    deliver_new(store, PLAN, [], Run(NOW), [mail])
    assert mail.got("mail:a") == [{"a2"}]


def test_a_channel_that_is_no_more_is_not_waited_for(store: Store) -> None:
    """A recipient who was taken out gets nothing, and the digest counts as delivered."""
    mail = Place(("mail:a", "mail:b"))
    mail.refuse("mail:b")
    keep(store, 1)
    deliver_new(store, PLAN, [], Run(NOW), [mail])
    only = Place(("mail:a",))
    deliver_new(store, PLAN, [], Run(NOW), [only])
    assert only.taken == []
    assert store.digests.pending("morning") == []


def test_nothing_is_delivered_of_nothing_unless_asked(store: Store) -> None:
    """By default a place gets nothing when there is nothing new."""
    assert deliver(store) == []
    (empty,) = deliver(store, replace(PLAN, skips_empty=False))
    assert empty.stories == ()


def test_profiles_are_kept_apart(store: Store) -> None:
    """Each profile gets everything once."""
    keep(store, 1)
    assert len(deliver(store)) == len(deliver(store, replace(PLAN, profile="evening"))) == 1
    assert deliver(store) == []


def test_a_new_profile_gets_no_old_news(store: Store) -> None:
    """The first digest of a profile looks back a week, and what is older never becomes news."""
    keep(store, 1, now=NOW - timedelta(days=30))
    keep(store, 2, now=NOW - timedelta(days=3))
    (first,) = deliver(store)
    assert ids(first) == {"a2"}
    assert deliver(store) == []


def test_missed_days_are_made_up(store: Store) -> None:
    """TIME07: after days without a run, one digest holds all of them."""
    keep(store, 1)
    deliver(store)
    for day in range(1, 12):
        keep(store, 1 + day, now=NOW + timedelta(days=day))
    (gap,) = deliver(store, now=NOW + timedelta(days=12))
    assert len(ids(gap)) == 11


def test_new_facts_are_delivered_once(store: Store) -> None:
    """TIME06: an article that was updated is delivered again, once."""
    keep(store, 1)
    deliver(store)
    kept = store.articles.get("a1")
    assert kept is not None
    with store.transaction():
        store.articles.save(kept.article, NOW + timedelta(hours=1), is_update=True)
    assert [ids(digest) for digest in deliver(store)] == [{"a1"}]
    assert deliver(store) == []


def test_the_window_does_not_depend_on_what_was_delivered(store: Store) -> None:
    """A digest of a window holds what came in since its start, delivered or not."""
    keep(store, 1, now=NOW - timedelta(days=2))
    keep(store, 2)
    deliver(store)
    plan = replace(PLAN, options=DigestOptions(since=NOW - timedelta(days=1)))
    assert ids(digest_of_window(store, plan, [], Run(NOW))) == {"a2"}


def test_what_the_limit_leaves_out_can_be_delivered_later(store: Store) -> None:
    """It stays undelivered, each story comes once, the heaviest first."""
    keep_events(store, *EVENTS)
    limited = replace(PLAN, options=DigestOptions(limit=1))
    got = [ids(digest) for _ in range(4) for digest in deliver(store, limited)]
    assert sorted(got, key=sorted) == [{"bakery"}, {"chess"}, {"ferry"}]


def test_what_the_limit_leaves_out_does_not_pile_up(store: Store) -> None:
    """After two days it counts as delivered, so that a quiet day brings no old news."""
    keep_events(store, "ferry", "bakery")
    later = NOW + LEFT_OUT_WAITS + timedelta(hours=1)
    keep_events(store, "chess", now=later)
    limited = replace(PLAN, options=DigestOptions(limit=1))
    (digest,) = deliver(store, limited, now=later)
    assert len(ids(digest)) == 1
    assert {id for each in deliver(store, now=later) for id in ids(each)} <= {"chess"}


def test_the_limit_takes_nothing_from_what_a_file_is_owed(store: Store) -> None:
    """Each digest was within the limit; the one that makes up for both holds all of both."""
    keep_events(store, "ferry")
    limited = replace(PLAN, options=DigestOptions(limit=1))
    (missed,) = deliver(store, limited, killed=True, holds_one=True)
    keep_events(store, "bakery")
    (both,) = deliver(store, limited, holds_one=True)
    assert ids(missed) == {"ferry"}
    assert ids(both) == {"ferry", "bakery"}
    assert deliver(store, limited, holds_one=True) == []


def test_each_place_of_filters_narrows(store: Store) -> None:
    """An article has to pass the filters of the configuration, of the profile and of its feed."""
    keep(store, 1)
    (article,) = (each.article for each in store.articles.by_ids(["a1"]))
    title = str(article.title)
    everything, nothing = parse_filters([f'"{title}"'], []), parse_filters(["nowhere"], [])
    assert passes(article, DigestOptions(filters=(everything, everything)))
    assert not passes(article, DigestOptions(filters=(everything, nothing)))
    narrow = DigestOptions(filters=(everything,), feed_filters={article.origin: nothing})
    assert not passes(article, narrow)


def test_filters_that_leave_nothing_are_reported(store: Store) -> None:
    """An empty digest says how many articles the filters left out; a full one says nothing."""
    keep(store, 1, 2, 3)
    nothing = replace(PLAN, options=DigestOptions(filters=(parse_filters(["nowhere"], []),)))
    empty = digest_of_window(store, nothing, [], Run(NOW))
    shown = compose(empty, RenderOptions()).counts
    assert shown[:2] == ("no stories", "the filters left out all 3 articles")
    full = digest_of_window(store, PLAN, [], Run(NOW))
    assert not any("filters" in part for part in compose(full, RenderOptions()).counts)
    assert deliver_new(store, nothing, [], Run(NOW), []).filtered == 3
    assert deliver_new(store, nothing, [], Run(NOW), []).filtered == 0


def test_pages_of_the_site_are_never_delivered(store: Store) -> None:
    """A feed's privacy policy plans no digest, is no work of the filters, and comes once."""
    block = Block(BlockKind.PARAGRAPH, "The Post keeps no record of who reads it.")
    policy = Article("p", "Privacy Policy", (block,), FEED, "The Post", kind=ArticleKind.PAGE)
    with store.transaction():
        store.articles.save(policy, NOW)
        store.articles.see(FeedItemKeys(FEED, ("guid:p",), "p", "x"), NOW)
    place, first, second = Place(), Run(NOW), Run(NOW)
    skipping = replace(PLAN, skips_empty=True)
    assert deliver_new(store, skipping, [], first, [place]).filtered == 0
    deliver_new(store, skipping, [], second, [place])
    assert place.taken == []
    assert (first.no_news, second.no_news) == (1, 0)


def test_topics_are_those_that_the_user_defines_today(store: Store) -> None:
    """What was kept before a topic was defined stands under it, and filters know it."""
    keep(store, 27)
    quay = CustomTopic("The quay", words=("harbour",))
    plan = replace(PLAN, options=DigestOptions(topics=(quay,)))
    (story,) = digest_of_window(store, plan, [], Run(NOW)).stories
    assert [topic.id for topic in story.topics[:1]] == [quay.id]
    filters = (parse_filters([], ["topic:quay"]),)
    assert deliver(store, replace(plan, options=replace(plan.options, filters=filters))) == []


def days(store: Store, *places: Place, runs: int = 1, start: int = 0) -> None:
    for day in range(start, start + runs):
        deliver_new(store, PLAN, [], Run(NOW + timedelta(days=day)), places)


def test_what_had_no_room_comes_with_the_next_digest_of_that_place(store: Store) -> None:
    """DEL01: to it alone, with what is new or without, until all of it was named."""
    keep(store, *range(5))
    file, mail = Place(("file",)), Place(("mail:a", "mail:b"), room=2)
    days(store, file, mail)
    keep(store, 9, now=NOW + timedelta(days=1))
    days(store, file, mail, runs=4, start=1)
    assert file.got("file") == [{f"a{n}" for n in range(5)}, {"a9"}]
    rest = [{f"a{n}" for n in range(5)}, {"a2", "a3", "a4", "a9"}, {"a4", "a9"}]
    assert mail.got("mail:a") == mail.got("mail:b") == rest


def test_each_recipient_has_a_rest_of_his_own(store: Store) -> None:
    """DEL01: who missed a digest gets it whole, whatever was left over for the others."""
    keep(store, *range(3))
    mail = Place(("mail:a", "mail:b"), room=2)
    mail.refuse("mail:b")
    days(store, mail)
    mail.refusing.clear()
    days(store, mail, runs=3, start=1)
    assert mail.got("mail:a") == [{"a0", "a1", "a2"}, {"a2"}]
    assert mail.got("mail:b") == [{"a0", "a1", "a2"}, {"a2"}]


def test_a_rest_is_not_lost_by_a_kill(store: Store) -> None:
    """DEL01, PROC04: killed while it goes out, it comes again under the same id."""
    keep(store, *range(4))
    mail = Place(("mail:a",), room=3)
    days(store, mail)
    mail.is_killed = True
    with pytest.raises(Killed):
        days(store, mail, start=1)
    mail.is_killed = False
    days(store, mail, runs=2, start=2)
    assert mail.got("mail:a")[1:] == [{"a3"}, {"a3"}]
    assert mail.taken[1][0].id == mail.taken[2][0].id


def two_digests_in_a_run(store: Store, *, is_killed: bool) -> tuple[Place, Place]:
    """A file and a mail that got a0 and a1, and of a2 only the file, when the run ended."""
    keep(store, 0, 1)
    file, mail = Place(("file",)), Place(("mail:a",), room=1)
    days(store, file, mail)
    keep(store, 2, now=NOW + timedelta(days=1))
    if is_killed:
        mail.is_killed = True
        with pytest.raises(Killed):
            days(store, file, mail, start=1)
        mail.is_killed = False
    else:
        mail.refuse("mail:a")
        days(store, file, mail, start=1)
        mail.refusing.clear()
    mail.room = 1000
    assert file.got("file") == [{"a0", "a1"}, {"a2"}]
    return file, mail


@pytest.mark.parametrize("is_killed", [False, True])
def test_what_was_left_over_is_repeated_to_that_place_alone(
    store: Store, *, is_killed: bool
) -> None:
    """DEL01: a digest that a run wrote down for the mail alone does not reach the file as well."""
    file, mail = two_digests_in_a_run(store, is_killed=is_killed)
    days(store, file, mail, runs=2, start=2)
    assert file.got("file") == [{"a0", "a1"}, {"a2"}]
    assert mail.got("mail:a")[-1] == {"a1", "a2"}
    assert store.digests.pending("morning") == []


def test_a_new_place_gets_what_waits_for_one_that_is_no_more(store: Store) -> None:
    """DEL01, PROC04: it takes the other one's part, and nothing is lost with a place."""
    file, _ = two_digests_in_a_run(store, is_killed=True)
    new = Place(("mail:b",))
    days(store, file, new, runs=2, start=2)
    assert file.got("file") == [{"a0", "a1"}, {"a2"}]
    assert new.got("mail:b") == [{"a1", "a2"}]


def test_what_waits_for_a_place_that_is_no_more_goes_to_those_that_are_left(store: Store) -> None:
    """DEL01: a repeat at the only place that there is, rather than a loss."""
    file, _ = two_digests_in_a_run(store, is_killed=True)
    days(store, file, runs=2, start=2)
    assert file.got("file") == [{"a0", "a1"}, {"a2"}, {"a1", "a2"}]
    assert store.digests.pending("morning") == []


def test_each_place_is_repeated_its_own_digest(store: Store) -> None:
    """DEL01: of two digests that one run wrote down and got out to nobody, each place gets one."""
    keep(store, 0, 1)
    file, mail = Place(("file",)), Place(("mail:a",), room=1)
    days(store, file, mail)
    keep(store, 2, now=NOW + timedelta(days=1))
    file.refuse("file")
    mail.refuse("mail:a")
    mail.room = 1000
    days(store, file, mail, start=1)
    file.refusing.clear()
    mail.refusing.clear()
    days(store, file, mail, runs=2, start=2)
    assert file.got("file") == [{"a0", "a1"}, {"a2"}]
    assert mail.got("mail:a") == [{"a0", "a1"}, {"a1", "a2"}]


def test_a_brief_place_gets_no_old_news(store: Store) -> None:
    """DEL02: what a note left out can be named for two days, as with a limit of stories."""
    keep(store, *range(4))
    note = Place(("notify:x",), is_brief=True, room=1)
    days(store, note, runs=6)
    assert len(note.taken) == 3


def test_an_empty_digest_takes_no_other_ones_place(store: Store) -> None:
    """DEL03: it has an id, by which an archive keeps it apart."""
    place = Place()
    plan = replace(PLAN, skips_empty=False)
    for hours in range(2):
        deliver_new(store, plan, [], Run(NOW + timedelta(hours=hours)), [place])
    first, second = (digest.id for digest, _ in place.taken)
    assert first
    assert second
    assert first != second


@dataclass
class PrintingPlace(Place):
    """A place that renders its digests: it names what stands in them."""

    format: str = "text"
    archived: bool = False
    texts: list[str] = field(default_factory=list)

    def deliver(self, digest: Digest, channels: Sequence[str]) -> Receipt:
        self.taken.append((digest, tuple(channels)))
        made = render_digest_named(digest, self.format, RenderOptions(archived=self.archived))
        self.texts.append(made.content.decode())
        return Receipt(made.named)


BUDGET = replace(PLAN, options=DigestOptions(minutes=1))


def test_each_place_gets_what_it_did_not_name(store: Store) -> None:
    """DEL05: an archive and JSON name every story, a text names the rest in the next editions."""
    keep(store, *range(60))
    text = PrintingPlace(("file:text",))
    archive = PrintingPlace(("file:archive",), format="html", archived=True)
    data = PrintingPlace(("file:data",), format="json")
    for hours in range(12):
        deliver_new(store, BUDGET, [], Run(NOW + timedelta(hours=hours)), [text, archive, data])
    assert len(archive.taken) == len(data.taken) == 1
    assert len(text.taken) > 2
    titles = [item(number).title for number in range(60)]
    for place in (text, archive, data):
        named = [sum(title in " ".join(each.split()) for each in place.texts) for title in titles]
        assert named == [1] * len(titles)


def test_what_a_budget_leaves_out_waits_for_two_days(store: Store) -> None:
    """As with a limit: after that it counts as delivered, and a quiet day brings no old news."""
    keep(store, *range(60))
    place = PrintingPlace()
    deliver_new(store, BUDGET, [], Run(NOW), [place])
    later = NOW + LEFT_OUT_WAITS + timedelta(hours=1)
    keep(store, 60, now=later)
    deliver_new(store, BUDGET, [], Run(later), [place])
    assert ids(place.taken[-1][0]) == {"a60"}


def test_an_edition_that_is_repeated_is_the_same(store: Store) -> None:
    """Killed before it was recorded as delivered, it comes again with the same parts."""
    keep(store, *range(60))
    (first,) = deliver(store, BUDGET, killed=True)
    (again,) = deliver(store, BUDGET, now=NOW + timedelta(minutes=5))
    assert again.id == first.id
    assert [(each.id, each.part) for each in again.stories] == [
        (each.id, each.part) for each in first.stories
    ]
