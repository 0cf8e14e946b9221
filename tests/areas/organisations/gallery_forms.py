"""Pictures of the forms of 组织: python -m tests.areas.organisations.gallery_forms [OUT]."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog

from tests.areas.organisations.gallery import made, until, windowed
from tests.desk.gallery import in_children, wait


def one(out: Path, size: str, scheme: str) -> None:
    """Every form at one size."""
    windowed(out, size, scheme, forms)


def forms(shell: Any, grab: Callable[..., None]) -> None:
    """Each form, refused once so that its messages stand there."""
    from app.areas.organisations.page import place_forms
    from app.base.home import Target

    page = shell.page()
    until(lambda: page.middle.list().count() > 0 and page.tree.model.rowCount())
    kinds = {
        "union": ("unions", "联合会"), "employer": ("employers", ""), "place": ("places", "村"),
    }  # fmt: skip
    for kind, (key, word) in kinds.items():
        page.middle.bring(key)
        until(lambda: page.middle.list().count() > 0)
        made_list = page.middle.list()
        ids = [made_list.model.id_at(n) for n in range(made_list.count())]
        rows_read = shell.desk.workspace.read(
            lambda c, s=made_list, i=ids: list(s.source.rows(c, i, s.view()))
        )
        record = next(i for i, r in zip(ids, rows_read, strict=True) if word in r["name"])
        shell.go(Target("organisations", kind, record))
        until(lambda k=kind, r=record: page.details.get(k) and page.details[k].card is not None
              and page.details[k].card.id == r)  # fmt: skip
        grab(f"detail-{kind}")
        for which in page.menu().of(page.details[kind].card):
            if which.key in ("delete", "uncomplete", "merge_doubled") and kind == "employer":
                continue
            which.run()
            wait(200)
            if page.editor.is_open():
                page.editor.save()
                wait(300)
                grab(f"{kind}-{which.key}")
                review(shell, page, kind, which.key, grab)
                page.editor.close_form()
                page.form_left()
            for dialog in shell.findChildren(object, f"sure_{which.key}"):
                grab(f"{kind}-{which.key}-sure", dialog)
                dialog.reject()
    page.middle.bring("employers")
    until(lambda: page.middle.list().count() > 0)
    page.heads()
    heads = page.workplace.heads
    until(lambda: len(heads.grid.model.rows) > 5)
    known = [n for n, one in enumerate(heads.grid.model.rows) if "J201" in one.values][:3]
    for line in known:
        heads.grid.model.take(line, 2, "")
    heads.grid.model.take(1, 3, "1")
    page.save()
    wait(500)
    grab("heads-emptied")
    for dialog in shell.findChildren(QDialog, "review"):
        grab("heads-review", dialog)
        dialog.reject()
    heads.forget()
    page._leave_workplace()
    page.open_form(place_forms.add(page.maker()))
    form = page.editor.form
    editor = form.editor("division")
    shell.activateWindow()
    wait(200)
    editor.setFocus()
    editor._ask()
    wait(900)
    grab("place-divisions")
    for popup in shell.findChildren(object):
        if popup.objectName().startswith("add_place_division") and popup.isWindow():
            grab("place-divisions-popup", popup)


def review(shell: Any, page: Any, kind: str, key: str, grab: Any) -> None:
    """What is shown before the act, where something is."""
    form = page.editor.form
    if key == "rename_below":
        form.put("new", "王庆坨智能骑行产业园")
    elif key == "merge":
        picker = form.editor("into").picker
        text = "工会联合会" if kind == "union" else ""
        (one, *_) = shell.desk.workspace.read(lambda c: picker.search(c, text, 5))
        form.put("into", one.key, one.title)
    else:
        return
    page.editor.save()
    wait(600)
    for dialog in shell.findChildren(QDialog, "review"):
        grab(f"{kind}-{key}-review", dialog)
        dialog.reject()


if __name__ == "__main__":
    raise SystemExit(
        in_children(
            "tests.areas.organisations.gallery_forms", one,
            sizes=("1366-100", "1920-150"), schemes=("light",), before=made,
        )
    )  # fmt: skip
