"""What the columns of the area's records are called, and the code lists of their values."""

from __future__ import annotations

from .people import CODES as _PERSON_CODES

LABELS = {
    "name": "姓名", "sex": "性别", "birth_on": "出生日期", "birth_year": "出生年份",
    "ethnicity": "民族", "native_place": "籍贯", "household_place": "户籍所在地", "address": "住址",
    "phone": "手机", "no_phone": "没有手机", "email": "邮箱", "marital": "婚姻状况",
    "professional_title": "职称", "worked_from": "参加工作日期", "joined_on": "入会日期",
    "card_no": "会员证号", "service_card_no": "服务卡号", "service_card_on": "发卡日期",
    "consent_on": "同意处理日期", "hardship": "困难", "model_worker": "劳模", "note": "备注",
    "alias_of_id": "并入", "education": "学历", "political": "政治面貌",
    "employment_status": "就业状况", "employment_form": "用工形式", "migrant": "农民工",
    "new_group": "八大群体", "skill": "技能等级", "household_type": "户籍类型",
    "doc_no": "文号", "since": "自", "until": "至", "type": "证件类型", "number": "号码",
    "union_id": "工会", "status": "会籍状态", "began": "开始", "ended": "结束", "reason": "原因",
    "group_name": "分会/小组", "approved_on": "批准日期", "end_doc_no": "终止文号",
    "end_decided_on": "决定日期", "end_reported_on": "报上级日期", "dues_until": "会费交至",
    "campaign_id": "专项行动", "employer_id": "工作单位", "host_id": "用工单位",
    "employer_name": "单位名称", "post": "岗位", "department": "部门", "employee_no": "工号",
    "follows": "会籍随此单位", "direction": "方向", "state": "状态", "from_union_id": "转出工会",
    "to_union_id": "转入工会", "from_name": "转出工会", "to_name": "转入工会",
    "sent_on": "转出日期", "received_on": "接收日期", "returned_on": "退回日期",
    "handler": "经办人", "document_type": "证件类型", "applied_on": "申请日期", "source": "来源",
    "decided_on": "审批日期", "decided_by": "审批人", "refusal": "不批准的原因",
    "person_id": "会员",
}  # fmt: skip
_CODES = {
    ("identity_document", "type"): "document_type",
    ("membership", "status"): "membership_status", ("membership", "began"): "membership_began",
    ("membership", "ended"): "membership_ended", ("membership", "reason"): "change_reason",
    ("transfer", "direction"): "transfer_direction", ("transfer", "state"): "transfer_state",
    ("transfer", "reason"): "change_reason", ("member_application", "state"): "application_state",
    ("member_application", "document_type"): "document_type",
}  # fmt: skip
CODES = _CODES | {
    (table, key): codes
    for key, codes in _PERSON_CODES.items()
    for table in ("person", "person_spell")
}
