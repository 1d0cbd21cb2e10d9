"""What a corpus costs: a page beside its peers, a task, a shuffled row, memory; CC-NEWS on paper.

    pip install 'trafilatura==2.3.1'
    python -m tests.bench.bench_corpus [--records 20000] [--skip workers memory]

The archives are made of the 711 shared pages: these alone, so many records with other words in
them, and the 711 with one member in fifty damaged. Costs are seconds of the processor, of all
processes that take part, each reader in turn in one run; seconds of the wall are named as such,
beside the load of the machine. The last table is a simulation (`corpus_simulation`) with these
figures.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from fastwarc.warc import ArchiveIterator, WarcRecordType
from lxml import html as lxml_html
from selectolax.lexbor import LexborHTMLParser

from newsdigest.corpus.engine import Cluster, local_processes, run_tasks
from newsdigest.corpus.extraction import ReadingOptions
from newsdigest.corpus.inputs import Input, find_inputs
from newsdigest.corpus.task import Task, extract_input
from newsdigest.corpus.windows import WINDOW, FiledArticle, grouped_window
from tests.bench import corpus_simulation as paper
from tests.bench.bench_scaling import articles as articles_of
from tests.bench.corpus_archives import shared_pages, varied_pages, write_archive
from tests.program import COMMAND

AS_OF = datetime(2026, 2, 18, tzinfo=UTC)
PASSES = 2
FILES, PAGES_IN_EACH = 8, 250
TASKS = 3000
LISTED = 3000
SHUFFLED = 20_000
# Leads that are joined to an article of common length.
JOINED = 3
WINDOWS = (1000, 2000, 4000)
PRICE = 0.04


def tree_seconds(process: psutil.Process) -> float:
    """Seconds of the processor of a process and all below it, those that have ended included."""
    total = 0.0
    for each in (process, *process.children(recursive=True)):
        try:
            total += sum(each.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue
    return total


def spent(work: Callable[[], object]) -> float:
    """Seconds of the processor that the work takes, in this process and those it starts."""
    me = psutil.Process()
    before = tree_seconds(me)
    work()
    return tree_seconds(me) - before


def payloads(path: Path) -> Iterator[bytes]:
    """The bodies of the responses of an archive, as a crawler's reader gives them."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            yield record.reader.read()


def readers(out: Path) -> dict[str, Callable[[Path], object]]:
    """Ways to read an archive, from the records alone to rows of a data set."""
    from trafilatura import bare_extraction

    def each(read_page: Callable[[bytes], object]) -> Callable[[Path], object]:
        return lambda path: [bool(read_page(page)) for page in payloads(path)]

    return {
        "records": each(len),
        "Lexbor": each(lambda page: LexborHTMLParser(page).body),
        "lxml, paragraphs and metadata": each(_bare),
        f"trafilatura {version('trafilatura')}": each(
            lambda page: bare_extraction(page, with_metadata=True, include_comments=False)
        ),
        "newsdigest": lambda path: extract_input(_task(path, out)),
    }


def _bare(page: bytes) -> object:
    """What a parser that is written for one publisher does: the tree, and a few paths in it."""
    tree = lxml_html.document_fromstring(page)
    return (
        tree.xpath("//meta[@property or @name]/@content"),
        tree.xpath("//script[@type='application/ld+json']/text()"),
        tree.xpath("//h1//text()"),
        [each.text_content() for each in tree.xpath("//p")],
    )


def _task(path: Path, out: Path) -> Task:
    (found,) = find_inputs([str(path)])
    assert isinstance(found, Input)
    return Task(found, str(out), ReadingOptions(AS_OF))


def page_costs(folder: Path) -> tuple[float, float]:
    """Print the cost of a page by each reader; those of newsdigest, and of a file beside pages."""
    archive, single = folder / "pages.warc.gz", folder / "single.warc.gz"
    pages = shared_pages()
    size = write_archive(archive, pages)
    write_archive(single, pages[:1])
    print(f"\n{len(pages)} pages, {size / len(pages) / 1000:.0f} kB each compressed")
    ways = readers(folder / "pages")
    for way in ways.values():
        way(single)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(PASSES):
        for name, way in ways.items():
            seconds[name].append(spent(lambda way=way: way(archive)))  # type: ignore[misc]
    file = min(spent(lambda: ways["newsdigest"](single)) for _ in range(3))
    least = {name: min(found) / len(pages) for name, found in seconds.items()}
    for name, found in least.items():
        print(
            f"{name:<30} {1000 * found:7.2f} ms a page {1 / found:7.0f} pages a second of a core"
            f" {found / least['Lexbor']:6.1f} times Lexbor"
        )
    page = least["newsdigest"] - file / len(pages)
    print(f"a file of one page: {1000 * file:.0f} ms")
    return page, max(0.0, file - page)


def damage(folder: Path) -> None:
    """Print what becomes of an archive with damaged members."""
    path = folder / "damaged.warc.gz"
    pages = shared_pages()
    write_archive(path, pages, damaged_every=50)
    made = extract_input(_task(path, folder / "damaged"))
    print(
        f"\n{len(pages)} members, {len(pages) // 50} damaged: {made.articles} articles, "
        f"{made.failures} failures"
    )


def workers(folder: Path) -> None:
    """Print how much faster two workers are than one, on the wall."""
    sources = folder / "several"
    sources.mkdir()
    pages = varied_pages(shared_pages())
    for number in range(FILES):
        write_archive(sources / f"{number}.warc.gz", islice(pages, PAGES_IN_EACH))
    print(f"\n{FILES} files of {PAGES_IN_EACH} pages")
    walls: dict[int, list[float]] = {1: [], 2: []}
    for turn in range(PASSES):
        for count, found in walls.items():
            run = _Watched(sources, folder / f"several-{turn}-{count}", count)
            found.append(run.wall)
            print(
                f"{count} workers: {run.wall:6.1f} s of the wall, {run.cpu:6.1f} s of the "
                f"processor, load {os.getloadavg()[0]:.1f}"
            )
    print(f"2 workers are {min(walls[1]) / min(walls[2]):.2f} times as fast as 1")


def memory(folder: Path, records: int) -> None:
    """Print the memory of the processes of a run over one large archive."""
    path = folder / "large.warc.gz"
    size = write_archive(path, islice(varied_pages(shared_pages()), records))
    print(f"\n{records:,} records, {size / 1e9:.2f} GB compressed")
    run = _Watched(path, folder / "large", 1)
    print(
        f"{run.articles:,} articles, {run.wall:.0f} s of the wall, {run.cpu:.0f} s of the "
        f"processor: {1000 * run.cpu / records:.1f} ms a page; load {os.getloadavg()[0]:.1f}"
    )
    for name, most in run.memory.items():
        print(f"{name:<34} {most / 1e6:6.0f} MB at most")


class _Watched:
    """A run of `corpus extract` with so many workers: its costs, and the memory of its processes.

    Memory is the proportional share of a process, looked at every half second.
    """

    def __init__(self, source: Path, out: Path, count: int) -> None:
        self.memory: dict[str, float] = {}
        start = time.monotonic()
        process = psutil.Popen(
            [
                COMMAND,
                "corpus",
                "extract",
                source,
                "--out",
                out,
                "--workers",
                str(count),
                "--quiet",
            ],
            stderr=subprocess.DEVNULL,
        )
        self.cpu = 0.0
        while process.poll() is None:
            self.cpu = max(self.cpu, tree_seconds(process))
            self._look(process)
            time.sleep(0.5)
        self.wall = time.monotonic() - start
        self.articles = _articles(out)

    def _look(self, process: psutil.Process) -> None:
        seen: dict[str, float] = {}
        try:
            for each in process.children():
                tree = each.children(recursive=True)
                if tree:
                    seen["a worker"] = max(seen.get("a worker", 0), _share(each))
                    seen["its children"] = max(seen.get("its children", 0), sum(map(_share, tree)))
            seen["the command and its scheduler"] = _share(process)
        except psutil.NoSuchProcess:
            return
        for name, found in seen.items():
            self.memory[name] = max(self.memory.get(name, 0), found)


def _share(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss)


def _articles(out: Path) -> int:
    import pyarrow.dataset

    return int(pyarrow.dataset.dataset(out / "articles").count_rows())


def nothing(number: int) -> int:
    """A task that costs what a task costs."""
    return number


def engine_costs(folder: Path) -> tuple[float, float, float]:
    """Print the costs of a task, a listed file and a shuffled row, and give them."""
    start = time.monotonic()
    none = spent(lambda: sum(1 for _ in run_tasks(nothing, range(1), Cluster(workers=2))))
    own = time.process_time()
    all_of = spent(lambda: sum(1 for _ in run_tasks(nothing, range(TASKS), Cluster(workers=2))))
    own = time.process_time() - own
    task = own / TASKS
    print(
        f"\na task: {1000 * task:.2f} ms of the scheduler and its client, which are one core, so "
        f"{1 / task:.0f} tasks a second; {1000 * (all_of - none) / TASKS:.2f} ms of all processes; "
        f"starting two workers: {none:.1f} s"
    )
    many = folder / "many"
    many.mkdir()
    for number in range(LISTED):
        (many / f"{number}.html").touch()
    listing = spent(lambda: list(find_inputs([str(many)]))) / LISTED
    print(f"listing: {1e6 * listing:.0f} µs a file of a folder")
    row = shuffled_row()
    print(f"a shuffled row: {1e6 * row:.0f} µs; {time.monotonic() - start:.0f} s of the wall")
    return task, listing, row


def shuffled_row() -> float:
    """Seconds of the processor to move an article to another worker by its id."""
    import dask
    import dask.dataframe as dd
    import pandas as pd
    from distributed import Client

    texts = [each.text for each in islice(articles_of(JOINED), SHUFFLED // 8)]

    def part(number: int) -> pd.DataFrame:
        return pd.DataFrame({"id": [f"{number}-{n}" for n in range(len(texts))], "text": texts})

    with (
        dask.config.set({"dataframe.shuffle.method": "p2p"}),
        local_processes(Cluster(workers=2)) as cluster,
        Client(cluster) as client,
    ):
        rows = dd.from_map(part, range(8)).persist()
        client.gather(client.futures_of(rows))
        moved = spent(lambda: rows.shuffle("id").map_partitions(len).compute())
    return moved / SHUFFLED


def group_costs() -> tuple[float, float, float]:
    """Print the costs of windows: the factor, the exponent, and of an article if they are small."""
    print(f"\nwindows of articles of {120 * JOINED} words")
    seconds, bytes_ = {}, {}
    for size in WINDOWS:
        # Each in a process of its own, for its memory.
        with ProcessPoolExecutor(1, get_context("spawn")) as process:
            seconds[size], bytes_[size] = process.submit(grouped, size).result()
        print(
            f"{size:6} articles {seconds[size]:7.2f} s, {1000 * seconds[size] / size:.2f} ms each, "
            f"{bytes_[size] / 1e6:.0f} MB"
        )
    small, middle, large = WINDOWS
    exponent = math.log(seconds[large] / seconds[middle]) / math.log(large / middle)
    per_article = (bytes_[large] - bytes_[small]) / (large - small)
    window = paper.PAGES_A_DAY * WINDOW
    print(
        f"seconds grow with the power {exponent:.2f} of the articles, memory by "
        f"{per_article / 1000:.0f} kB an article: {per_article * window / 1e9:.0f} GB for a window "
        "of CC-NEWS"
    )
    return seconds[large] / large**exponent, exponent, seconds[small] / small


def grouped(size: int) -> tuple[float, int]:
    """Seconds of the processor, and bytes of memory, to group a window of so many articles."""
    first = AS_OF - timedelta(hours=71)
    filed = [
        FiledArticle(
            AS_OF.date().isoformat(),
            replace(article, id=f"{n}", published=first + timedelta(hours=n % 71)),
        )
        for n, article in enumerate(islice(articles_of(JOINED), size))
    ]
    start = time.process_time()
    made = grouped_window(filed)
    taken = time.process_time() - start
    assert made
    return taken, _most_memory()


def _most_memory() -> int:
    """Bytes that this process had at most; `getrusage` counts those of its parent at the fork."""
    (line,) = (
        line
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        if line.startswith("VmHWM:")
    )
    return 1024 * int(line.split()[1])


def print_simulation(costs: paper.Costs, price: float) -> None:
    """Print what CC-NEWS would take."""
    print(
        f"\nCC-NEWS on paper: {paper.PAGES_A_DAY:,} pages a day in files of "
        f"{paper.PAGES_A_FILE:,}; {price} dollars a core-hour; in brackets what comes first to "
        "bound it"
    )
    print(f"{'':38}" + "".join(f"{cores:>14} cores" for cores in paper.CORES))
    stages: dict[str, Callable[[int, int], paper.Stage]] = {
        "extract": lambda days, cores: paper.extraction(costs, days, cores),
        "extract in tasks of 1,000 pages": lambda days, cores: paper.extraction(
            costs, days, cores, 1000
        ),
        "group": lambda days, cores: paper.grouping(costs, days, cores),
        "group in piles of 10,000": lambda days, cores: paper.joined_grouping(costs, days, cores),
    }
    for period, days in paper.PERIODS.items():
        for name, stage in stages.items():
            made = [stage(days, cores) for cores in paper.CORES]
            hours = made[0].core_seconds / 3600
            cells = [f"{_duration(each.seconds)} ({each.bottleneck})" for each in made]
            print(
                f"{period:<6}{name:<32}"
                + "".join(f"{cell:>20}" for cell in cells)
                + f"{hours:8,.0f} core-hours, {price * hours:,.2f} dollars"
            )


def _duration(seconds: float) -> str:
    """The seconds in the largest unit that fits.

    >>> _duration(90)
    '1.5 min'
    """
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:,.1f} {unit}"
    return f"{seconds:.0f} s"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--records", type=int, default=20_000, help="of the large archive")
    options.add_argument("--price", type=float, default=PRICE, help="dollars of a core-hour")
    options.add_argument("--skip", nargs="*", default=[], choices=("workers", "memory"))
    arguments = options.parse_args()
    libraries = ("dask", "distributed", "pyarrow", "fastwarc", "selectolax", "lxml")
    print(
        f"Python {platform.python_version()}, "
        + ", ".join(f"{each} {version(each)}" for each in libraries)
        + f"; {len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}"
    )
    with TemporaryDirectory(prefix="newsdigest-bench-") as name:
        folder = Path(name)
        page, file = page_costs(folder)
        damage(folder)
        task, listing, row = engine_costs(folder)
        group, exponent, small = group_costs()
        if "workers" not in arguments.skip:
            workers(folder)
        if "memory" not in arguments.skip:
            memory(folder, arguments.records)
    print_simulation(
        paper.Costs(
            page=page,
            file=file,
            task=task,
            listing=listing,
            shuffled_row=row,
            group=group,
            group_exponent=exponent,
            grouped_small=small,
        ),
        arguments.price,
    )


if __name__ == "__main__":
    main()
