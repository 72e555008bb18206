import { type Api, isProblem, keyOf, type OutboxItem, refusalOf, type Verdict } from '@xiangzhan/core';

type Part<Result> = (item: OutboxItem) => Result;
type Deed = (item: OutboxItem, line: Api) => Promise<unknown>;

const REFUSALS = [400, 403, 404, 409, 410, 422];

/** One record by one deed: its answer is the receipt, a refusal stands at the record. */
export function judged(deed: Deed, kept?: Part<unknown>) {
  async function one(item: OutboxItem, line: Api): Promise<Verdict> {
    try {
      const answer = await deed(item, line);
      const at = new Date().toISOString();
      return { uid: item.uid, event: { type: 'stored', answer, at, body: kept?.(item) } };
    } catch (error) {
      if (!isProblem(error) || !REFUSALS.includes(error.status) || error.code === 'in_flight') throw error;
      return { uid: item.uid, event: { type: 'refused', problem: refusalOf(error) } };
    }
  }

  return async ([item]: readonly OutboxItem[], line: Api): Promise<Verdict[]> =>
    item ? [await one(item, line)] : [];
}

/** Kinds whose records go one by one to an address of their own, under their uid as the key. */
export function posting(addressOf: Part<string>, bodyOf: Part<unknown>, kept?: Part<unknown>) {
  return judged(
    (item, line) => line.post(addressOf(item), bodyOf(item), { idempotencyKey: keyOf(item) }), kept,
  );
}
