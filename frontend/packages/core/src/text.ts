type Values = Record<string, string | number>;

/** Typed messages without a library: `t('orders.total', { n: 3 })` fills `{n}`. */
export function translator<const Messages extends Record<string, string>>(messages: Messages) {
  return (key: keyof Messages & string, values: Values = {}): string =>
    (messages[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in values ? String(values[name]) : whole,
    );
}
