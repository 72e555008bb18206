/** The wording that stands on the page; the server refuses an agreement to another one. */
export const TERMS_VERSION = '2026-11-01';
