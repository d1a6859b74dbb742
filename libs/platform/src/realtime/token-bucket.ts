/** Allows bursts of `size` and `perSecond` in the long run. */
export class TokenBucket {
  private tokens: number;
  private lastMilliseconds: number;

  constructor(
    private readonly limit: { readonly size: number; readonly perSecond: number },
    private readonly monotonicNow: () => number = () => performance.now(),
  ) {
    this.tokens = limit.size;
    this.lastMilliseconds = monotonicNow();
  }

  /** Takes one token; false when there is none. */
  take(): boolean {
    const now = this.monotonicNow();
    const gained = ((now - this.lastMilliseconds) / 1000) * this.limit.perSecond;
    this.tokens = Math.min(this.limit.size, this.tokens + gained);
    this.lastMilliseconds = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
