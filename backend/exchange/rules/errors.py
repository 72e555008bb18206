"""Why a workbook, a batch or an export is refused."""

from backend.common.errors import Conflict, DomainError, Forbidden, IllegalMove, Invalid


class CellWrong(ValueError):
    """One cell cannot be right; the text says why and what to do."""


class FileRefused(Invalid):
    code, title = "file_refused", "文件不能读取"


class BatchMoved(Conflict):
    code, title = "batch_moved", "这批数据的状态已变化，请刷新后查看"


class IllegalBatchMove(IllegalMove):
    code, title = "illegal_batch_move", "这批数据当前不能进行此操作"


class UndoRefused(Conflict):
    code, title = "undo_refused", "不能撤销：后来的记录依赖这批数据"


class NotYourKind(Forbidden):
    code, title = "not_your_kind", "当前身份不能导入或导出这类数据"


class StorageFailed(DomainError):
    code, status = "storage_failed", 507
    title = "磁盘空间不足或不可写，这一步没有写入任何内容；请联系系统管理员处理后重试"


class PasswordGone(Conflict):
    code, title = "password_gone", "密码只显示一次，已经显示过；请查看短信，或重新导出"


class ExportNotReady(Conflict):
    code, title = "export_not_ready", "文件还没有生成、尚待审批或已过期"
