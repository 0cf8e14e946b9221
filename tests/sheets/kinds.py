"""Lists for the tests of the kit: what an area would declare."""

from __future__ import annotations

from app.sheets.fields import Field, Kind, SheetKind

UNIONS = SheetKind(
    kind="unions",
    title="工会组织",
    fields=(
        Field(
            key="name",
            title="工会名称",
            synonyms=("基层工会名称", "工会全称", "组织名称", "所在工会"),
            obligatory=True,
            example="示例有限公司工会委员会",
            width=30,
            note="与公章一致的全称",
        ),
        Field(
            key="upper",
            title="上级工会",
            synonyms=("上级工会名称",),
            example="示例镇总工会",
            width=20,
        ),
        Field(
            key="type",
            title="基层工会类型",
            kind=Kind.CODE,
            choices="union_type",
            synonyms=("工会类型", "工会组织类型"),
        ),
        Field(
            key="union_credit",
            title="工会统一社会信用代码",
            kind=Kind.CREDIT,
            holder="union",
            synonyms=("工会法人统一社会信用代码", "工会社会信用代码"),
            width=22,
        ),
        Field(key="code", title="工会编码", kind=Kind.NUMBER, synonyms=("工会编号", "组织编号")),
        Field(
            key="founded",
            title="建会日期",
            kind=Kind.DAY,
            must=True,
            synonyms=("建会时间", "成立时间", "成立工会日期"),
        ),
        Field(key="term_until", title="届满日期", kind=Kind.DAY),
        Field(
            key="workers",
            title="职工人数",
            kind=Kind.COUNT,
            synonyms=("职工总数", "现职工人数"),
        ),
        Field(key="women", title="女职工人数", kind=Kind.COUNT, synonyms=("女职工数",)),
        Field(key="members", title="会员人数", kind=Kind.COUNT, synonyms=("会员数",)),
        Field(key="wages", title="工资总额", kind=Kind.MONEY, synonyms=("年工资总额",)),
        Field(key="legal", title="法人资格", kind=Kind.FLAG, synonyms=("是否有法人资格",)),
        Field(key="chair", title="工会主席", synonyms=("主席姓名",), sensitive=True),
        Field(key="phone", title="联系电话", kind=Kind.PHONE, synonyms=("联系方式", "电话")),
        Field(key="account", title="银行账号", kind=Kind.ACCOUNT, width=24),
        Field(key="note", title="备注", synonyms=("说明",), width=30),
    ),
    keys=(("code",), ("union_credit",), ("name", "upper")),
    notes=("一行一个工会。", "红色表头的列必须填写。"),
)

EMPLOYERS = SheetKind(
    kind="employers",
    title="用人单位",
    fields=(
        Field(
            key="name",
            title="单位名称",
            synonyms=("企业名称", "用人单位", "单位全称", "所在单位", "单位"),
            obligatory=True,
            width=30,
        ),
        Field(
            key="credit",
            title="统一社会信用代码",
            kind=Kind.CREDIT,
            holder="employer",
            synonyms=("社会信用代码", "组织机构代码"),
            width=22,
        ),
        Field(key="union", title="所属工会", synonyms=("工会名称", "所在工会")),
        Field(key="place", title="所在村（社区）", synonyms=("村街", "所属村街")),
        Field(key="workers", title="职工人数", kind=Kind.COUNT, synonyms=("职工总数",)),
        Field(key="phone", title="联系电话", kind=Kind.PHONE),
        Field(key="note", title="备注"),
    ),
    keys=(("credit",), ("name", "place")),
)

PEOPLE = SheetKind(
    kind="people",
    title="会员",
    fields=(
        Field(key="name", title="姓名", synonyms=("会员姓名",), obligatory=True),
        Field(
            key="identity",
            title="证件号码",
            kind=Kind.IDENTITY,
            synonyms=("身份证号", "身份证号码"),
            obligatory=True,
            sensitive=True,
            width=22,
        ),
        Field(key="born", title="出生日期", kind=Kind.DAY, synonyms=("出生年月",)),
        Field(key="joined", title="入会日期", kind=Kind.DAY, must=True, synonyms=("入会时间",)),
        Field(key="mobile", title="手机号", kind=Kind.MOBILE, synonyms=("手机号码",)),
    ),
    keys=(("identity",),),
)
