"""Pictures of the page of 会员: python -m tests.areas.members.gallery OUT [SIZE SCHEME]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from tests.areas.organisations.gallery import until, windowed
from tests.desk.gallery import in_children, wait

AREAS = ("organisations", "members")


def one(out: Path, size: str, scheme: str) -> None:
    """Every view and form of the page at one size."""
    windowed(out, size, scheme, tour, areas=AREAS, data="small")


def tour(shell: Any, grab: Any) -> None:
    page = shell.page()
    shown = page.list()
    until(lambda: shown.count() > 0)
    if page.panes.is_narrow():
        grab("narrow")
    grab("list")
    shown.select_first()
    until(lambda: "member" in page.details and page.details["member"].card is not None)
    detail = page.details["member"]
    page.panes.show_detail()
    for tab in ("facts", "events", "work", "documents", "findings", "history"):
        detail.show_tab(tab)
        wait(700)
        grab(f"member-{tab}")
    detail.show_tab("facts")
    forms(page, detail, grab)
    batches(page, shown, grab)
    lists(page, detail, grab)
    platforms(page, grab)
    for key in ("former_members", "transfers", "applications", "campaigns"):
        page.bring(key)
        wait(900)
        if page.list().count():
            page.list().select_first()
            wait(900)
        grab(key)
        page.main_act()
        wait(400)
        grab(f"{key}-main")
        page.editor.close_form()
        page.form_left()


def lists(page: Any, detail: Any, grab: Any) -> None:
    """Dialogs, the side-by-side view, tabs of a campaign, an application."""
    from PySide6.QtWidgets import QDialog

    page.rosters()
    wait(300)
    found = page.window().findChild(QDialog, "rosters")
    found.findChild(QWidget, "rosters_hand_out").setChecked(True)
    grab("rosters", found)
    found.reject()
    page.erase(detail.record(), detail.card.title)
    until(lambda: page.window().findChild(QDialog, "erase") is not None)
    grab("erase", page.window().findChild(QDialog, "erase"))
    page.window().findChild(QDialog, "erase").reject()
    page.merge(page.list().model.id_at(1), page.list().model.id_at(2))
    until(lambda: all(page.merging().pair()))
    grab("merge")
    page.back()
    page.bring("campaigns")
    until(lambda: page.list().count() > 0)
    page.list().select_first()
    until(lambda: "campaign" in page.details and page.details["campaign"].card is not None)
    for tab in ("facts", "unions", "week", "month"):
        page.details["campaign"].show_tab(tab)
        wait(300)
        grab(f"campaign-{tab}")
    page.bring("duplicates")
    wait(1500)
    page.list().select_first()
    wait(900)
    grab("duplicates")
    page.bring("members")
    until(lambda: page.list().count() > 0)


def platforms(page: Any, grab: Any) -> None:
    """上级平台 with a real template: its columns, what goes up, the answers, the whole list."""
    from tempfile import TemporaryDirectory

    from PySide6.QtWidgets import QDialog

    from tests.areas.members.templates import answered, v1

    page.bring_platforms()
    view = page.platforms()
    wait(400)
    grab("platforms-none")
    view.bring("add", None)
    dialog = page.window().findChild(QDialog, "add_platform")
    grab("platforms-add", dialog)
    with TemporaryDirectory() as name:
        folder = Path(name)
        dialog.take(v1(folder / "会员导入模板.xlsx"))
        dialog.name.setText("省总工会平台")
        dialog._done()
        columns = view.part()
        until(lambda: bool(columns.name.text()))
        columns.boxes.finish()
        wait(300)
        grab("platforms-columns")
        columns.save()
        until(lambda: view.shelf.current() is not None)
        grab("platforms-list")
        view.bring("upload", view.shelf.current())
        upload = view.part()
        until(upload.main.isEnabled)
        wait(200)
        grab("platforms-upload")
        upload.write(folder / "上传.xlsx")
        until(lambda: bool(upload.sent))
        wait(200)
        grab("platforms-sent")
        first = next(w.name for w in upload._found if not w.lacks)
        wrong = {first: "手机号格式错误；姓名与证件号码不一致"}
        answered(folder / "上传.xlsx", folder / "结果.xlsx", wrong)
        upload._mark(next(iter(upload.sent.values())))
        until(lambda: not upload.sent)
        view.back()
        view._made("answers").platform = view.shelf.current()
        view._show(view._made("answers"))
        view.part().read(folder / "结果.xlsx")
        until(lambda: bool(view.part()._answers))
        wait(200)
        grab("platforms-answers")
        view.back()
        view._made("compare").platform = view.shelf.current()
        view._show(view._made("compare"))
        view.part().read(whole_list(folder / "上传.xlsx", folder / "全部.xlsx"))
        until(lambda: view.part()._found is not None)
        for key in ("there", "here", "differs"):
            view.part()._bring(key)
            wait(200)
            grab(f"platforms-{key}")
    view.back()
    view.back()


def whole_list(path: Path, out: Path) -> Path:
    """The platform's list: what went up, with people too many, too few and different."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    page = book["会员导入"]
    for row in range(5, 12):
        page[f"I{row}"], page[f"K{row}"] = "大专", "13911111111"
    for row in range(12, 18):
        page[f"B{row}"], page[f"H{row}"] = f"外来{row}", f"E{row:08d}"
    page.delete_rows(18, 20)
    book.save(out)
    return out


def forms(page: Any, detail: Any, grab: Any) -> None:
    """Every form of a person."""
    page.main_act()
    wait(400)
    page.save()
    wait(300)
    grab("register")
    page.editor.close_form()
    page.form_left()
    next(run for key, _words, run in page.part().more(page) if key == "arrive")()
    wait(300)
    grab("arrive")
    page.editor.close_form()
    page.form_left()
    for which in page.menu.person(detail.card):
        if which.key.startswith(("print", "merge", "erase", "delete")):
            continue
        which.run()
        wait(350)
        if page.editor.is_open():
            grab(f"form-{which.key}")
            page.editor.close_form()
            page.form_left()


def batches(page: Any, shown: Any, grab: Any) -> None:
    """The bar for many, a form of many, its review."""
    from PySide6.QtWidgets import QDialog

    shown.table.selectAll()
    wait(400)
    grab("batch")
    retain = next(run for key, _words, run in page.part().batch(page) if key == "retain")
    retain(shown.selected()[:12])
    form = page.editor.form
    form.put("reason", "retired")
    grab("batch-form")
    page.save()
    until(lambda: page.window().findChild(QDialog, "review") is not None)
    grab("batch-review", page.window().findChild(QDialog, "review"))
    page.window().findChild(QDialog, "review").reject()
    page.editor.close_form()
    page.form_left()


if __name__ == "__main__":
    raise SystemExit(in_children("tests.areas.members.gallery", one))
