"""证明材料 of a member: photo and consent; merged with her double, erased with her."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
from pypdf import PdfReader
from PySide6.QtWidgets import QAbstractButton

from app import start
from app.areas.members.acts import merge_people
from app.areas.members.acts.erasing import carry_out
from app.paper.document import render
from app.paper.docx import to_docx
from app.paper.model import Document
from app.store import attachments, evidence
from app.store.verify import verify
from tests.pictures.samples import picture, saved

PHOTO = saved(picture(300, 400))
DAY = date(2026, 11, 22)


def pictures_of(page: Any) -> list[tuple[int, int]]:
    """Size in pixels of what is drawn on a page of a PDF."""
    return [image.image.size for image in page.images]


def paper(shown: Any, name: str, ids: str) -> Document:
    scope = shown.people.office.scope()
    return shown.read(
        lambda c: start.papers()[name].make(
            start.ask(c, scope, year=2026, today=DAY, options={"id": ids})
        )
    )


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


def test_her_portrait_is_printed_in_the_register_form(shown: Any) -> None:
    shown.member(shown.li)
    detail = shown.page.details["member"]
    detail.show_tab("evidence")
    shown.settle()
    panel = detail.widget("evidence")
    panel.ask_add([("同意书.pdf", b"%PDF-1.4")])
    dialog = shown.dialog("evidence_add")
    assert dialog.kind.currentText() == "按文件名判断"
    dialog.reject()
    panel.ask_add([("IMG_0412.jpg", PHOTO)])
    dialog = shown.dialog("evidence_add")
    assert dialog.kind.currentText() == "本人照片"
    dialog.findChild(QAbstractButton, "evidence_add_ok").click()
    shown.wait(lambda: len(panel.pieces) == 1)
    shown.settle()
    document = paper(shown, "application", f"{shown.li},{shown.wang}")
    pages = PdfReader(io.BytesIO(render(document).pdf)).pages
    assert [pictures_of(page) for page in pages] == [[], [(300, 400)], [], []]
    texts = [page.extract_text() for page in pages]
    assert "片" not in texts[1], "it stands there"
    assert "片" in texts[3], "room to stick one on"
    assert len(docx.Document(io.BytesIO(to_docx(document))).inline_shapes) == 1
    whole = render(paper(shown, "person", shown.li)).pdf
    assert "IMG_0412.jpg" in "".join(p.extract_text() for p in PdfReader(io.BytesIO(whole)).pages)
