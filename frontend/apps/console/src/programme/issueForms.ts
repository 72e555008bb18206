import type { Field, FormValues } from '../backend/forms';
import { findPlaces } from '../stations/choosers';
import { type IssueDetail, issueApi } from './issueApi';

export const STATES = [
  ['', '全部'], ['open', '待交办'], ['assigned', '整改中'], ['handed_in', '待核验销号'],
  ['closed_out', '已销号'], ['withdrawn', '已撤回'],
] as const;

export const SOURCES = [
  ['hand', '直接登记'], ['inspection', '服务站检查'], ['grievance', '群众诉求'],
  ['reconciliation_item', '对账差异'], ['report_gate', '增收报告门槛'],
  ['democratic_life', '民主生活会'], ['organisation_life', '组织生活会'],
] as const;

type Asked = 'source_kind' | 'source_uid' | 'station' | 'place' | 'area_code' | 'title' | 'words';
export type Prefilled = Partial<Record<Asked, string>>;

/** What a link from an inspection, a difference or a gate fills in; the person writes the rest. */
export function newIssueFields(given: Prefilled, operator: boolean): Field[] {
  const sources = SOURCES.filter(([key]) => !given.source_kind || key === given.source_kind);
  const fields: Field[] = [
    { key: 'title', label: '问题', value: given.title ?? '', required: true, hint: '一句话，最多 60 字' },
    { key: 'words', label: '具体情况', kind: 'long', value: given.words ?? '', required: true, hint: '写清时间、地点和事实，不写身份证号和手机号' },
    { key: 'source_kind', label: '来源', kind: 'choice', choices: sources, value: sources[0]?.[0] ?? 'hand' },
  ];
  if (operator || given.station) return fields;
  return [...fields, {
    key: 'area_code', label: '地点', kind: 'chooser', find: findPlaces, required: true,
    value: given.area_code ?? '', shown: given.place ?? '',
  }];
}

export function newIssueBody(values: FormValues, given: Prefilled): FormValues {
  return { ...values, station: given.station || null, source_uid: given.source_uid ?? '' };
}

const LINE_DAY = /\s*(\d{4}-\d{2}-\d{2})$/;

/** 任务清单 as people type it: one step a line, its day at the end where it differs. */
export function stepsOf(text: string, due_on: string): { words: string; due_on: string }[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => ({
    words: line.replace(LINE_DAY, ''), due_on: LINE_DAY.exec(line)?.[1] ?? due_on,
  }));
}

export interface Deed {
  verb: string;
  label: string;
  fields: readonly Field[];
  done: string;
  send: (values: FormValues, key: string) => Promise<IssueDetail>;
}

/** The deeds of an issue page, those the server offers this hat; rectifying stands at each task. */
export function deedsOf(issue: IssueDetail): Deed[] {
  const find = issueApi.people(issue.uid);
  const reason: Field = { key: 'reason', label: '原因', kind: 'long', required: true };
  const all: Deed[] = [
    {
      verb: 'assign', label: issue.state === 'open' ? '交办' : '重新交办', done: '已交办',
      fields: [
        { key: 'lead', label: '牵头责任人', kind: 'chooser', find, required: true },
        { key: 'assist', label: '配合责任人', kind: 'chooser', find, hint: '可不填' },
        { key: 'due_on', label: '整改期限', kind: 'date', value: issue.due_on ?? undefined, required: true },
        { key: 'tasks', label: '整改任务', kind: 'long', required: true, hint: '一行一项；期限不同的在行尾写日期，如：送检电子秤 2026-10-08' },
      ],
      send: ({ assist, tasks, ...values }, key) => issueApi.assign(issue.uid, {
        ...values, version: issue.version, assists: assist ? [assist] : [],
        tasks: stepsOf(String(tasks), String(values.due_on)),
      }, key),
    },
    {
      verb: 'extend', label: '延期', done: '已延期',
      fields: [{ key: 'due_on', label: '新的期限', kind: 'date', value: issue.due_on ?? undefined }, reason],
      send: (values, key) => issueApi.extend(issue.uid, values, key),
    },
    {
      verb: 'withdraw', label: '撤回', done: '已撤回', fields: [reason],
      send: (values, key) => issueApi.withdraw(issue.uid, values, key),
    },
    {
      verb: 'hand_in', label: '报请销号', done: '已报请，等待核验',
      fields: [{ key: 'words', label: '整改情况', kind: 'long', required: true }],
      send: (values, key) => issueApi.handIn(issue.uid, values, key),
    },
    {
      verb: 'decide', label: '核验或销号', done: '已办理',
      fields: [
        { key: 'verdict', label: '意见', kind: 'choice', choices: [['approve', '同意'], ['return', '退回整改']] },
        { key: 'comment', label: '说明', kind: 'long', hint: '退回时写明还要做什么' },
      ],
      send: (values, key) => issueApi.decide(issue.uid, { ...values, digest: issue.digest }, key),
    },
    {
      verb: 'look_back', label: '登记回头看', done: '已登记',
      fields: [
        { key: 'found', label: '结果', kind: 'choice', choices: [['held', '整改保持'], ['relapsed', '问题反弹（另立一件）']] },
        { key: 'words', label: '查看情况', kind: 'long', required: true },
      ],
      send: (values, key) => issueApi.lookBack(issue.uid, values, key),
    },
  ];
  return all.filter(({ verb }) => issue.may.includes(verb));
}
