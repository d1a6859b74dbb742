/** How many answers are kept at most; the oldest go first. */
const capacity = 500;

/**
 * Answers that many ask for at once, worked out by whoever asks first and shared with all others in the process.
 * A key must name everything the answer depends on, for answers never expire: they are only pushed out by newer ones.
 */
export class SharedAnswers<T> {
  private readonly answers = new Map<string, Promise<T>>();

  /** The answer of the key; `work` runs when nobody has asked before, or when the one who did has failed. */
  async get(key: string, work: () => Promise<T>): Promise<T> {
    const shared = this.answers.get(key);
    if (shared) return shared.catch(() => work());
    const own = work();
    this.answers.set(key, own);
    own.catch(() => this.answers.delete(key));
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= capacity) break;
      this.answers.delete(oldest);
    }
    return own;
  }
}
