"""Columns, filters and ready-made groups of the lists of people, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from app.areas.organisations.lists.common import choices, code_filter
from app.base.codes import code_list
from app.base.lists import Choice, Column, Filter, Group, How, Role, Status, Tone
from app.store.search import IndexPicker

from ..figures import BANDS, OLDER, YOUNG
from ..records import CAMPAIGN

STATUS = {
    "active": Tone.GOOD,
    "retained": Tone.IDLE,
    "waiting": Tone.WARN,
    "ended": Tone.IDLE,
    "none": Tone.INFO,
}
"""How a person stands on a day: the codes of ``membership_status``, and ``waiting`` 转出待接收
(sent out and not received), ``ended`` 已终止, ``none`` (no membership yet)."""
_WORDS = {"waiting": "转出待接收", "none": "未入会"}
PRESENT = ("active", "retained")
GONE = ("waiting", "ended")


def status_word(key: str) -> str:
    """How a person stands, in words."""
    return _WORDS.get(key) or code_list("membership_status").name_of(key)


def status(key: str, ended: str = "") -> Status:
    """How a person stands as a chip; for an ended membership also by what it ended."""
    how = code_list("membership_ended").name_of(ended) if key == "ended" and ended else ""
    return Status(f"{status_word(key)}：{how}" if how else status_word(key), STATUS[key])


COLUMNS = (
    Column("name", "姓名", 116),
    Column("sex", "性别", 56),
    Column("status", "会籍状态", 116, Role.STATUS, sortable=False),
    Column("union", "所在工会", 220),
    Column("group_name", "分会/小组", 110),
    Column("employer", "工作单位", 200, help="会籍所随的用人单位；灵活就业的没有"),
    Column("joined_on", "入会日期", 100, Role.DAY, help="一生中第一次加入工会的日期"),
    Column("age", "年龄", 56, Role.COUNT, help="所看的年份减出生年份"),
    Column("phone", "手机", 120, Role.CODE, sensitive=True, sortable=False),
    Column("missing", "缺项", 150, sortable=False, help="应填而没有填的项目"),
    Column("birth_on", "出生日期", 100, Role.DAY, shown=False),
    Column("ethnicity", "民族", 80, shown=False),
    Column("education", "学历", 110, shown=False),
    Column("political", "政治面貌", 120, shown=False),
    Column("document_type", "证件类型", 120, shown=False, sortable=False),
    Column("number", "证件号码", 170, Role.CODE, sensitive=True, shown=False, sortable=False),
    Column("migrant", "农民工", 70, shown=False),
    Column("employment_status", "就业状况", 90, shown=False),
    Column("employment_form", "用工形式", 90, shown=False),
    Column("new_group", "八大群体", 110, shown=False),
    Column("skill", "技能等级", 90, shown=False),
    Column("household_type", "户籍类型", 110, shown=False),
    Column("host", "用工单位", 180, shown=False, sortable=False, help="劳务派遣的实际用工单位"),
    Column("post", "岗位", 100, shown=False, sortable=False),
    Column("department", "部门", 100, shown=False, sortable=False),
    Column("employee_no", "工号", 90, Role.CODE, shown=False, sortable=False),
    Column("card_no", "会员证号", 150, Role.CODE, sensitive=True, shown=False),
    Column("service_card_no", "服务卡号", 150, Role.CODE, sensitive=True, shown=False),
    Column("service_card_on", "发卡日期", 100, Role.DAY, shown=False),
    Column("hardship", "困难", 60, shown=False),
    Column("model_worker", "劳模", 60, shown=False),
    Column("began", "会籍开始", 90, shown=False, sortable=False),
    Column("since", "会籍起始日期", 110, Role.DAY, shown=False),
    Column("until", "会籍结束日期", 110, Role.DAY, shown=False),
    Column("dues_until", "会费交至", 100, Role.DAY, shown=False),
    Column("campaign", "专项行动", 160, shown=False, sortable=False),
    Column("former_names", "曾用名", 100, shown=False, sortable=False),
    Column("native_place", "籍贯", 120, shown=False),
    Column("household_place", "户籍所在地", 160, shown=False),
    Column("address", "住址", 200, shown=False, sensitive=True, sortable=False),
    Column("email", "邮箱", 150, shown=False, sensitive=True, sortable=False),
    Column("marital", "婚姻状况", 80, shown=False),
    Column("professional_title", "职称", 100, shown=False),
    Column("worked_from", "参加工作日期", 110, Role.DAY, shown=False),
    Column("consent_on", "同意处理日期", 110, Role.DAY, shown=False),
    Column("note", "备注", 200, shown=False),
)

YES_NO = (Choice("yes", "是"), Choice("no", "否"), Choice("unknown", "未填"))
MISSING = {
    "any": "任何应填的项目",
    "document": "有效证件",
    "phone": "手机",
    "birth_on": "出生日期",
    "sex": "性别",
    "ethnicity": "民族",
    "employer": "工作单位",
    "education": "学历",
    "political": "政治面貌",
    "joined_on": "入会日期",
    "service_card": "服务卡",
    "consent": "本人同意",
}
"""What may be missing, in words; ``any``: what the rule MEM-06 expects of this person."""


class CampaignPicker:
    """Chooses a 专项行动, the newest first."""

    title = "专项行动"

    def search(self, connection: Connection, text: str, limit: int) -> Sequence[Choice]:
        """By a part of the name."""
        query = select(CAMPAIGN).where(func.instr(CAMPAIGN.c.name, text.strip()) > 0)
        rows = connection.execute(query.order_by(CAMPAIGN.c.since.desc()).limit(limit))
        return [Choice(r.id, r.name, f"{r.since} 至 {r.until}") for r in rows]

    def titles(self, connection: Connection, keys: Sequence[str]) -> Mapping[str, str]:
        """Names."""
        query = select(CAMPAIGN.c.id, CAMPAIGN.c.name).where(CAMPAIGN.c.id.in_(keys))
        return {row.id: row.name for row in connection.execute(query)}


CAMPAIGNS = CampaignPicker()


ON_PLATFORM = (
    Choice("sent", "已上平台", "上传过，或者平台名单里已有"),
    Choice("refused", "平台未接收", "平台退回，要再传一次"),
    Choice("none", "未上平台", "没有上传过"),
)
"""How far a person is on the upper platforms; with several platforms: on one of them at least."""


def age_bands() -> tuple[tuple[str, int, int], ...]:
    """(title, from, to) of the bands of age that the figures use."""
    lower, bands = 0, []
    for top, title in BANDS:
        bands.append((title, lower, top))
        lower = top + 1
    return (*bands, (OLDER, lower, 200))


def _top(name: str) -> tuple[Choice, ...]:
    """The coarse entries of a code list; each stands for those below it too."""
    return tuple(Choice(e.code, e.name) for e in code_list(name).children())


def _tell(key: str, title: str) -> Filter:
    return Filter(key, title, YES_NO, many=True)


def filters(*, former: bool = False) -> tuple[Filter, ...]:
    """The filters of the list of members, or of former ones."""
    which = GONE if former else (*PRESENT, *GONE, "none")
    first = (
        Filter(
            "status",
            "会籍状态",
            tuple(Choice(k, status_word(k)) for k in which),
            many=True,
            every="全部" if former else "在册",
        ),
        Filter("union", "所在工会", how=How.RECORD, source=IndexPicker("union", "工会")),
        Filter("employer", "工作单位", how=How.RECORD, source=IndexPicker("employer", "单位")),
    )
    ended = (
        code_filter("ended", "终止方式", "membership_ended"),
        Filter("left", "终止日期", how=How.PERIOD),
    )
    return (
        *first,
        *(ended if former else ()),
        code_filter("sex", "性别", "sex"),
        Filter("age", "年龄", tuple(Choice(t, t) for t, _, _ in age_bands()), many=True),
        _tell("migrant", "农民工"),
        Filter(
            "new_group",
            "八大群体",
            (Choice("any", "任何一类"), *choices("new_group"), Choice("unknown", "不是或未填")),
            many=True,
        ),
        Filter("missing", "缺项", tuple(Choice(k, v) for k, v in MISSING.items()), many=True),
        Filter("education", "学历", (*_top("education"), Choice("unknown", "未填")), many=True),
        code_filter("political", "政治面貌", "political"),
        Filter(
            "ethnicity",
            "民族",
            (Choice("minority", "少数民族"), *choices("ethnicity"), Choice("unknown", "未填")),
            many=True,
        ),
        code_filter("employment_form", "用工形式", "employment_form"),
        code_filter("employment_status", "就业状况", "employment_status"),
        code_filter("skill", "技能等级", "skill"),
        code_filter("household_type", "户籍类型", "household_type"),
        _tell("hardship", "困难"),
        _tell("model_worker", "劳模"),
        Filter("joined", "入会日期", how=How.PERIOD),
        Filter("campaign", "专项行动", how=How.RECORD, source=CAMPAIGNS),
        Filter("platform", "上级平台", ON_PLATFORM, many=True),
    )


def groups() -> tuple[Group, ...]:
    """Ready-made choices: who is in them is looked up each time."""
    party = tuple(e.code for e in code_list("political").entries if e.flag("party_member"))
    young = tuple(title for title, _, top in age_bands() if top <= YOUNG)
    return (
        Group("migrant", "农民工", {"migrant": ("yes",)}),
        Group("women", "女会员", {"sex": ("2",)}),
        Group("young", "35岁及以下", {"age": young}),
        Group("new_group", "八大群体", {"new_group": ("any",)}),
        Group("hardship", "困难", {"hardship": ("yes",)}),
        Group("model_worker", "劳模", {"model_worker": ("yes",)}),
        Group("party", "党员", {"political": party}),
        Group("minority", "少数民族", {"ethnicity": ("minority",)}),
        Group("dispatched", "劳务派遣", {"employment_form": ("dispatched",)}),
        Group("retained", "保留会籍", {"status": ("retained",)}),
        Group("waiting", "转出待接收", {"status": ("waiting",)}),
        Group("missing", "资料缺项", {"missing": ("any",)}),
        Group("no_document", "没有证件", {"missing": ("document",)}),
    )
