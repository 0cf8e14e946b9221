"""Measure a register with 2,000 photos of 3 MB beside the same one without them.

    python -m tests.bench.bench_evidence [FOLDER] [--photos 2000] [--size 3]

* the daily backup with them beside the one without (promise: at most 2 times, and 1 s more);
* opening the workspace with them (promise: 0.3 s more at most);
* counts of the kinds of 400 records in one statement, one record with its small pictures;
* what a photo of 12 million points costs on its way in, beside the decoder alone (promise: at most
  1.6 times; a batch is told with its child process);
* the second place: the first copy, and the copy of a day on which 10 came.

By processor time of this process and its children; the clock beside it. Exits with 1 if a limit is
broken.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from app.pictures.intake import Ready, prepare
from app.pictures.media import limits
from app.start import wiring
from app.store import evidence
from app.store.evidence_files import sweep
from app.store.keeping import automatic, set_second_place
from app.store.keys import Cost
from app.store.workspace import Surroundings, Workspace
from tests.pictures.samples import phone_photo
from tests.store.acts import add_union

NOW = [datetime(2026, 11, 22, 1, 30, tzinfo=UTC)]
SURROUNDINGS = Surroundings(now=lambda: NOW[0], today=lambda: NOW[0].date())
UNIONS = 400
broken: list[str] = []


@contextmanager
def timed(what: str, told: dict[str, float]) -> Iterator[None]:
    """Processor time of this process and of children that ended, into ``told``."""
    before, clock = os.times(), time.perf_counter()
    yield
    after = os.times()
    told[what] = sum(after[:4]) - sum(before[:4])
    print(f"{what:<58}{told[what]:8.2f} s{time.perf_counter() - clock:9.2f} s by the clock")


def promise(what: str, holds: bool) -> None:
    if not holds:
        broken.append(what)
        print(f"    not kept: {what}")


def workspace(folder: Path) -> tuple[Workspace, list[str]]:
    made = Workspace.create(
        folder, user="王敏", password="bench", cost=Cost(1, 8 << 20), wiring=wiring(),
        surroundings=SURROUNDINGS,
    )  # fmt: skip
    return made, [made.do(add_union, name=f"第{n}工会").result for n in range(UNIONS)]


def fill(space: Workspace, unions: list[str], photos: int, size: int) -> None:
    """So many contents of their own, a few on each union."""
    noise = os.urandom(size << 20)
    each = max(1, photos // len(unions))
    for start in range(0, photos, each):
        files = [
            evidence.keep(
                space, number.to_bytes(8, "big") + noise, kind="photo", title=f"{number}.jpg",
                media_type="image/jpeg",
            )
            for number in range(start, min(start + each, photos))
        ]  # fmt: skip
        space.do(evidence.attach, "unions", unions[start // each % len(unions)], files=files)


def opened(folder: Path) -> Workspace:
    return Workspace.open(folder, password="bench", wiring=wiring(), surroundings=SURROUNDINGS)


def many(times: int, work: Callable[[], Any]) -> None:
    for _ in range(times):
        work()


def decoder_alone(data: bytes) -> bytes:
    """What no program can do without: decode, size down, encode."""
    with Image.open(io.BytesIO(data)) as picture:
        side = limits().long_side
        picture.draft("RGB", (side * 2, side * 2))
        picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=limits().quality)
        return out.getvalue()


def way_in(told: dict[str, float]) -> None:
    data = phone_photo(4000, 3000)
    noise = Image.effect_noise((4000, 3000), 60).convert("RGB")
    buffer = io.BytesIO()
    Image.blend(Image.open(io.BytesIO(data)).convert("RGB"), noise, 0.3).save(
        buffer, "JPEG", quality=82
    )
    data, count = buffer.getvalue(), 24
    print(f"a photo of 12 million points: {len(data) / 1e6:.1f} MB")
    with timed(f"{count} photos: decoder alone", told):
        many(count, lambda: decoder_alone(data))
    with timed(f"{count} photos: read, sized down, in a child", told):
        made = list(prepare([(f"{n}.jpg", data) for n in range(count)]))
    assert all(isinstance(one, Ready) for one in made)
    with timed("one photo alone: what starting the child costs", told):
        list(prepare([("1.jpg", data)]))
    alone = told["one photo alone: what starting the child costs"]
    whole = told[f"{count} photos: read, sized down, in a child"] - alone
    floor = told[f"{count} photos: decoder alone"] * (count - 1) / count
    print(f"{'ratio to the decoder alone, without the start':<58}{whole / floor:8.2f}")
    promise("a photo costs at most 1.6 times its decoder", whole <= 1.6 * floor)


def measure(folder: Path, photos: int, size: int) -> None:
    told: dict[str, float] = {}
    way_in(told)
    bare, _ = workspace(folder / "without")
    space, unions = workspace(folder / "with")
    with timed(f"storing {photos} photos of {size} MB", told):
        fill(space, unions, photos, size)
    for name, each in (("without", bare), ("with", space)):
        with timed(f"first daily backup {name} them", told):
            automatic(each, "daily")
        NOW[0] += timedelta(days=1)
        each.do(add_union, name="今天的工会")
        with timed(f"daily backup {name} them", told):
            automatic(each, "daily")
        with timed(f"sweep {name} them", told):
            sweep(each)
    less, more = told["daily backup without them"], told["daily backup with them"]
    print(f"{'ratio':<58}{more / less:8.2f}")
    promise("the daily backup is at most 2 times and 1 s longer",
            more <= 2 * less or more - less <= 1.0)  # fmt: skip
    elsewhere(space, unions, folder / "drive", told, size)
    reading(space, unions, told)
    for name, each in (("without", bare), ("with", space)):
        each.close()
        with timed(f"opening {name} them", told):
            opened(folder / name).close()
    extra = told["opening with them"] - told["opening without them"]
    promise("opening takes at most 0.3 s more", extra <= 0.3)


def elsewhere(
    space: Workspace, unions: list[str], drive: Path, told: dict[str, float], size: int
) -> None:
    drive.mkdir()
    real = Path.hardlink_to
    try:
        # another disk knows no second names of files of this one
        Path.hardlink_to = _no_second_names  # type: ignore[method-assign]
        with timed("second place: first copy of all", told):
            set_second_place(space, drive)
        NOW[0] += timedelta(days=1)
    finally:
        Path.hardlink_to = real  # type: ignore[method-assign]
    fill(space, unions[:1], 10, size)
    with timed("daily backup and second place, 10 new photos", told):
        automatic(space, "daily")


def _no_second_names(self: Path, target: Any) -> None:
    raise OSError("another disk")


def reading(space: Workspace, unions: list[str], told: dict[str, float]) -> None:
    with timed("kinds of 400 records, 100 times", told):
        many(100, lambda: space.read(lambda c: evidence.kinds_of(c, "unions")))
    with timed("evidence of one record, 100 times", told):
        many(100, lambda: space.read(lambda c: evidence.of(c, "unions", unions[:1])))
    from app.desk.evidence_tiles import decoded

    photo = next(iter(prepare([("a.jpg", phone_photo(4000, 3000))])))
    assert isinstance(photo, Ready)
    with timed("20 small pictures for tiles", told):
        many(20, lambda: decoded(photo.content, limits().thumbnail))
    promise("a tile's picture takes at most 50 ms", told["20 small pictures for tiles"] <= 1.0)


def main() -> int:
    """Measure; the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--photos", type=int, default=2000)
    parser.add_argument("--size", type=int, default=3)
    asked = parser.parse_args()
    place = Path(asked.folder) if asked.folder else Path(tempfile.mkdtemp(prefix="evidence-"))
    place.mkdir(parents=True, exist_ok=True)
    try:
        measure(place, asked.photos, asked.size)
    finally:
        if not asked.folder:
            shutil.rmtree(place, ignore_errors=True)
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
