import { describe, expect, it } from '@jest/globals';
import { grantsFor, signTicket, ticketSeconds } from './livekit-grants.js';

const key = { apiKey: 'key', apiSecret: 'a-secret-of-more-than-thirty-two-characters' };

describe('a ticket to a media room', () => {
  it('carries these claims and no others', async () => {
    const token = await signTicket(key, { room: 'Zm9vYmFyYmF6cXV4Zm9v', identity: 'somebody:tab_00000001', name: 'Anna Aalto' });
    const { exp, nbf, ...claims } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, number>;
    expect(claims).toEqual({
      iss: 'key',
      sub: 'somebody:tab_00000001',
      name: 'Anna Aalto',
      video: {
        roomJoin: true,
        room: 'Zm9vYmFyYmF6cXV4Zm9v',
        canPublish: true,
        canPublishSources: ['camera', 'microphone'],
        canSubscribe: true,
        canPublishData: false,
        canUpdateOwnMetadata: false,
      },
    });
    expect(exp! - nbf!).toBeLessThanOrEqual(120);
    expect(exp! - Date.now() / 1000).toBeLessThanOrEqual(ticketSeconds + 1);
  });

  it('is never made without a room: such a ticket would open every room', () => {
    expect(() => grantsFor('')).toThrow();
  });
});
