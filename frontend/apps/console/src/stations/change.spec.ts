import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';

import InboxDesk from '../app/pages/InboxDesk.vue';
import { equipmentOf, equipmentText } from './words';

const CHANGE = {
  uid: 'c1', kind: 'catchment', kind_name: '服务村调整', title: '服务村调整：东峡二村', subject_uid: 's1',
  lines: [{ label: '东峡二村', before: '宝库站', after: '东峡站' }], reason: '就近取件',
  effective_on: '2026-09-01', state: 'submitted', state_name: '待审批', made_by_name: '测试03',
  made_at: '2026-09-28T02:00:00Z',
};
const APPROVAL = {
  uid: 'a1', kind: 'catchment', kind_name: '服务村调整', title: CHANGE.title, object_kind: 'place_change',
  object_uid: 'c1', maker_name: '测试03', opened_at: CHANGE.made_at, due_at: '2026-10-01T02:00:00Z',
  state_name: '待审批', can_decide: true, waits_for: ['合作社理事长'],
};

async function open() {
  document.body.innerHTML = '';
  const sent = answerFetch({
    'GET /approvals/inbox': { body: { results: [APPROVAL], next: null, previous: null } },
    'GET /place-changes/c1': { body: CHANGE },
    'POST /place-changes/c1/decide': { body: { ...CHANGE, state: 'returned' } },
  });
  const { wrapper } = await mountPage(InboxDesk, { path: '/inbox' });
  await flushPromises();
  return { wrapper, sent };
}

test('what stands now and what it becomes are read before the word is given', async () => {
  const { wrapper } = await open();
  expect(wrapper.get('table').text()).toContain('东峡二村宝库站东峡站');
  expect(wrapper.text()).toContain('自 2026-09-01 起生效');
});

test('a return is sent with its reason', async () => {
  const { wrapper, sent } = await open();
  await wrapper.findAll('.xz-button--danger')[0]?.trigger('click');
  await flushPromises();
  const text = document.querySelector<HTMLTextAreaElement>('.el-message-box textarea');
  if (text) text.value = '请补充村民会议记录';
  text?.dispatchEvent(new Event('input'));
  await flushPromises();
  document.querySelector<HTMLButtonElement>('.el-message-box .el-button--primary')?.click();
  await flushPromises();
  const deed = sent.find((call) => call.method === 'POST');
  expect(deed?.body).toEqual({ verdict: 'return', comment: '请补充村民会议记录' });
});

test('equipment is typed as people write it', () => {
  const rows = equipmentOf('电子秤×1、货架x2, 冷柜');
  expect(rows).toEqual([
    { name: '电子秤', count: 1 }, { name: '货架', count: 2 }, { name: '冷柜', count: 1 },
  ]);
  expect(equipmentText(rows)).toBe('电子秤×1、货架×2、冷柜×1');
});
