import { isProblem } from '@xiangzhan/core';

import type { NewReceipt, Receipt } from './api';

/**
 * After a lost connection the same content goes again under its own uid. Was it changed meanwhile,
 * the server is asked first whether the lost one arrived, so that one basket never stands twice.
 */
export function mustAsk(receipt: NewReceipt, lost: NewReceipt | null): lost is NewReceipt {
  return lost !== null && JSON.stringify(lost) !== JSON.stringify(receipt);
}

export async function arrived(
  uid: string,
  one: (uid: string) => Promise<Receipt>,
): Promise<Receipt | null> {
  try {
    return await one(uid);
  } catch (error) {
    if (isProblem(error) && error.status === 404) return null;
    throw error;
  }
}
