import { describe, expect, it } from '@jest/globals';
import type { SlotResult } from '@app/contracts';
import { DateText } from '../../i18n/date-text.js';
import { type Offer, type Picked, stand } from './use-picks.js';

const dates = new DateText('fi', 'Europe/Helsinki');
const slot = { startsAt: '2027-03-17T07:00:00.000Z', endsAt: '2027-03-17T08:00:00.000Z', missing: [], seats: [{ role: 'LAW', personIds: ['anna'] }], rank: { missing: 0, outsidePreferred: false, load: 0 } };
const pick: Picked = { startsAt: slot.startsAt, endsAt: slot.endsAt, missing: [], seats: [], signature: 'panel', gone: false };
const found = (slots: SlotResult['slots']): SlotResult => ({ slots, recommended: null, bottleneck: null, people: [], why: null });
const offer = (change: Partial<Offer>): Offer => ({ week: found([]), list: undefined, signature: 'panel', covered: { from: '2027-03-15', to: '2027-03-22' }, ...change });

describe('a chosen time', () => {
  it('that is offered still takes the seats of the new offer', () => {
    expect(stand(pick, offer({ week: found([slot]), signature: 'other panel' }), dates)).toEqual([expect.objectContaining({ seats: slot.seats, signature: 'other panel', gone: false })]);
  });

  it('that is offered no more has been taken', () => {
    expect(stand(pick, offer({}), dates)[0]?.gone).toBe(true);
  });

  it('in a week that is not looked at stays', () => {
    expect(stand(pick, offer({ covered: { from: '2027-03-22', to: '2027-03-29' } }), dates)[0]?.gone).toBe(false);
  });

  it('that was taken stays so while another week is looked at', () => {
    expect(stand({ ...pick, gone: true }, offer({ covered: { from: '2027-03-22', to: '2027-03-29' } }), dates)[0]?.gone).toBe(true);
  });

  it('that does not suit another panel goes', () => {
    expect(stand(pick, offer({ signature: 'other panel' }), dates)).toEqual([]);
  });

  it('written by hand stays whatever is offered', () => {
    const byHand = { ...pick, byHand: { start: { local: '2027-03-17T09:00', timeZone: 'Europe/Helsinki' }, reason: '' } };
    expect(stand(byHand, offer({ signature: 'other panel' }), dates)).toEqual([byHand]);
  });
});
