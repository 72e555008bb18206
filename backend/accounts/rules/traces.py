"""What actions of the trace are called on screens."""

from backend.accounts.rules.roles import ROLES

ACTIONS = {
    "account.close": "停用账号", "account.create": "建立账号", "account.open": "恢复账号",
    "account.password": "修改密码", "account.reset": "重置密码",
    "account.reset_by_code": "短信重设密码", "approval.decide": "审批", "approval.open": "提交审批",
    "assignment.approve": "同意授权", "assignment.bootstrap": "初始授权",
    "assignment.end": "结束授权", "assignment.propose": "提出授权",
    "assignment.refuse": "不同意授权",
    "audit.export": "导出痕迹", "order.export": "导出订单",
    "device.bind": "绑定设备", "device.rename": "设备改名",
    "device.revoke": "停用设备", "hat.switch": "切换身份", "partner.bind": "接入合作方程序",
    "receipt.weigh_in": "收货", "second_factor.add": "绑定动态验证码",
    "session.step_up": "再次验证",
    "indicator_target.set": "下达考核目标",
    "score_sheet.begin": "开始填报考核表", "score_sheet.fill": "填报考核表",
    "score_sheet.submit": "提交考核表", "score_sheet.review": "审核考核表",
    "score_sheet.lock": "审定锁定考核表", "score_sheet.reopen": "重新开启考核表",
    "score_sheet.export": "导出考核表",
}  # fmt: skip


# Every other action is a noun and a verb, "noun.verb".
NOUNS = {
    "account": "账号", "agreement": "扣款约定", "approval": "审批", "area": "区划",
    "assignment": "授权", "attempt": "付款", "attribution": "增收评估", "branch": "党组织",
    "claim": "售后申请", "consent": "同意",
    "cooperative": "合作社", "day": "日结", "dayclose": "日结",
    "device": "设备", "duplicate": "疑似重复", "duplicatecase": "疑似重复",
    "estimation_spec": "评估方案", "export": "导出文件", "exportfile": "导出文件",
    "goods_paper": "产品证件", "goodschange": "产品改动", "household": "农户档案",
    "household_change": "档案变更", "householdchange": "档案变更", "import": "导入批次",
    "importbatch": "导入批次", "incident": "异常事项", "income_form": "收入调查表",
    "income_line": "收入标准线", "income_wave": "收入调查", "indicator_set": "指标组",
    "indicator_target": "指标目标", "inspection": "检查评级", "invoice": "发票",
    "review": "买家评价", "list": "列表", "listing": "商品",
    "lot": "批次", "member_account": "社员账户", "membership": "社员关系", "order": "订单",
    "overview": "总览", "paper": "单据", "parcel": "包裹", "partner": "合作方程序",
    "payout": "付款批次", "payoutrun": "付款批次", "place_change": "站点与区划变更",
    "price_ceiling": "限价", "price_draft": "价格草案", "price_list": "价格表",
    "product": "产品", "product_class": "品类", "receipt": "收货单", "reconciliation": "对账差异",
    "reference_price": "参考价", "refund": "退款", "sales": "销售明细",
    "score_comparison": "考核对比", "score_evidence": "考核佐证", "score_sheet": "考核表",
    "service": "便民服务", "session": "登录", "setting": "收费与运费", "settlement": "结算单",
    "settlementrun": "结算单", "shipment": "发货", "station": "服务站", "stock": "库存",
    "periodclose": "月度结账",
    "surplus": "盈余分配", "unit_member": "团体成员", "user": "账号", "attributionrun": "增收评估",
    "approvalrequest": "审批", "roleassignment": "授权", "householdmember": "家庭成员",
}  # fmt: skip
VERBS = {
    "add": "新增", "add_stock": "补货", "adjust": "调整", "answer": "答复",
    "answer_objection": "答复异议", "apply": "开始写入", "applied": "写入", "ask": "申请",
    "attach": "挂靠合作社", "begin": "开始", "book": "记账", "call": "电话核实", "cancel": "取消",
    "change": "变更", "check": "核对", "close": "关闭", "collect": "采集", "confirm": "确认",
    "consent": "登记同意书", "contact": "更新联系方式", "correct": "更正", "count": "盘点",
    "create": "建立", "design": "设计", "discard": "放弃", "draft": "起草", "drop": "撤下",
    "edit": "更正", "end": "结束", "enrol": "登记", "erase": "注销", "export": "导出",
    "fill": "填写", "freeze": "冻结", "give_up": "放弃", "hand_over": "交付", "hide": "不公开",
    "import_result": "导入银行结果", "issue": "出具", "lock": "锁定", "make": "起草",
    "mend": "补正", "merge": "合并", "minutes": "上传会议记录", "move": "变更状态",
    "object": "提出异议", "observe": "采集", "open": "打开", "open_errors": "下载错误文件",
    "post": "入账", "price": "定价", "print_label": "打印标签", "propose": "提出",
    "publish": "发布", "publish_fees": "公布收费规则", "publish_merchant": "登记收款账户",
    "publish_shipping": "公布运费规则", "record": "登记", "refuse": "不同意",
    "register_temporary": "临时登记", "release": "放行", "reopen": "重新打开", "reprint": "补打",
    "resolve": "处理", "retry": "重试", "return": "退回", "revise": "修改", "revisit": "回访",
    "run": "运行", "set": "设定", "set_pin": "设置查账密码", "sign_cash": "现金签收",
    "split": "分户", "stop": "停用",
    "submit": "提交", "take": "接手", "take_back": "撤回", "take_down": "下架",
    "take_in": "收件", "take_out": "出库", "undo": "撤销", "upload": "上传", "void": "作废",
    "weigh_in": "收货", "withdraw": "撤回", "photo": "照片", "write": "书写", "reply": "回复",
}  # fmt: skip
READ = {
    "phone": "手机号", "identity": "身份证号", "account": "银行账号", "head_name": "户主姓名",
    "address": "地址", "text": "短信内容", "receiver_name": "收件人", "receiver_phone": "收件电话",
    "receiver_address": "收件地址", "export": "导出文件", "household": "农户", "product": "产品",
    "membership": "社员", "cooperative": "合作社", "station": "服务站", "code": "验证码",
}  # fmt: skip


def action_name(action: str) -> str:
    """What a person calls it; what nobody has named yet keeps its code."""
    if action in ACTIONS:
        return ACTIONS[action]
    noun, _, verb = action.partition(".")
    if noun in NOUNS and verb in VERBS:
        return f"{NOUNS[noun]}：{VERBS[verb]}"
    return action


def subject_name(kind: str) -> str:
    return NOUNS.get(kind, kind)


def read_name(fields: str) -> str:
    """The fields that were read, one after another."""
    return "、".join(READ.get(one.strip(), one.strip()) for one in fields.split(","))


def hat_name(hat: str) -> str:
    return ROLES.get(hat, {"system": "系统", "visitor": "访客"}.get(hat, hat))
