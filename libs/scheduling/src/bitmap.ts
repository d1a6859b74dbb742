/** A fixed number of bits, 32 to a word; bit `i` of a calendar is one tick of the grid. */
export class Bitmap {
  constructor(
    readonly length: number,
    /** Bit `i` is bit `i % 32` of word `i / 32`; those from `length` on are clear. */
    readonly words = new Uint32Array((length + 31) >>> 5),
  ) {}

  copy(): Bitmap {
    return new Bitmap(this.length, this.words.slice());
  }

  /** `length` bits from `from` on, a multiple of 32: the same memory, nothing is copied. */
  view(from: number, length: number): Bitmap {
    return new Bitmap(length, this.words.subarray(from >>> 5, (from + length + 31) >>> 5));
  }

  has(index: number): boolean {
    return ((this.words[index >>> 5]! >>> (index & 31)) & 1) === 1;
  }

  set(index: number): void {
    this.words[index >>> 5]! |= 1 << (index & 31);
  }

  /** Sets `[from, to)`; what lies outside is ignored. */
  fill(from: number, to: number): this {
    return this.change(from, to, true);
  }

  /** Clears `[from, to)`; what lies outside is ignored. */
  clear(from: number, to: number): this {
    return this.change(from, to, false);
  }

  /** Clears all but `[from, to)`. */
  clip(from: number, to: number): this {
    return this.clear(0, from).clear(to, this.length);
  }

  /** Keeps what is set in both. Both have the same length. */
  and(other: Bitmap): this {
    for (let word = 0; word < this.words.length; word++) this.words[word]! &= other.words[word]!;
    return this;
  }

  /** Keeps what is not set in the other, which has the same length. */
  andNot(other: Bitmap): this {
    for (let word = 0; word < this.words.length; word++) this.words[word]! &= ~other.words[word]!;
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
    for (let index = 0; index < this.words.length; index++) total += countBits(this.words[index]!);
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
    const { words } = this;
    const ahead = shift >>> 5;
    const rest = shift & 31;
    for (let word = 0; word < words.length; word++) {
      const low = word + ahead < words.length ? words[word + ahead]! : 0;
      const high = word + ahead + 1 < words.length ? words[word + ahead + 1]! : 0;
      words[word]! &= rest === 0 ? low : (low >>> rest) | (high << (32 - rest));
    }
  }

  private change(from: number, to: number, on: boolean): this {
    const end = Math.min(this.length, to);
    for (let index = Math.max(0, from); index < end; ) {
      const word = index >>> 5;
      const until = Math.min(end, (word + 1) << 5);
      const mask = (0xffffffff >>> (32 - (until - index))) << (index & 31);
      if (on) this.words[word]! |= mask;
      else this.words[word]! &= ~mask;
      index = until;
    }
    return this;
  }
}

/**
 * Counts bit by bit, and stops counting at a limit: `atLeast(n)` holds the bits that were set in `n` or more of the
 * bitmaps added.
 */
export class BitCounter {
  private readonly planes: readonly Uint32Array<ArrayBuffer>[];

  constructor(
    private readonly length: number,
    limit: number,
  ) {
    this.planes = Array.from({ length: limit }, () => new Uint32Array((length + 31) >>> 5));
  }

  /** Adds the bits `[from, to)` of a bitmap of the same length. */
  add({ words }: Bitmap, from: number, to: number): void {
    const end = Math.min(this.length, to);
    const start = Math.max(0, from);
    if (start >= end) return;
    const first = start >>> 5;
    const last = (end - 1) >>> 5;
    const head = 0xffffffff << (start & 31);
    const tail = 0xffffffff >>> (31 - ((end - 1) & 31));
    this.addWord(first, words[first]! & head & (first === last ? tail : -1));
    this.addWords(words, first + 1, last);
    if (first < last) this.addWord(last, words[last]! & tail);
  }

  private addWords(words: Uint32Array, from: number, to: number): void {
    if (this.planes.length === 1) {
      const once = this.planes[0]!;
      for (let word = from; word < to; word++) once[word]! |= words[word]!;
    } else {
      for (let word = from; word < to; word++) if (words[word] !== 0) this.addWord(word, words[word]!);
    }
  }

  /** What had been counted once is counted twice, and so on. */
  private addWord(word: number, bits: number): void {
    for (let plane = 0; plane < this.planes.length && bits !== 0; plane++) {
      const counted = this.planes[plane]!;
      const before = counted[word]!;
      counted[word] = before | bits;
      bits &= before;
    }
  }

  /** How often one bit was set, up to the limit. */
  at(index: number): number {
    const missing = this.planes.findIndex((plane) => ((plane[index >>> 5]! >>> (index & 31)) & 1) === 0);
    return missing < 0 ? this.planes.length : missing;
  }

  atLeast(count: number): Bitmap {
    return new Bitmap(this.length, this.planes[count - 1]!);
  }
}

/** How many bits of a word are set. */
export function countBits(word: number): number {
  if (word === 0) return 0;
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
