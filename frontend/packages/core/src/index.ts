import type { components } from './schema';

export * from './api';
export * from './clock';
export * from './codes';
export * from './dates';
export * from './money';
export * from './outbox';
export * from './problem';
export * from './scan';
export * from './sending';
export type * from './session';
export * from './text';
export * from './uuid';
export * from './wedge';
export * from './weight';
export type { components, operations, paths } from './schema';

/** A type of the API by its name in the schema: `Schema<'Order'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];
