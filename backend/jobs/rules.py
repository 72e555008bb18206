"""When a job counts as dead, and how often it is tried."""

from datetime import timedelta

from backend.common.errors import Conflict

DEAD_AFTER = timedelta(minutes=2)
TRIES = 3
GAVE_UP = "处理多次中断，请重新提交；如仍失败请联系系统管理员"


class JobNotRunning(Conflict):
    code, title = "job_not_running", "这项任务已不在进行中"
