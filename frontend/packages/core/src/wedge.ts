export interface WedgeLimits {
  shortest: number;
  longestGapMs: number;
  repeatWithinMs: number;
}

const LIMITS: WedgeLimits = { shortest: 6, longestGapMs: 35, repeatWithinMs: 2000 };

/** Tells a wedge scanner (fast keys, then Enter) from a person's typing. Times are passed in. */
export class WedgeReader {
  private keys = '';
  private lastKeyAt = -Infinity;
  private lastCode = '';
  private lastCodeAt = -Infinity;

  constructor(private readonly limits: WedgeLimits = LIMITS) {}

  /** Returns the code when this key ends a scan; `repeated` marks the same one within two seconds. */
  key(key: string, atMs: number): { code: string; repeated: boolean } | null {
    if (atMs - this.lastKeyAt >= this.limits.longestGapMs) this.keys = '';
    this.lastKeyAt = atMs;
    if (key === 'Enter') return this.finish(atMs);
    if (key.length === 1) this.keys += key;
    return null;
  }

  private finish(atMs: number): { code: string; repeated: boolean } | null {
    const code = this.keys;
    this.keys = '';
    if (code.length < this.limits.shortest) return null;
    const repeated = code === this.lastCode && atMs - this.lastCodeAt < this.limits.repeatWithinMs;
    this.lastCode = code;
    this.lastCodeAt = atMs;
    return { code, repeated };
  }
}
