import type { InboxKind } from '../backend/inbox';
import { stationsApi } from './api';
import ChangePreview from './components/ChangePreview.vue';

/** Changes of areas and stations: township first, then county; the last word takes effect. */
export const placeChangeInbox: InboxKind = {
  load: stationsApi.change,
  view: ChangePreview,
  verdicts: [
    {
      label: '同意',
      explain: '同意后进入下一步；最后一步同意后立即生效，生效日期见内容。',
      done: '已同意',
      send: (uid, _reason, key) => stationsApi.decide(uid, 'approve', '', key),
    },
    {
      label: '退回修改',
      explain: '请写明要改什么，提交人会看到这段话。',
      done: '已退回提交人',
      danger: true,
      reason: true,
      send: (uid, reason, key) => stationsApi.decide(uid, 'return', reason, key),
    },
    {
      label: '否决',
      explain: '否决后这份变更作废。请写明原因。',
      done: '已否决',
      danger: true,
      reason: true,
      send: (uid, reason, key) => stationsApi.decide(uid, 'reject', reason, key),
    },
  ],
};
