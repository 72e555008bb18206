import 'element-plus/es/components/message/style/css';
import 'element-plus/es/components/message-box/style/css';
import './theme.css';

import { ElMessage } from 'element-plus/es/components/message/index.mjs';
import { ElMessageBox } from 'element-plus/es/components/message-box/index.mjs';

export interface Question {
  title: string;
  message: string;
  confirmText: string;
  cancelText?: string;
}

/** Asks before a deed that cannot be taken back; the button names the deed, never 确定 alone. */
export async function askConfirm(question: Question): Promise<boolean> {
  return ElMessageBox.confirm(question.message, question.title, {
    confirmButtonText: question.confirmText,
    cancelButtonText: question.cancelText ?? '返回',
  }).then(
    () => true,
    () => false,
  );
}

/** Asks for a reason in words; null when the person goes back. */
export async function askReason(question: Question): Promise<string | null> {
  return ElMessageBox.prompt(question.message, question.title, {
    confirmButtonText: question.confirmText,
    cancelButtonText: question.cancelText ?? '返回',
    inputType: 'textarea',
    inputValidator: (text) => (text?.trim() ? true : '请写明理由'),
  }).then(
    (answer) => answer.value.trim(),
    () => null,
  );
}

/** A short word that needs no answer. */
export function notify(message: string, kind: 'success' | 'warning' | 'error' = 'success'): void {
  ElMessage({ message, type: kind, showClose: true });
}
