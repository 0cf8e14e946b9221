"""Evidence on paper: photos at the size of the print, captions, what is damaged left out."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.base.errors import KnownError
from app.paper.document import render
from app.paper.model import Document
from app.pictures.printing import for_print, photos_of
from app.store import evidence
from app.store.workspace import Workspace
from tests.pictures.samples import picture, saved
from tests.store.acts import add_union


@pytest.fixture
def union(workspace: Workspace) -> str:
    made = str(workspace.do(add_union, name="自行车厂工会").result)
    contents = [
        ("运动会.jpg", saved(picture(2048, 1536)),
         {"caption": "运动会", "made_on": date(2026, 3, 8)}),
        ("截图.png", saved(picture(1000, 700), "PNG"), {"media_type": "image/png"}),
        ("坏.jpg", saved(picture(500, 500)), {}),
    ]  # fmt: skip
    files = []
    for title, content, more in contents:
        values: dict[str, Any] = {"media_type": "image/jpeg", **more}
        files.append(evidence.keep(workspace, content, kind="photo", title=title, **values))
    files.append(evidence.keep(workspace, b"%PDF-1.7", kind="minutes", title="记录.pdf",
                               media_type="application/pdf"))  # fmt: skip
    workspace.do(evidence.attach, "unions", made, files=files)
    (workspace.folder / "attachments" / files[2].file).write_bytes(b"")
    return made


def test_photos_come_at_the_size_of_the_print_with_captions(
    workspace: Workspace, union: str
) -> None:
    block = workspace.read(
        lambda c: photos_of(c, evidence.of(c, "unions", [union])[union], columns=2, rows=2)
    )
    assert [p.caption for p in block.photos] == ["运动会（2026-03-08）", "截图"]
    sizes = [Image.open(io.BytesIO(p.content)).size for p in block.photos]
    assert sizes == [(920, 690), (920, 644)]
    assert {Image.open(io.BytesIO(p.content)).format for p in block.photos} == {"JPEG"}
    assert render(Document("照片", (block,))).pages == 1


def test_a_small_photo_is_not_encoded_again() -> None:
    small = saved(picture(400, 300))
    assert for_print(small, 900, 80) is small


def test_content_is_read_on_any_connection_of_the_workspace(
    workspace: Workspace, union: str, tmp_path: Path
) -> None:
    pieces = workspace.read(lambda c: evidence.of(c, "unions", [union])[union])
    found = workspace.read(lambda c: evidence.content(c, pieces[3].file))
    assert found == b"%PDF-1.7"
    seen = workspace.between_acts(lambda c: evidence.content(c, pieces[3].file))
    assert seen == found
    with pytest.raises(KnownError, match="ATTACHMENT_DAMAGED"):
        workspace.read(lambda c: evidence.content(c, pieces[2].file))
