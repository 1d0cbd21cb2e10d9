"""A window that no worker holds → a Dask graph that groups it as one process would.

The articles are in blocks, each by what they share: an id, a publication, a text, a rare word. The
steps of `analyse` see all that meets at one key, and `exchanged` brings the rows of one key into
one block: a shuffle by the graph, so that Dask makes again what is lost with a worker. No two
articles are compared that do not meet at a shingle of their texts or at a heavy word. Only ids,
ranks, names of publications and the edges of graphs come together in one task.
"""

from __future__ import annotations

import pickle
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from io import BytesIO
from operator import getitem
from typing import Any, TypeVar
from uuid import uuid4
from zlib import crc32

from dask.delayed import Delayed

from newsdigest.analyse import boilerplate_key, connected_components, without_boilerplate
from newsdigest.analyse.copies.joins import (
    ShinglePosting,
    TextPair,
    UniqueText,
    WordHashes,
    copied,
    meetings,
    meets,
    shingle_postings,
    text_key,
    unique_text,
)
from newsdigest.analyse.stories.joins import (
    Contribution,
    Key,
    LikelyPair,
    Member,
    Pile,
    Place,
    Posting,
    PublicationSpan,
    Rank,
    Term,
    Unit,
    UnitTerms,
    clusters_of,
    collector_paused,
    components_of,
    contributions,
    frequency,
    likely_pair,
    neighbours,
    piles,
    postings,
    shared_weights,
    similarity,
    unit_of,
    unit_terms,
    unit_vectors,
)
from newsdigest.corpus.window_task import WindowTask, keep_window, read_part
from newsdigest.corpus.windows import (
    ChosenArticle,
    FiledArticle,
    GroupedArticle,
    chosen_articles,
    grouped_rows,
    row_order,
)
from newsdigest.model import Article, Failure
from newsdigest.pipeline import is_news, name_counts, under_one_name

Value = TypeVar("Value")
# Rows of a block: keys and values.
Rows = list[tuple[Any, Any]]
# The name of a result in the graph.
Block = str
Blocks = list[str]
Row = Mapping[Key, float]


def joined_window(task: WindowTask, buckets: int) -> Any:
    """A graph whose result is that of `group_window`, by blocks of which each key is in one."""
    graph = _Graph(buckets)
    parts = [(day, path) for day, paths in task.parts for path in paths]
    read = [graph.once(read_part, task, day, path) for day, path in parts]
    chosen = graph.each(_chosen, graph.exchanged(graph.each(_by_id, read)))
    compared = _compared_articles(graph, chosen)
    copies = _copies(graph, compared)
    units = graph.each(_units, graph.exchanged(graph.each(_labelled, compared, copies)))
    grouped = graph.each(_grouped, chosen, copies, _clusters(graph, units))
    return graph.result(graph.once(_kept, task, grouped, graph.each(_failures, read)))


def _compared_articles(graph: _Graph, chosen: Blocks) -> Blocks:
    """The news under one name for each publication, without boilerplate, as in a digest."""
    has_news = graph.once(any, graph.each(_has_news, chosen))
    news = graph.each(_news, chosen, has_news)
    counts = graph.once(_summed, graph.each(name_counts, news))
    named = graph.exchanged(graph.each(_named, news, counts))
    return graph.each(_without_boilerplate, named)


def _copies(graph: _Graph, compared: Blocks) -> Block:
    """By the ids of articles with copies the smallest ids of their sets of copies."""
    unique = graph.each(_unique, graph.exchanged(graph.each(_texts, compared)))
    shingles = graph.exchanged(graph.each(_shingles, unique))
    met = graph.exchanged(graph.each(_met, shingles))
    shorter = graph.exchanged(graph.both(_with_shorter, unique, met, graph.buckets))
    pairs = graph.both(_copied, unique, shorter)
    return graph.once(_sets_of_copies, graph.each(_ids, unique), pairs)


def _clusters(graph: _Graph, units: Blocks) -> Block:
    """By the labels of units that are not alone the smallest labels of their clusters."""
    buckets = graph.buckets
    ranks = graph.each(_ranks, units)
    keys = graph.once(_keys, ranks)
    own = [graph.once(getitem, keys, number) for number in range(buckets)]
    counts = graph.once(_summed, graph.each(_languages, units))
    terms = graph.both(_terms, units, own, graph.once(piles, counts))
    contributions = graph.exchanged(graph.each(_contributions, terms))
    frequencies = graph.exchanged(graph.each(_frequencies, contributions, buckets))
    members = graph.both(_members, terms, frequencies)
    places = graph.exchanged(graph.each(_places, members))
    found = graph.exchanged(graph.each(_found, places, buckets))
    pairs = graph.exchanged(graph.both(_neighbours, members, found))
    vectors = graph.exchanged(graph.both(_with_vectors, members, pairs, buckets))
    cosines = graph.each(_rows, graph.exchanged(graph.both(_cosines, members, vectors)))
    others = graph.exchanged(graph.both(_with_members, members, cosines, buckets))
    likely = [graph.once(_likely, *blocks) for blocks in zip(members, cosines, others, strict=True)]
    components = graph.once(_components, graph.each(_edges, likely))
    by_component = graph.exchanged(graph.each(_by_component, likely, components))
    return graph.once(_labels, ranks, keys, graph.each(_average_link, by_component))


class _Graph:
    """Calls of functions, of which each may take the results of others, in `buckets` blocks."""

    def __init__(self, buckets: int) -> None:
        self.buckets = buckets
        self._name = f"window-{uuid4().hex}"
        self._calls: dict[str, tuple[Any, ...]] = {}

    def once(self, function: Callable[..., Any], *arguments: Any) -> Block:
        """The result of a call; results and lists of results may be arguments."""
        key = f"{self._name}-{len(self._calls)}"
        self._calls[key] = (_called, function, *arguments)
        return key

    def each(self, function: Callable[..., Any], blocks: Blocks, *arguments: Any) -> Blocks:
        """The function of each block."""
        return [self.once(function, block, *arguments) for block in blocks]

    def both(
        self, function: Callable[..., Any], blocks: Blocks, rows: Blocks, *arguments: Any
    ) -> Blocks:
        """The function of each block and of the rows that were brought to it."""
        pairs = zip(blocks, rows, strict=True)
        return [self.once(function, block, own, *arguments) for block, own in pairs]

    def exchanged(self, blocks: Blocks) -> Blocks:
        """The rows of the blocks, those of one key in one block; a call gets them unpickled."""
        split = self.each(_split, blocks, self.buckets)
        return [
            self.once(b"".join, [self.once(getitem, each, number) for each in split])
            for number in range(self.buckets)
        ]

    def result(self, block: Block) -> Any:
        """The graph, to be computed for one result."""
        return Delayed(block, self._calls)


def _called(function: Callable[..., Any], *arguments: Any) -> Any:
    # As in `group_stories`: the collector would look at millions of rows again and again.
    with collector_paused():
        return function(*(_received(each) if type(each) is bytes else each for each in arguments))


def _split(rows: Iterable[tuple[Any, Any]], buckets: int) -> tuple[bytes, ...]:
    """The rows for each block, pickled.

    Workers send bytes as they are. For each value of a row Dask would call Python, and read it back
    with the collector at work: that took three times as long as all else.
    """
    found: tuple[Rows, ...] = tuple([] for _ in range(buckets))
    for row in rows:
        found[bucket_of(row[0], buckets)].append(row)
    return tuple(pickle.dumps(each, pickle.HIGHEST_PROTOCOL) for each in found)


def _received(pickled: bytes) -> Rows:
    """The rows of one block, of which each other block has pickled its own."""
    stream, rows = BytesIO(pickled), []
    while stream.tell() < len(pickled):
        # From another worker, which could as well send this one a task.
        rows += pickle.load(stream)  # noqa: S301
    return rows


def bucket_of(key: Hashable, buckets: int) -> int:
    """The block of a key; a number below `buckets` is a block."""
    return (key if isinstance(key, int) else crc32(repr(key).encode())) % buckets


def _joined(parts: Iterable[bytes]) -> Rows:
    # From another worker, which could as well send this one a task.
    return [row for part in parts for row in pickle.loads(part)]  # noqa: S301


def _by_key(rows: Iterable[tuple[Any, Value]]) -> dict[Any, list[Value]]:
    found: dict[Any, list[Value]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def _by_home(
    pairs: Iterable[tuple[Any, Value]], buckets: int
) -> dict[tuple[Any, int], list[Value]]:
    """The second ones of pairs, by the first one and the block of the second."""
    return _by_key(((one, bucket_of(other, buckets)), other) for one, other in pairs)


def _summed(counts: Iterable[Mapping[Any, int]]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for each in counts:
        found.update(each)
    return found


# The articles.


def _by_id(read: tuple[list[FiledArticle], list[Failure]]) -> Rows:
    return [(each.article.id, each) for each in read[0]]


def _failures(read: tuple[list[FiledArticle], list[Failure]]) -> list[Failure]:
    return read[1]


def _chosen(rows: list[tuple[str, FiledArticle]]) -> list[ChosenArticle]:
    return chosen_articles(each for _, each in rows)


def _has_news(chosen: list[ChosenArticle]) -> bool:
    return any(is_news(each.article) for each in chosen)


def _news(chosen: list[ChosenArticle], has_news: bool) -> list[Article]:
    return [each.article for each in chosen if is_news(each.article) or not has_news]


def _named(news: list[Article], counts: Mapping[tuple[str, str], int]) -> Rows:
    return [(boilerplate_key(each), each) for each in under_one_name(news, {}, counts)]


def _without_boilerplate(rows: list[tuple[str | None, Article]]) -> list[Article]:
    return without_boilerplate([article for _, article in rows])


# The copies.


def _texts(compared: list[Article]) -> Rows:
    hashes = WordHashes()
    keyed = ((text_key(each, hashes), each) for each in compared)
    return [(key, each) for key, each in keyed if key is not None]


def _unique(rows: list[tuple[bytes, Article]]) -> dict[bytes, UniqueText]:
    return {key: unique_text(equal) for key, equal in _by_key(rows).items()}


def _ids(unique: Mapping[bytes, UniqueText]) -> list[tuple[bytes, list[str]]]:
    return [(key, sorted(text.ids)) for key, text in unique.items()]


def _shingles(unique: Mapping[bytes, UniqueText]) -> Rows:
    hashes = WordHashes()
    return [row for text in unique.values() for row in shingle_postings(text, hashes)]


def _met(rows: list[tuple[int, ShinglePosting]]) -> Rows:
    """How many of the shingles of this block texts have in common with longer ones."""
    times: dict[ShinglePosting, Counter[bytes]] = defaultdict(Counter)
    for held in _by_key(rows).values():
        if len(held) > 1:
            for shorter, longer in meetings(held):
                times[shorter].update(longer)
    return [(shorter.rank[1], (shorter.sample_size, found)) for shorter, found in times.items()]


def _with_shorter(
    unique: Mapping[bytes, UniqueText],
    rows: list[tuple[bytes, tuple[int, Counter[bytes]]]],
    buckets: int,
) -> Rows:
    """Texts, once for each block with longer ones to compare them with."""
    times: dict[tuple[bytes, int], Counter[bytes]] = defaultdict(Counter)
    for shorter, (sample_size, found) in rows:
        times[shorter, sample_size].update(found)
    pairs = (
        (shorter, longer)
        for (shorter, sample_size), found in times.items()
        for longer, count in found.items()
        if meets(count, sample_size)
    )
    return [
        (home, (shorter, unique[shorter], longer_ones))
        for (shorter, home), longer_ones in _by_home(pairs, buckets).items()
    ]


def _copied(
    unique: Mapping[bytes, UniqueText],
    rows: list[tuple[int, tuple[bytes, UniqueText, list[bytes]]]],
) -> list[TextPair]:
    texts = {shorter: text for _, (shorter, text, _) in rows}
    pairs = _by_key((longer, shorter) for _, (shorter, _, ones) in rows for longer in ones)
    return list(copied({**unique, **texts}, pairs))


def _sets_of_copies(
    equal: Iterable[list[tuple[bytes, list[str]]]], pairs: Iterable[list[TextPair]]
) -> dict[str, str]:
    ids = dict(each for block in equal for each in block)
    numbers = {key: number for number, key in enumerate(ids)}
    edges = ((numbers[pair.shorter], numbers[pair.longer]) for block in pairs for pair in block)
    held = list(ids.values())
    sets = (
        [id for number in group for id in held[number]]
        for group in connected_components(len(held), edges)
    )
    return {id: min(each) for each in sets if len(each) > 1 for id in each}


# The stories.


def _labelled(compared: list[Article], copies: Mapping[str, str]) -> Rows:
    return [(copies.get(each.id, each.id), each) for each in compared]


def _units(rows: list[tuple[str, Article]]) -> list[Unit]:
    return [unit_of(label, articles) for label, articles in _by_key(rows).items()]


def _ranks(units: list[Unit]) -> list[Rank]:
    return [each.rank for each in units]


def _keys(ranks: Sequence[list[Rank]]) -> list[list[Key]]:
    """The keys of the units of each block, whose number is what they leave modulo all blocks."""
    keys: list[list[Key]] = [[0] * len(block) for block in ranks]
    every = [(rank, block, at) for block, held in enumerate(ranks) for at, rank in enumerate(held)]
    for number, (_, block, at) in enumerate(sorted(every)):
        keys[block][at] = number * len(ranks) + block
    return keys


def _languages(units: list[Unit]) -> Counter[tuple[str | None, bool]]:
    return Counter((unit.language, unit.span is not None) for unit in units)


def _terms(units: list[Unit], keys: list[Key], piles: Mapping[str | None, Pile]) -> list[UnitTerms]:
    return [
        unit_terms(key, unit, piles[unit.language]) for key, unit in zip(keys, units, strict=True)
    ]


def _contributions(terms: list[UnitTerms]) -> Rows:
    return list(_by_key(row for each in terms for row in contributions(each)).items())


def _frequencies(rows: list[tuple[Term, list[Contribution]]], buckets: int) -> Rows:
    """The frequencies of terms, for each block with a unit that has them."""
    found: dict[int, dict[Term, float]] = defaultdict(dict)
    for term, blocks in _by_key(rows).items():
        held = [each for block in blocks for each in block]
        total = frequency(held)
        for home in {bucket_of(each.key, buckets) for each in held}:
            found[home][term] = total
    return list(found.items())


def _members(
    terms: list[UnitTerms], rows: list[tuple[int, dict[Term, float]]]
) -> dict[Key, Member]:
    frequencies = {term: total for _, held in rows for term, total in held.items()}
    members = (unit_vectors(each, frequencies) for each in terms)
    return {each.key: each for each in members}


def _places(members: Mapping[Key, Member]) -> Rows:
    return [row for each in members.values() for row in postings(each)]


def _found(rows: list[tuple[Place, Posting]], buckets: int) -> Rows:
    """For each block the weights that its units share at these places, and the spans of others."""
    spans = {posting.key: posting.span for _, posting in rows}
    homes: dict[int, dict[Key, dict[Key, int]]] = defaultdict(dict)
    for key, own in shared_weights(_by_key(rows).values()).items():
        homes[bucket_of(key, buckets)][key] = own
    return [
        (home, (shared, {other: spans[other] for own in shared.values() for other in own}))
        for home, shared in homes.items()
    ]


def _neighbours(members: Mapping[Key, Member], rows: Rows) -> Rows:
    """The pairs of neighbours, for the block of the one with the smaller key."""
    shared: dict[Key, Counter[Key]] = defaultdict(Counter)
    spans: dict[Key, PublicationSpan | None] = {}
    for _, (found, others) in rows:
        spans.update(others)
        for key, own in found.items():
            shared[key].update(own)
    return list(
        {
            (min(key, other), max(key, other))
            for key, own in shared.items()
            for other in neighbours(members[key], own, spans)
        }
    )


def _with_vectors(members: Mapping[Key, Member], rows: Rows, buckets: int) -> Rows:
    """The vectors of units, once for each block with neighbours that have larger keys."""
    return [
        (home, (one, members[one].vectors.whole, others))
        for (one, home), others in _by_home(set(rows), buckets).items()
    ]


def _cosines(members: Mapping[Key, Member], rows: Rows) -> Rows:
    """The cosines of neighbours, for the blocks of both."""
    cosines: Rows = []
    for _, (one, vector, others) in rows:
        for other in others:
            member = members[other]
            found = similarity(vector, member.vectors.whole, member.pile)
            if found is not None:
                cosines += [(one, (other, found)), (other, (one, found))]
    return cosines


def _rows(rows: Rows) -> dict[Key, dict[Key, float]]:
    """The cosines of units with their neighbours."""
    found: dict[Key, dict[Key, float]] = defaultdict(dict)
    for one, (other, cosine) in rows:
        found[one][other] = cosine
    return found


def _with_members(members: Mapping[Key, Member], cosines: Mapping[Key, Row], buckets: int) -> Rows:
    """The units, once for each block with neighbours that have larger keys."""
    pairs = ((one, other) for one, row in cosines.items() for other in row if one < other)
    return [
        (home, (members[one], cosines[one], others))
        for (one, home), others in _by_home(pairs, buckets).items()
    ]


def _likely(
    members: Mapping[Key, Member], cosines: Mapping[Key, Row], rows: Rows
) -> list[LikelyPair]:
    pairs = (
        likely_pair(one, members[other], row, cosines[other])
        for _, (one, row, others) in rows
        for other in others
    )
    return [pair for pair in pairs if pair is not None]


def _edges(likely: list[LikelyPair]) -> list[tuple[Key, Key]]:
    return [(pair.one, pair.other) for pair in likely]


def _components(edges: Iterable[list[tuple[Key, Key]]]) -> dict[Key, Key]:
    return components_of(edge for block in edges for edge in block)


def _by_component(likely: list[LikelyPair], components: Mapping[Key, Key]) -> Rows:
    return [(components[pair.one], pair) for pair in likely]


def _average_link(rows: list[tuple[Key, LikelyPair]]) -> list[list[Key]]:
    return [each for pairs in _by_key(rows).values() for each in clusters_of(pairs)]


def _labels(
    ranks: Iterable[list[Rank]], keys: Iterable[list[Key]], clusters: Iterable[list[list[Key]]]
) -> dict[str, str]:
    labels = {
        key: label
        for block, own in zip(ranks, keys, strict=True)
        for (*_, label), key in zip(block, own, strict=True)
    }
    held = ([labels[key] for key in each] for block in clusters for each in block)
    return {label: min(each) for each in held for label in each}


# The rows.


def _grouped(
    chosen: list[ChosenArticle], copies: Mapping[str, str], clusters: Mapping[str, str]
) -> list[GroupedArticle]:
    return [row for each in chosen for row in grouped_rows(each, copies, clusters)]


def _kept(
    task: WindowTask, grouped: Iterable[list[GroupedArticle]], failures: Iterable[list[Failure]]
) -> tuple[Failure, ...]:
    rows = sorted((row for block in grouped for row in block), key=row_order)
    return keep_window(task, rows, [each for block in failures for each in block])
