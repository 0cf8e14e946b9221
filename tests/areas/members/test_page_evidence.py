"""证明材料 of a member: photo and consent; merged with her double, erased with her."""

from __future__ import annotations

from typing import Any

from app.areas.members.acts import merge_people
from app.areas.members.acts.erasing import carry_out
from app.store import attachments, evidence
from app.store.verify import verify
from tests.pictures.samples import picture, saved

PHOTO = saved(picture(300, 400))


def of(shown: Any, person: str) -> list[evidence.Piece]:
    return shown.read(lambda c: evidence.of(c, "person", [person])[person])


def test_a_members_photo_follows_her_record_and_goes_with_her(shown: Any) -> None:
    shown.member(shown.li)
    detail = shown.page.details["member"]
    detail.show_tab("evidence")
    shown.settle()
    panel = detail.widget("evidence")
    panel.add([("照片.jpg", PHOTO), ("个人信息同意书.jpg", saved(picture(301, 400)))])
    shown.wait(lambda: len(panel.pieces) == 2)
    shown.settle()
    kinds = shown.read(lambda c: evidence.kinds_of(c, "person", [shown.li]))
    assert kinds == {shown.li: {"photo": 1, "consent": 1}}
    shown.workspace.do(merge_people, shown.wang, shown.li)
    assert (len(of(shown, shown.wang)), of(shown, shown.li)) == (2, [])
    files = {p.file for p in of(shown, shown.wang)}
    carry_out(shown.workspace, shown.wang, reason="本人要求")
    assert of(shown, shown.wang) == []
    place = shown.workspace.folder / attachments.ATTACHMENTS
    assert not any((place / name).exists() for name in files)
    assert verify(shown.workspace) == []
