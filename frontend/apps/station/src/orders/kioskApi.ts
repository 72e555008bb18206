import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

export type KioskStatement = Schema<'KioskStatement'>;

export const kioskApi = {
  setPin: (household: string, pin: string, idempotencyKey: string) =>
    api.put<void>(`/households/${household}/pin`, { pin }, { idempotencyKey }),
  open: (cardNo: string, pin: string, idempotencyKey: string) =>
    api.post<KioskStatement>('/kiosk/statement', { card_no: cardNo, pin }, { idempotencyKey }),
};
