/** A fixed number of bits, 32 to a word; bit `i` of a calendar is one tick of the grid. */
export class Bitmap {
  private readonly words: Uint32Array;

  constructor(
    readonly length: number,
    words?: Uint32Array,
  ) {
    this.words = words ?? new Uint32Array((length + 31) >>> 5);
  }

  copy(): Bitmap {
    return new Bitmap(this.length, this.words.slice());
  }

  has(index: number): boolean {
    return ((this.words[index >>> 5]! >>> (index & 31)) & 1) === 1;
  }

  set(index: number): void {
    this.words[index >>> 5]! |= 1 << (index & 31);
  }

  /** Sets `[from, to)`; what lies outside is ignored. */
  fill(from: number, to: number): this {
    this.eachWord(from, to, (word, mask) => (this.words[word]! |= mask));
    return this;
  }

  /** Clears `[from, to)`; what lies outside is ignored. */
  clear(from: number, to: number): this {
    this.eachWord(from, to, (word, mask) => (this.words[word]! &= ~mask));
    return this;
  }

  /** Keeps what is set in both. Both have the same length. */
  and(other: Bitmap): this {
    for (let word = 0; word < this.words.length; word++) this.words[word]! &= other.words[word]!;
    return this;
  }

  /** Keeps a bit only where it and the `run - 1` bits after it are set: the starts of stretches at least `run` long. */
  erode(run: number): this {
    for (let covered = 1; covered < run; ) {
      const shift = Math.min(covered, run - covered);
      this.andShifted(shift);
      covered += shift;
    }
    return this;
  }

  count(): number {
    let total = 0;
    for (let word of this.words) for (; word !== 0; word &= word - 1) total++;
    return total;
  }

  /** First set bit at or after `index`, or `length`. */
  nextSet(index: number): number {
    return this.next(index, 0);
  }

  /** First clear bit at or after `index`, or `length`. */
  nextClear(index: number): number {
    return this.next(index, 0xffffffff);
  }

  private next(index: number, flip: number): number {
    if (index >= this.length) return this.length;
    let word = index >>> 5;
    let bits = ((this.words[word]! ^ flip) & (0xffffffff << (index & 31))) >>> 0;
    while (bits === 0) {
      if (++word >= this.words.length) return this.length;
      bits = (this.words[word]! ^ flip) >>> 0;
    }
    return Math.min(this.length, (word << 5) + 31 - Math.clz32(bits & -bits));
  }

  /** Bit `i` keeps its value where bit `i + shift` is set too; words are read ahead of where they are written. */
  private andShifted(shift: number): void {
    const ahead = shift >>> 5;
    const rest = shift & 31;
    for (let word = 0; word < this.words.length; word++) {
      const low = this.words[word + ahead] ?? 0;
      const high = this.words[word + ahead + 1] ?? 0;
      this.words[word]! &= rest === 0 ? low : (low >>> rest) | (high << (32 - rest));
    }
  }

  private eachWord(from: number, to: number, change: (word: number, mask: number) => void): void {
    const first = Math.max(0, from);
    const end = Math.min(this.length, to);
    for (let index = first; index < end; ) {
      const word = index >>> 5;
      const until = Math.min(end, (word + 1) << 5);
      const mask = (0xffffffff >>> (32 - (until - index))) << (index & 31);
      change(word, mask);
      index = until;
    }
  }
}
