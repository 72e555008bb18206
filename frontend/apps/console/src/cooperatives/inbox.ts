import { api } from '@xiangzhan/ui/session';

import type { InboxKind, Verdict } from '../backend/inbox';
import { cooperativesApi, type Listing } from './api';
import ListingPreview from './components/ListingPreview.vue';
import PriceDraftPreview from './components/PriceDraftPreview.vue';
import VoidPreview from './components/VoidPreview.vue';
import { pricesApi } from './priceApi';

/** The digest of what was shown goes back with the word: other content is refused. */
const digestOf = (content: unknown) => (content as { content_digest?: string } | null)?.content_digest ?? '';

function word(address: (uid: string) => string, verdict: string): Verdict['send'] {
  return (uid, comment, idempotencyKey, content) =>
    api.post(
      address(uid),
      { verdict, comment, content_digest: digestOf(content) },
      { idempotencyKey },
    );
}

const giveBack = (send: Verdict['send'], reader: string): Verdict => ({
  label: '退回修改',
  explain: `请写明要改什么，${reader}会看到这段话。`,
  done: '已退回修改',
  danger: true,
  reason: true,
  send,
});

/** A first listing, or one above the price list, waits for the cooperative's manager. */
export const listingInbox: InboxKind = {
  load: cooperativesApi.listing,
  view: ListingPreview,
  verdicts: [
    {
      label: '放行上架',
      explain: '放行后买家立即可以购买。',
      done: '已放行，商品已上架',
      send: (uid, _reason, key, content) =>
        cooperativesApi.release(uid, (content as Listing | null)?.content_digest ?? '', key),
    },
    giveBack((uid, reason, key) => cooperativesApi.giveBack(uid, reason, key), '服务站'),
  ],
};

/** A receipt counts no more once a second person has agreed. */
export const voidInbox: InboxKind = {
  load: cooperativesApi.voidRequest,
  view: VoidPreview,
  verdicts: [
    {
      label: '同意作废',
      explain: '作废后这批货退出库存，收购款同时冲回；收货单保留，不能恢复。',
      done: '已作废，库存和应付款已冲回',
      send: word((uid) => `/void-requests/${uid}`, 'approve'),
    },
    giveBack(word((uid) => `/void-requests/${uid}`, 'return'), '服务站'),
  ],
};

/** A new version of the cooperative's prices. */
export const priceInbox: InboxKind = {
  load: pricesApi.draft,
  view: PriceDraftPreview,
  verdicts: [
    {
      label: '同意发布',
      explain: '发布后到生效时间自动启用，各站按新价收货；价格表不能再改，只能另发新版。',
      done: '价格表已发布',
      send: word((uid) => `/price-drafts/${uid}/decide`, 'approve'),
    },
    giveBack(word((uid) => `/price-drafts/${uid}/decide`, 'return'), '会计'),
  ],
};
