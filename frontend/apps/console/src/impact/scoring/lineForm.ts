import type { Field, FormValues } from '../../backend/forms';
import type { Formula, Indicator, Line } from './api';
import { METHODS, ORIGINS, UNITS } from './words';

export const NEW_LINE: Line = {
  code: '', name: '', origin: 'county', source: '', source_checked: false, meaning: '', unit: 'count',
  unit_name: '', formula_key: '', method: 'ratio', points: '5', bonus: false, target: '', evidence_required: true,
};

const YES_NO = [['no', '否'], ['yes', '是']] as const;

/** The form of one indicator, beginning with what stands there. */
export function fieldsOf(line: Line, formulas: readonly Formula[]): Field[] {
  const named = formulas.map((one) => [one.key, `${one.name}（${one.unit_name}）`] as const);
  return [
    { key: 'code', label: '编码', value: line.code, required: true, hint: '例如 C12；加分项以 B 开头' },
    { key: 'name', label: '名称', value: line.name, required: true },
    { key: 'meaning', label: '定义', kind: 'long', value: line.meaning, required: true },
    { key: 'origin', label: '来源', kind: 'choice', choices: ORIGINS, value: line.origin },
    { key: 'source', label: '出处（文件名、文号）', value: line.source, required: true },
    { key: 'source_checked', label: '已与原文件核对', kind: 'choice', choices: YES_NO, value: line.source_checked ? 'yes' : 'no' },
    { key: 'formula_key', label: '怎么得出数值', kind: 'choice', choices: [['', '填报，须附依据'], ...named], value: line.formula_key },
    { key: 'unit', label: '单位种类（填报时）', kind: 'choice', choices: UNITS, value: line.unit },
    { key: 'unit_name', label: '单位（填报时，例如 个、%）', value: line.unit_name },
    { key: 'method', label: '怎么计分', kind: 'choice', choices: METHODS, value: line.method },
    { key: 'target', label: '通用目标（可空，由县按地区下达）', value: line.target },
    { key: 'points', label: '分值', value: line.points, required: true },
    { key: 'bonus', label: '加分项', kind: 'choice', choices: YES_NO, value: line.bonus ? 'yes' : 'no' },
    { key: 'evidence_required', label: '须附依据', kind: 'choice', choices: YES_NO, value: line.evidence_required ? 'yes' : 'no' },
  ];
}

const FLAGS = ['source_checked', 'bonus', 'evidence_required'];

export function lineOf(values: FormValues): Line {
  const said = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, FLAGS.includes(key) ? value === 'yes' : value]),
  );
  return { ...NEW_LINE, ...said } as Line;
}

/** What the server named for reading is left out when the line is sent back. */
export function sentOf(line: Indicator | Line): Line {
  const { origin_name: _o, method_name: _m, formula_name: _f, ...sent } = line as Indicator;
  return sent;
}

/** Hundredths add up without a rounding. */
export function sumOf(lines: readonly Line[], bonus: boolean): string {
  const cents = lines.filter((one) => one.bonus === bonus).reduce((sum, one) => sum + Math.round(Number(one.points) * 100), 0);
  return String(cents / 100);
}
