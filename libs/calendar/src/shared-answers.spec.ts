import { describe, expect, it } from '@jest/globals';
import { SharedAnswers } from './shared-answers.js';

describe('SharedAnswers', () => {
  it('works once for all who ask at the same time and after', async () => {
    const answers = new SharedAnswers<number>();
    let worked = 0;
    const work = () => Promise.resolve(++worked);
    await Promise.all(Array.from({ length: 50 }, () => answers.get('key', work)));
    expect(await answers.get('key', work)).toBe(1);
    expect(await answers.get('other', work)).toBe(2);
  });

  it('lets those who waited for a failure work for themselves, and forgets it', async () => {
    const answers = new SharedAnswers<string>();
    const first = answers.get('key', () => Promise.reject(new Error('gone')));
    const second = answers.get('key', () => Promise.resolve('own'));
    await expect(first).rejects.toThrow('gone');
    expect(await second).toBe('own');
    expect(await answers.get('key', () => Promise.resolve('new'))).toBe('new');
  });

  it('keeps a bounded number of answers', async () => {
    const answers = new SharedAnswers<number>();
    for (let key = 0; key < 600; key += 1) await answers.get(String(key), () => Promise.resolve(key));
    expect(await answers.get('599', () => Promise.resolve(-1))).toBe(599);
    expect(await answers.get('0', () => Promise.resolve(-1))).toBe(-1);
  });
});
