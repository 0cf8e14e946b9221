"""The forms of collective contracts, as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.areas.members.page.maker import Maker, day
from app.base.days import add_years
from app.base.text import half_width
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, as_kept, as_shown, words, yes_no

from ..acts import contracts
from ..acts.contracts import Cover
from ..lists.bargain_detail import ContractCard
from ..lists.contracts import increase_shown

KIND = "contract"
FLAGS = ("women_clause", "congress_agreed")
ERRORS = {"REQUIRED": "title", "NO_UNION": "union_id", "OUTSIDE": "outside_reason",
          "FUTURE": "signed_on", "VALUE": "workers", "NOT_FILED": "on",
          "OBJECTED": "on"}  # fmt: skip
_MOST = 100_00
"""An average rise above so many hundredths of a percent is a slip."""


def percent(text: str | None) -> int | None:
    """A rise typed in percent as hundredths of a percent: 5.25 → 525.

    Raises:
        ValueError: with a sentence.
    """
    typed = half_width(str(text or "")).replace("%", "").replace(" ", "")
    if not typed:
        return None
    whole, _, part = typed.partition(".")
    if not (whole.isdigit() and (not part or part.isdigit())) or len(part) > 2:
        raise ValueError("请写成 5 或 5.25 这样，最多两位小数。")
    found = int(whole) * 100 + int((part + "00")[:2])
    if found > _MOST:
        raise ValueError("增幅超过了 100%，请核对。")
    return found


def percent_problem(text: Any) -> str:
    """What is wrong with a rise, as a sentence."""
    try:
        percent(str(text))
    except ValueError as problem:
        return str(problem)
    return ""


def term_fields(*, group: str = "期限") -> tuple[Field, ...]:
    """签订, 开始, 到期."""
    return (
        day("signed_on", "签订日期", group=group),
        day("since", "开始日期", obligatory=False),
        day("ends_on", "到期日期", obligatory=False, help="合同上写的最后一天"),
    )


def content_fields() -> tuple[Field, ...]:
    """What stands in the contract."""
    return (
        Field("number", "合同编号", max_length=60, group="内容"),
        Field("workers", "覆盖职工", Kind.COUNT, unit="人"),
        Field("women", "其中：女职工", Kind.COUNT, unit="人"),
        Field("minimum_wage", "最低工资", Kind.MONEY, unit="元/月"),
        Field("increase", "平均增幅", unit="%", max_length=8, check=percent_problem,
              help="工资平均增长的百分比，例如 5.25"),
        yes_no("women_clause", "写有女职工保护"),
        yes_no("congress_agreed", "职代会已通过",
               help="没有单独登记审议草案的职代会，但合同材料写明已经通过的，选是"),
    )  # fmt: skip


def contract_values(values: Values) -> dict[str, Any]:
    """Values of a form as columns of a contract."""
    found = as_kept(values, FLAGS)
    if "increase" in found:
        found["increase"] = percent(found["increase"])
    return found


def usual_term(today: date) -> dict[str, Any]:
    """A year from today on."""
    return {"signed_on": today, "since": today, "ends_on": add_years(today, 1) - timedelta(days=1)}


def _covers(values: Values) -> list[Cover]:
    return [Cover(values["employer_id"], values.get("workers"))] if values["employer_id"] else []


def add(make: Maker, union: tuple[str, str] | None) -> FormSpec:
    """登记集体合同 that was signed without a recorded consultation."""
    fields = (
        make.union(label="签订的工会"),
        Field("kind", "种类", Kind.CHOICE, choices=words("contract_kind"), obligatory=True),
        Field("scope", "范围", Kind.CHOICE, choices=words("contract_scope"), obligatory=True),
        Field("title", "合同名称", obligatory=True, max_length=120),
        make.employer(label="覆盖的单位",
                      help="区域性、行业性合同保存以后再登记全部覆盖单位"),
        Field("outside_reason", "不在涵盖范围的原因", max_length=200,
              help="单位不在这个工会涵盖范围内时填写"),
        *term_fields(),
        *content_fields(),
        *_papers(),
        Field("note", "备注", Kind.LINES, max_length=500),
    )  # fmt: skip

    def call(values: Values) -> Call:
        kept = contract_values(values)
        covers = _covers(kept)
        kept.pop("employer_id")
        return Call(contracts.add_contract, (), kept | {"covers": covers})

    return FormSpec(
        "add_contract", "登记集体合同", fields, call,
        {"union_id": union[0] if union else None, "kind": "wage", "scope": "enterprise",
         **usual_term(make.today)},
        dict([union]) if union else {}, words="登记", kind=KIND, errors=ERRORS,
        intro="已经签好的合同在这里补登。新的协商请从「集体协商」办理。",
    )  # fmt: skip


def _papers() -> tuple[Field, ...]:
    return (
        day("filed_on", "报送日期", obligatory=False, group="报送和公布"),
        day("reviewed_on", "审查日期", obligatory=False),
        Field("review_no", "审查文号", max_length=80),
        yes_no("objected", "审查有异议"),
        day("published_on", "公布日期", obligatory=False),
    )


def edit(card: ContractCard) -> FormSpec:
    """更正集体合同."""
    flags = (*FLAGS, "objected")
    fields = (
        Field("title", "合同名称", obligatory=True, max_length=120),
        Field("kind", "种类", Kind.CHOICE, choices=words("contract_kind"), obligatory=True),
        Field("scope", "范围", Kind.CHOICE, choices=words("contract_scope"), obligatory=True),
        *term_fields(),
        *content_fields(),
        *_papers(),
        Field("note", "备注", Kind.LINES, max_length=500),
    )
    start = as_shown({f.key: card.row[f.key] for f in fields}, flags)
    start["increase"] = (increase_shown(card.row["increase"]) or "").removesuffix("%") or None

    def call(values: Values) -> Call:
        kept = as_kept(contract_values(values), ("objected",))
        return Call(contracts.edit_contract, (card.row["id"],), kept)

    return FormSpec(
        "edit_contract", "编辑集体合同", fields, call, start, record=card.row["id"], kind=KIND,
        shows=card.row["id"], done="已保存。", errors=ERRORS | {"DATES": "signed_on"},
    )  # fmt: skip


def _step(
    key: str, title: str, act: Any, row: Mapping[str, Any], fields: tuple[Field, ...],
    start: Values, flags: tuple[str, ...] = (), **more: Any,
) -> FormSpec:  # fmt: skip
    """A form of one step of a contract; the record shown afterwards is ``more['shows']``."""
    shows = more.pop("shows", (KIND, row["id"]))
    return FormSpec(
        key, f"{title}：{row['title']}", fields,
        lambda v: Call(act, (row["id"],), as_kept(v, flags)), start, record=shows[1],
        kind=shows[0], shows=shows[1], errors={"DATES": "on", "FUTURE": "on"} | ERRORS, **more,
    )  # fmt: skip


def file(make: Maker, row: Mapping[str, Any], days: int, shows: tuple[str, str] | None = None
         ) -> FormSpec:  # fmt: skip
    """登记报送. ``days``: within which it must be filed."""
    last = row["signed_on"] + timedelta(days=days) if row["signed_on"] else None
    until = f"，最晚 {last.isoformat()}" if last else ""
    return _step(
        "file_contract", "登记报送", contracts.file_contract, row, (day("on", "报送日期"),),
        {"on": make.today}, words="登记报送", shows=shows or (KIND, row["id"]),
        intro=f"签订后{days}天内报送人力资源社会保障部门，一式三份，附说明{until}。",
    )  # fmt: skip


def review(make: Maker, row: Mapping[str, Any], shows: tuple[str, str] | None = None) -> FormSpec:
    """登记审查意见."""
    fields = (
        day("on", "审查日期"),
        Field("review_no", "审查文号", max_length=80),
        Field("objected", "提出异议", Kind.FLAG, help="审查意见书提出了异议"),
    )
    return _step(
        "review_contract", "登记审查意见", contracts.review_contract, row, fields,
        {"on": make.today}, words="登记", shows=shows or (KIND, row["id"]),
        intro="没有收到意见的不用登记：报送后满15天没有异议，合同就生效。",
    )  # fmt: skip


def publish(make: Maker, row: Mapping[str, Any], shows: tuple[str, str] | None = None) -> FormSpec:
    """登记公布."""
    return _step(
        "publish_contract", "登记公布", contracts.publish_contract, row, (day("on", "公布日期"),),
        {"on": make.today}, words="登记公布", shows=shows or (KIND, row["id"]),
        intro="生效后5天内，用公告栏、微信群等形式向全体职工公布。可以把公示照片放进材料。",
    )  # fmt: skip


def renew(make: Maker, card: ContractCard) -> FormSpec:
    """续签: a new contract after this one."""
    row = card.row
    begins = row["ends_on"] + timedelta(days=1) if row["ends_on"] else make.today
    fields = (
        Field("title", "合同名称", obligatory=True, max_length=120),
        *term_fields(),
        *content_fields(),
    )
    start = {
        "title": row["title"], "signed_on": make.today, "since": begins,
        "ends_on": add_years(begins, 1) - timedelta(days=1), "workers": row["workers"],
        "women": row["women"],
    }  # fmt: skip
    return FormSpec(
        "renew_contract", f"续签：{row['title']}", fields,
        lambda v: Call(contracts.renew_contract, (row["id"],), contract_values(v)), start,
        intro="覆盖的单位从原合同带过来，还在本会涵盖范围内的才带。", words="续签", kind=KIND,
        done="已续签。请核对覆盖单位，再登记报送。",
        errors=ERRORS | {"DATES": "since", "RENEWED": "title"},
    )  # fmt: skip


def terminate(make: Maker, card: ContractCard) -> FormSpec:
    """终止."""
    fields = (
        day("on", "终止日期", help="从这一天起不再有效"),
        Field("reason", "原因", Kind.LINES, obligatory=True, max_length=300),
    )
    return _step(
        "terminate_contract", "终止", contracts.terminate_contract, card.row, fields,
        {"on": make.today}, words="终止",
    )  # fmt: skip


def end_cover(make: Maker, card: ContractCard, cover: Mapping[str, Any]) -> FormSpec:
    """不再覆盖 an employer."""
    return FormSpec(
        "end_cover", f"不再覆盖：{cover['name']}", (day("on", "从哪一天起"),),
        lambda v: Call(contracts.end_cover, (cover["id"],), dict(v)), {"on": make.today},
        record=card.row["id"], kind=KIND, shows=card.row["id"], words="登记",
        errors={"DATES": "on"},
    )  # fmt: skip
