import 'vant/es/dialog/style/index';
import 'vant/es/toast/style/index';
import './theme.css';

import { showConfirmDialog } from 'vant/es/dialog';
import { showToast } from 'vant/es/toast';

export interface Question {
  title: string;
  message: string;
  confirmText: string;
  cancelText?: string;
}

/** Asks before a deed that cannot be taken back; the button names the deed, never 确定 alone. */
export async function askConfirm(question: Question): Promise<boolean> {
  return showConfirmDialog({
    title: question.title,
    message: question.message,
    confirmButtonText: question.confirmText,
    cancelButtonText: question.cancelText ?? '返回',
  }).then(
    () => true,
    () => false,
  );
}

/** A short word that needs no answer. */
export function notify(message: string): void {
  showToast({ message, position: 'bottom' });
}
