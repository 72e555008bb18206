export type ViewState =
  | 'ready'
  | 'loading'
  | 'empty'
  | 'error'
  | 'offline'
  | 'forbidden'
  | 'stale';
