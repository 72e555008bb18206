import type { InboxKind } from '../backend/inbox';
import { cooperativesApi } from './api';
import ListingPreview from './components/ListingPreview.vue';

/** A first listing, or one above the price list, waits for the cooperative's manager. */
export const listingInbox: InboxKind = {
  load: cooperativesApi.listing,
  view: ListingPreview,
  verdicts: [
    {
      label: '放行上架',
      explain: '放行后买家立即可以购买。',
      done: '已放行，商品已上架',
      send: (uid, _reason, key) => cooperativesApi.release(uid, key),
    },
    {
      label: '退回修改',
      explain: '请写明要改什么，服务站会看到这段话。',
      done: '已退回服务站修改',
      danger: true,
      reason: true,
      send: (uid, reason, key) => cooperativesApi.giveBack(uid, reason, key),
    },
  ],
};
