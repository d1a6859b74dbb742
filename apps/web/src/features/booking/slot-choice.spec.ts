import { describe, expect, it } from '@jest/globals';
import { DateText } from '../../i18n/date-text.js';
import { apart, bestThree, recommendedFirst } from './slot-choice.js';

const slot = (day: number, hour: number) => ({
  startsAt: `2027-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`,
  endsAt: `2027-03-${String(day).padStart(2, '0')}T${String(hour + 2).padStart(2, '0')}:00:00.000Z`,
  missing: [],
  seats: [],
  rank: { missing: 0, outsidePreferred: false, load: 0 },
});
const dates = new DateText('fi', 'Europe/Helsinki');
const ranked = [slot(1, 8), slot(1, 9), slot(1, 12), slot(2, 8), slot(3, 10)];

describe('the best times', () => {
  it('do not overlap', () => {
    expect(apart(ranked, 3)).toEqual([slot(1, 8), slot(1, 12), slot(2, 8)]);
  });

  it('are on three days where there are three', () => {
    expect(bestThree(dates, ranked)).toEqual([slot(1, 8), slot(2, 8), slot(3, 10)]);
  });

  it('share a day where there are fewer days, in order of start', () => {
    expect(bestThree(dates, [slot(2, 8), slot(1, 8), slot(1, 12)])).toEqual([slot(1, 8), slot(1, 12), slot(2, 8)]);
  });

  it('begin with the recommended one', () => {
    expect(recommendedFirst({ slots: ranked, recommended: { startsAt: slot(3, 10).startsAt, reason: 'even_load' } })[0]).toEqual(slot(3, 10));
  });
});
