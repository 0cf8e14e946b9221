"""Evidence: stored once, on any record, taken back and brought back, never pointing at nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.organisations.records import UNION
from app.base.errors import UserError
from app.store import attachments, evidence
from app.store.evidence import Stored, attach, describe, detach
from app.store.history import entries
from app.store.verify import verify
from app.store.work import Work, act
from app.store.workspace import Workspace
from tests.store.acts import add_union, dump

JPEG = b"\xff\xd8\xff" + b"a photo" * 400


def stored(space: Workspace, content: bytes = JPEG, **more: Any) -> Stored:
    values: dict[str, Any] = {"kind": "photo", "title": "现场.jpg", "media_type": "image/jpeg"}
    return evidence.keep(space, content, **(values | more))


def pieces(space: Workspace, owner: str, kind: str = "unions") -> list[evidence.Piece]:
    return space.read(lambda conn: evidence.of(conn, kind, [owner])[owner])


@pytest.fixture
def union(workspace: Workspace) -> str:
    return str(workspace.do(add_union, name="自行车厂工会").result)


def test_what_was_attached_is_there_with_all_that_was_said_of_it(
    workspace: Workspace, union: str
) -> None:
    first = stored(workspace, made_on=date(2026, 3, 8), caption="女职工趣味运动会")
    second = stored(workspace, b"%PDF-1.7 minutes", kind="minutes", title="D:\\夹\\记录.pdf",
                    media_type="application/pdf")  # fmt: skip
    ids = workspace.do(attach, "unions", union, files=[first, second]).result
    found = pieces(workspace, union)
    assert [p.id for p in found] == ids
    assert [p.title for p in found] == ["现场.jpg", "记录.pdf"]
    assert (found[0].made_on, found[0].caption) == (date(2026, 3, 8), "女职工趣味运动会")
    assert [p.size for p in found] == [len(JPEG), 16]
    assert (found[0].picture, found[1].picture) == (True, False)
    assert attachments.get(workspace.folder, workspace.key, found[0].file) == JPEG
    assert found[0].added_on == date(2026, 11, 22)
    counts = workspace.read(lambda conn: evidence.kinds_of(conn, "unions", [union]))
    assert counts == {union: {"photo": 1, "minutes": 1}}
    assert verify(workspace) == []


def test_the_same_photo_on_two_records_lies_there_once(workspace: Workspace, union: str) -> None:
    other = workspace.do(add_union, name="第二工会").result
    for owner in (union, other):
        workspace.do(attach, "unions", owner, files=[stored(workspace)])
    assert len(list((workspace.folder / "attachments").iterdir())) == 1
    with pytest.raises(UserError, match="EVIDENCE_TWICE"):
        workspace.do(attach, "unions", union, files=[stored(workspace)])
    every = workspace.read(lambda conn: evidence.kinds_of(conn, "unions"))
    assert every == {union: {"photo": 1}, other: {"photo": 1}}


def test_counts_of_many_records_are_one_statement(workspace: Workspace, union: str) -> None:
    from sqlalchemy import event, select

    workspace.do(attach, "unions", union, files=[stored(workspace)])
    seen: list[str] = []

    def ask(conn: Any) -> Any:
        event.listen(conn, "before_cursor_execute", lambda *a: seen.append(a[2]))
        return evidence.kinds_of(conn, "unions", select(UNION.c.id))

    assert workspace.read(ask) == {union: {"photo": 1}}
    assert len(seen) == 1


def test_every_act_is_undone_by_name_and_done_again(workspace: Workspace, union: str) -> None:
    ids = workspace.do(attach, "unions", union, files=[stored(workspace), stored(workspace, b"2")])
    one, two = ids.result
    for act_, args, kw in (
        (describe, (one,), {"caption": " 颁奖 ", "kind": "award"}),
        (evidence.classify, ([one, two],), {"kind": "other"}),
        (evidence.arrange, ("unions", union), {"evidence_ids": [two]}),
        (detach, ([one, two],), {}),
    ):
        before = dump(workspace)
        workspace.do(act_, *args, **kw)
        after = dump(workspace)
        assert before != after
        workspace.undo()
        assert dump(workspace) == before
        workspace.redo()
        assert dump(workspace)["evidence"] == after["evidence"] or act_ is not detach
        workspace.undo()
        assert dump(workspace) == before
    told = workspace.read(lambda conn: entries(conn, record=union))
    assert "添加证明材料" in [entry.title for entry in told], "in the history of its record"


def test_order_is_kept_and_new_pieces_come_last(workspace: Workspace, union: str) -> None:
    files = [stored(workspace, bytes([n]) * 9, title=f"{n}.jpg") for n in range(3)]
    ids = workspace.do(attach, "unions", union, files=files).result
    workspace.do(evidence.arrange, "unions", union, evidence_ids=[ids[2], ids[0]])
    workspace.do(attach, "unions", union, files=[stored(workspace, b"new", title="新.jpg")])
    assert [p.title for p in pieces(workspace, union)] == ["2.jpg", "0.jpg", "1.jpg", "新.jpg"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": "nonsense"}, "EVIDENCE_KIND"),
        ({"title": " / "}, "EVIDENCE_TITLE"),
        ({"file": "../../etc/passwd"}, "EVIDENCE_FILE"),
        ({"file": "0" * 64}, "EVIDENCE_FILE"),
        ({"size": 0}, "EVIDENCE_FILE"),
    ],
)
def test_a_wrong_piece_is_refused(
    workspace: Workspace, union: str, values: dict[str, Any], code: str
) -> None:
    from dataclasses import replace

    with pytest.raises(UserError, match=code):
        workspace.do(attach, "unions", union, files=[replace(stored(workspace), **values)])
    assert pieces(workspace, union) == []


def test_a_record_with_evidence_cannot_go(workspace: Workspace, union: str) -> None:
    made = workspace.do(_new_setting)
    owner = made.result
    workspace.do(attach, "setting", owner, files=[stored(workspace)])
    with pytest.raises(UserError, match="OWNED"):
        workspace.do(_drop_setting, owner)
    with pytest.raises(UserError, match="UNDO_CHANGED"):
        workspace.undo(made.entry)
    workspace.do(_drop_setting, owner, proof_too=True)
    assert pieces(workspace, owner, "setting") == []
    workspace.undo()
    assert len(pieces(workspace, owner, "setting")) == 1


def test_evidence_does_not_come_back_to_a_record_that_is_gone(
    workspace: Workspace, union: str
) -> None:
    owner = workspace.do(_new_setting).result
    ids = workspace.do(attach, "setting", owner, files=[stored(workspace)]).result
    gone = workspace.do(detach, ids)
    workspace.do(_drop_setting, owner)
    with pytest.raises(UserError, match="UNDO_CHANGED"):
        workspace.undo(gone.entry)


def test_evidence_follows_its_record_into_another(workspace: Workspace, union: str) -> None:
    other = workspace.do(add_union, name="第二工会").result
    workspace.do(attach, "unions", union, files=[stored(workspace), stored(workspace, b"2")])
    workspace.do(attach, "unions", other, files=[stored(workspace), stored(workspace, b"3")])
    before = dump(workspace)
    workspace.do(_merge, other, union)
    assert [p.size for p in pieces(workspace, union)] == [len(JPEG), 1, 1]
    assert pieces(workspace, other) == []
    workspace.undo()
    assert dump(workspace) == before


@act("test.new_setting", "新的一项（试验）")
def _new_setting(work: Work) -> str:
    from app.store.system import SETTING

    return work.insert(SETTING, key="proof", value=1)


@act("test.drop_setting", "删一项（试验）")
def _drop_setting(work: Work, row: str, *, proof_too: bool = False) -> None:
    from app.store.system import SETTING

    if proof_too:
        evidence.detach_all(work, "setting", [row])
    work.delete(SETTING, row)


@act("test.merge_proofs", "合并（试验）")
def _merge(work: Work, old: str, new: str) -> None:
    evidence.hand_over(work, "unions", old, new)
