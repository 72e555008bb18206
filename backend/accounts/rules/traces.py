"""What actions of the trace are called on screens."""

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
}  # fmt: skip


def action_name(action: str) -> str:
    return ACTIONS.get(action, action)
