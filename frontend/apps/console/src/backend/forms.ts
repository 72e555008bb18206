/** One of the rows a chooser found: what is sent, what is read, what tells it from its namesakes. */
export interface Choice {
  value: string;
  label: string;
  note?: string;
}

/** One field of a short form; the server's own words stand beside the field they are about. */
export interface Field {
  key: string;
  label: string;
  kind?: 'text' | 'date' | 'number' | 'choice' | 'choices' | 'long' | 'chooser';
  choices?: readonly (readonly [string, string])[];
  /** A chooser asks the server by name, pinyin or initials; nobody types a code. */
  find?: (term: string, signal: AbortSignal) => Promise<readonly Choice[]>;
  /** What a chooser reads before anything is chosen anew. */
  shown?: string;
  hint?: string;
  required?: boolean;
  /** Where the form begins: today for dates unless said. */
  value?: unknown;
}

export type FormValues = Record<string, unknown>;

export function todayText(now = new Date()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(now);
}

export function startOf(fields: readonly Field[]): FormValues {
  return Object.fromEntries(fields.map((field) => [field.key, field.value ?? emptyOf(field)]));
}

/** What is sent: numbers as numbers, texts without blanks at their ends. */
export function readyOf(fields: readonly Field[], values: FormValues): FormValues {
  return Object.fromEntries(fields.map(({ key, kind }) => [key, ready(kind, values[key])]));
}

/** The first thing that is missing, in words; empty when the form can be sent. */
export function missingOf(fields: readonly Field[], values: FormValues): string {
  const missing = fields.find(({ key, required }) => required && !String(values[key] ?? '').trim());
  if (!missing) return '';
  return missing.kind === 'chooser' ? `请从列表中选择${missing.label}` : `请填写${missing.label}`;
}

function emptyOf(field: Field): unknown {
  if (field.kind === 'date') return todayText();
  if (field.kind === 'choices') return [];
  return field.kind === 'choice' ? (field.choices?.[0]?.[0] ?? '') : '';
}

function ready(kind: Field['kind'], value: unknown): unknown {
  if (kind === 'number') return Number(value || 0);
  return typeof value === 'string' ? value.trim() : value;
}
