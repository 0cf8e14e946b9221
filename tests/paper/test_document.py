"""The same content gives the same bytes; any content prints; the child process gives the same."""

from __future__ import annotations

import dataclasses
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.progress import Cancelled, Progress
from app.base.text import chinese_number
from app.paper.child import docx_in_child, in_child
from app.paper.digest import digest
from app.paper.document import render
from app.paper.docx import to_docx
from app.paper.model import (
    Annex,
    Block,
    Column,
    Contents,
    Document,
    Heading,
    KeyFigures,
    Landscape,
    Note,
    PageBreak,
    Paragraph,
    Signature,
    Space,
    Table,
    Title,
    Together,
)  # fmt: skip
from tests.paper.reading import open_pdf, runs
from tests.paper.samples import BARS, SHARES, everything, table


def test_printed_twice_is_the_same_byte_for_byte() -> None:
    first, second = render(everything()), render(everything())
    assert first == second
    assert first.pdf == second.pdf


def test_another_process_with_another_hash_seed_prints_the_same(tmp_path: Path) -> None:
    code = (
        "import sys; from app.paper.document import render; "
        "from tests.paper.samples import everything; "
        "sys.stdout.write(render(everything()).sha256)"
    )
    import os

    environment = {**os.environ, "PYTHONHASHSEED": "12345", "LC_ALL": "C", "TZ": "Asia/Shanghai"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.stdout == render(everything()).sha256


def test_digest_follows_the_content() -> None:
    document = everything()
    assert digest(document) == digest(everything())
    other = dataclasses.replace(document, day="2026-12-30")
    assert digest(other) != digest(document)
    cell = Document("表", (Table((Column("甲"),), ((1,),)),))
    assert digest(cell) != digest(Document("表", (Table((Column("甲"),), (("1",),)),)))


def test_model_needs_no_reportlab_and_travels() -> None:
    code = (
        "import sys; import app.paper.model, app.paper.digest, app.paper.lists; "
        "assert not any(m.startswith(('reportlab', 'docx')) for m in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
    assert pickle.loads(pickle.dumps(everything())) == everything()


def test_child_process_prints_the_same_and_tells_how_far_it_is() -> None:
    steps: list[str] = []
    printed = in_child(everything(), Progress(lambda _done, _total, text: steps.append(text)))
    assert printed == render(everything())
    assert any("页" in step for step in steps)
    assert docx_in_child(everything()) == to_docx(everything())


def test_child_process_can_be_cancelled() -> None:
    begun = time.monotonic()
    big = Document("大", (table(60_000),))

    def cancelled() -> bool:
        return time.monotonic() - begun > 0.5

    with pytest.raises(Cancelled):
        in_child(big, Progress(cancelled=cancelled))
    assert time.monotonic() - begun < 20


def test_progress_may_cancel_in_the_same_process() -> None:
    with pytest.raises(Cancelled):
        render(everything(), progress=Progress(cancelled=lambda: True))


_TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("工会组织建设，。（）“”12%AB ")), max_size=60
)
_CELL = st.one_of(st.none(), st.integers(), _TEXT)


@st.composite
def _table(draw: st.DrawFn) -> Table:
    count = draw(st.integers(1, 9))
    columns = tuple(
        Column(draw(_TEXT), draw(st.floats(0.1, 5)), group=draw(st.sampled_from(["", "甲", "乙"])))
        for _ in range(count)
    )
    body = draw(st.lists(st.tuples(*[_CELL] * count), max_size=12))
    marks = st.sets(st.integers(0, 20)).map(lambda s: tuple(i for i in s if i < len(body)))
    return Table(
        columns, tuple(body), draw(_TEXT), draw(_TEXT), draw(_TEXT), draw(marks), draw(marks)
    )


_BLOCKS = st.one_of(
    _TEXT.map(Title),
    st.builds(Heading, _TEXT, st.integers(1, 4)),
    st.builds(Paragraph, _TEXT, lead=_TEXT),
    _TEXT.map(Note),
    _table(),
    st.builds(KeyFigures, st.lists(st.tuples(_TEXT, _TEXT, _TEXT), max_size=5).map(tuple)),
    st.builds(Signature, _TEXT, _TEXT, st.booleans()),
    st.builds(Space, st.integers(0, 30)),
    st.just(PageBreak()),
    st.just(Contents()),
    st.builds(Annex, _TEXT),
    st.just(BARS),
    st.just(SHARES),
)
_ALL = st.recursive(
    _BLOCKS,
    lambda inner: st.one_of(
        st.builds(Landscape, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Together, st.lists(_BLOCKS, max_size=3).map(tuple)),
    ),
    max_leaves=4,
)


@settings(max_examples=40)
@given(st.lists(_ALL, max_size=8), st.booleans())
def test_any_content_prints(blocks: list[Block], landscape: bool) -> None:
    document = Document("任意", tuple(blocks), landscape=landscape)
    printed = render(document)
    assert len(open_pdf(printed.pdf).pages) == printed.pages >= 1
    assert to_docx(document)[:2] == b"PK"


def test_charts_print_their_numbers() -> None:
    text = {r.text for r in runs(render(Document("图", (BARS, SHARES))).pdf)}
    joined = "".join(text)
    for number in ("95.10%", "12.50%", "90.00%", "0.00%", "322", "73.85%"):
        assert number in joined


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")]
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese_number(number) == text
