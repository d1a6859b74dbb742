import { describe, expect, it } from '@jest/globals';
import { endingAt, minutesOf, movedBy, nextWindow, startingAt, tidy, type WeekWindow, windowAt } from './week-windows.js';

const monday = (from: string, to: string): WeekWindow => ({ weekday: 1, from, to });

describe('Windows of the week', () => {
  it('move within their day and keep their length', () => {
    expect(movedBy(monday('09:00', '12:00'), 15)).toEqual(monday('09:15', '12:15'));
    expect(movedBy(monday('00:10', '02:00'), -15)).toEqual(monday('00:00', '01:50'));
    expect(movedBy(monday('22:00', '23:30'), 60)).toEqual(monday('23:00', '00:30'));
    expect(movedBy(monday('22:00', '02:00'), 240)).toEqual(monday('23:45', '03:45'));
    expect(movedBy(monday('09:00', '12:00'), 0, 3)).toEqual({ weekday: 3, from: '09:00', to: '12:00' });
  });

  it('end at midnight, after it, and never more than a day after their beginning', () => {
    expect(endingAt(monday('22:00', '23:00'), 24 * 60)).toEqual(monday('22:00', '24:00'));
    expect(endingAt(monday('22:00', '23:00'), 25 * 60)).toEqual(monday('22:00', '01:00'));
    expect(endingAt(monday('22:00', '23:00'), 60 * 60)).toEqual(monday('22:00', '22:00'));
    expect(endingAt(monday('22:00', '23:00'), 0)).toEqual(monday('22:00', '22:15'));
  });

  it('begin on their day, a step before their end', () => {
    expect(startingAt(monday('09:00', '12:00'), 13 * 60)).toEqual(monday('11:45', '12:00'));
    expect(startingAt(monday('09:00', '12:00'), -60)).toEqual(monday('00:00', '12:00'));
    expect(startingAt(monday('22:00', '02:00'), 25 * 60)).toEqual(monday('23:45', '02:00'));
    expect(startingAt(monday('22:00', '02:00'), 0)).toEqual(monday('02:00', '02:00'));
  });

  it('are drawn from any point to any other', () => {
    expect(windowAt(2, 8 * 60, 10 * 60)).toEqual({ weekday: 2, from: '08:00', to: '10:00' });
  });

  it('are joined where they touch on one day, in the order of the week', () => {
    const windows: WeekWindow[] = [{ weekday: 2, from: '00:00', to: '24:00' }, monday('12:00', '14:00'), monday('09:00', '12:00'), monday('15:00', '16:00')];
    expect(tidy(windows)).toEqual([monday('09:00', '14:00'), monday('15:00', '16:00'), { weekday: 2, from: '00:00', to: '24:00' }]);
    expect(tidy([monday('20:00', '02:00'), monday('21:00', '23:00')])).toEqual([monday('20:00', '02:00')]);
  });

  it('begin in the morning or after the last one of the day when added', () => {
    expect(nextWindow(1, [])).toEqual(monday('09:00', '12:00'));
    expect(nextWindow(1, [monday('08:00', '11:00')])).toEqual(monday('12:00', '14:00'));
    expect(nextWindow(1, [monday('20:00', '24:00')])).toEqual(monday('22:00', '24:00'));
  });

  it('are counted once where they lie over each other, also over the end of the week', () => {
    expect(minutesOf([monday('09:00', '12:00'), monday('11:00', '13:00')])).toBe(240);
    expect(minutesOf([monday('22:00', '02:00'), { weekday: 2, from: '01:00', to: '03:00' }])).toBe(300);
    expect(minutesOf([monday('00:00', '03:00'), { weekday: 7, from: '22:00', to: '02:00' }])).toBe(300);
    expect(minutesOf([monday('', '12:00')])).toBe(0);
  });
});
