import { Bitmap, countBits } from './bitmap.js';

/** Which ticks several bitmaps have in common, and which they would have in common without any one of them. */
export class AllButOne {
  /** Ticks that at least one of the bitmaps lacks, and at least two. */
  private readonly one: Bitmap;
  private readonly two: Bitmap;

  /** Looks at the candidate ticks only. All bitmaps have the same length. */
  constructor(
    private readonly candidates: Bitmap,
    bitmaps: readonly Bitmap[],
  ) {
    this.one = new Bitmap(candidates.length);
    this.two = new Bitmap(candidates.length);
    const [one, two] = [this.one.words, this.two.words];
    for (const { words } of bitmaps) {
      for (let word = 0; word < words.length; word++) {
        const lacking = candidates.words[word]! & ~words[word]!;
        two[word]! |= one[word]! & lacking;
        one[word]! |= lacking;
      }
    }
  }

  all(): Bitmap {
    return this.candidates.copy().andNot(this.one);
  }

  /** How many of the candidate ticks one of the bitmaps alone lacks. */
  countLacking({ words }: Bitmap): number {
    const [one, two] = [this.one.words, this.two.words];
    let count = 0;
    for (let word = 0; word < one.length; word++) count += countBits(one[word]! & ~two[word]! & ~words[word]!);
    return count;
  }

  without({ words }: Bitmap): Bitmap {
    const rest = new Bitmap(this.candidates.length);
    for (let word = 0; word < words.length; word++) {
      rest.words[word] = this.candidates.words[word]! & ~this.two.words[word]! & ~(this.one.words[word]! & words[word]!);
    }
    return rest;
  }
}
