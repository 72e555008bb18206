"""The approval engine in plain Python: steps, verdicts, and who may not decide (ROLES 4)."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from backend.common.errors import Conflict, Forbidden, Invalid

# Past due a request escalates to people; it is never approved by time.
DUE_AFTER = timedelta(days=3)
MOST_STEPS = 6
VERDICTS = ("approve", "return", "reject")
REFUSALS = {"return": "returned", "reject": "rejected"}
KIND_NAMES = {
    "listing": "商品上架",
    "listing_release": "商品上架",
    "receipt_void": "收货单作废",
    "price_list": "价格表",
    "price_change": "价格表",
    "household_change": "农户信息变更",
    "settlement_run": "结算单",
    "surplus": "盈余分配",
    "payout_run": "付款批次",
    "refund": "退款",
    "setting": "收费与运费",
    "income_survey": "收入调查",
    "assignment": "人员授权",
    "import_batch": "数据导入",
    "export_file": "数据导出",
    "duplicate_case": "疑似重复判定",
    "area_import": "区划导入",
    "area_add": "新增临时区划",
    "area_edit": "区划更正",
    "area_close": "区划撤销",
    "area_neighbour": "相邻村登记",
    "area_parted": "相邻村注销",
    "station_move": "服务站状态",
    "station_edit": "服务站资料",
    "catchment": "服务村调整",
    "station_branch": "支部领办或托管",
    "posting": "运营员任职",
    "inspection": "检查评级",
    "password_reset": "重置密码",
    "reveal": "查看原值",
    "indicator_set": "考核指标",
    "score_sheet": "考核表",
