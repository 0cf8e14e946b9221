"""The list of the market regulator, through the window: matched by credit code."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from app.areas.organisations.lists import EMPLOYERS
from app.areas.organisations.lists.window import values_of
from app.base.lists import View
from app.base.numbers import credit_check
from tests.areas.organisations.conftest import DAY, Office
from tests.desk.test_importing import Walk, office, page, walk

__all__ = ["office", "page", "walk"]

HEAD = ["序号", "统一社会信用代码", "企业（机构）名称", "企业（机构）类型", "法定代表人",
        "成立日期", "登记状态", "住所"]  # fmt: skip


def code(number: int) -> str:
    """A credit code that is right."""
    begin = f"91120114MA{number:07}"
    return begin + credit_check(begin)


def regulator(path: Path, *rows: tuple[Any, ...]) -> Path:
    """The list as the regulator hands it over: a title line, the head, the firms."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["王庆坨镇市场主体名单（2026年10月）"])
    sheet.append(HEAD)
    for number, row in enumerate(rows, 1):
        sheet.append([number, *row])
    made.save(path)
    return path


def test_the_regulators_list_is_matched_by_credit_code(
    office: Office, walk: Walk, tmp_path: Path
) -> None:
    known = office.employer("天津沐阳车料厂", credit_code=code(1), address="一街村")
    gone = office.employer("天津顺驰轮胎有限公司", credit_code=code(2))
    kind = "有限责任公司"
    book = regulator(
        tmp_path / "市场主体.xlsx",
        (code(1), "天津沐阳自行车配件有限公司", kind, "王顺", "2015-03-02", "存续", "一街村8号"),
        (code(2), "天津顺驰轮胎有限公司", kind, "李强", "2016-05-01", "注销", "二街村1号"),
        (code(3), "天津金轮车业有限公司", kind, "赵华", "2020-07-09", "存续", "一街村3号"),
    )

    def values(record: str) -> Any:
        return office.space.read(lambda c: values_of(c, "employer", record, DAY))

    def import_all(policy: str) -> dict[str, str]:
        step = walk.page.step("source")
        step.kind.setCurrentIndex(list(walk.page.sheets).index("employers"))
        step.policy.setCurrentIndex(step.policy.findData(policy))
        walk.choose(book)
        assert walk.columns().usable()
        check = walk.check()
        counts = {key: card.value.text() for key, card in check.cards.items()}
        walk.commit()
        walk.page.start_anew()
        return counts

    counts = import_all("fill")
    assert (counts["new"], counts["changed"], counts["wrong"]) == ("1", "2", "0")
    kept = values(known)
    assert (kept["legal_representative"], kept["registered_on"]) == ("王顺", date(2015, 3, 2))
    assert (kept["name"], kept["address"]) == ("天津沐阳车料厂", "一街村")
    assert kept["regulator_seen_on"] == values(gone)["regulator_seen_on"] == DAY
    assert values(gone)["status"] == "active"
    counts = import_all("overwrite")
    assert (counts["new"], counts["changed"]) == ("0", "2")
    assert values(known)["name"] == "天津沐阳自行车配件有限公司"
    assert values(gone)["status"] == "deregistered"
    listed = office.space.read(
        lambda c: {r["name"] for r in EMPLOYERS.rows(c, EMPLOYERS.ids(c, View(DAY)), View(DAY))}
    )
    assert listed == {"天津沐阳自行车配件有限公司", "天津金轮车业有限公司"}
