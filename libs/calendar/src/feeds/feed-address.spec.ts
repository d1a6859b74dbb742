import { DomainError } from '@app/kernel';
import { describe, expect, it } from '@jest/globals';
import { feedAddress, mayConnectTo } from './feed-address.js';

function refusal(text: string, privateNetworks: readonly string[] = []): string | null {
  try {
    feedAddress(text, privateNetworks);
    return null;
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
}

describe('the address of a calendar', () => {
  it('has one spelling', () => {
    expect(feedAddress('webcal://Calendar.Example/a b.ics#today', [])).toBe('https://calendar.example/a%20b.ics');
    expect(feedAddress('http://calendar.example:80/x', [])).toBe('http://calendar.example/x');
  });

  it.each([
    'file:///etc/passwd',
    'ftp://calendar.example/a.ics',
    'javascript:alert(1)',
    'https://me:secret@calendar.example/a.ics',
    'http://127.0.0.1/a.ics',
    'http://2130706433/a.ics',
    'http://0x7f.1/a.ics',
    'http://0177.0.0.1/a.ics',
    'http://0.0.0.0/a.ics',
    'http://10.1.2.3/a.ics',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/a.ics',
    'http://[::ffff:127.0.0.1]/a.ics',
    'http://[::ffff:a9fe:a9fe]/a.ics',
    'http://[64:ff9b::a9fe:a9fe]/a.ics',
    'http://[::127.0.0.1]/a.ics',
    'http://[::a9fe:a9fe]/a.ics',
    'http://[fd00::1]/a.ics',
    'http://[fe80::1]/a.ics',
  ])('%s is refused', (text) => {
    expect(refusal(text)).toBe('feed.refused_address');
  });

  it('that is none is named as a field', () => {
    expect(refusal('not an address')).toBe('request.invalid');
    expect(refusal(`https://calendar.example/${'ä'.repeat(600)}`)).toBe('request.invalid');
  });

  it('may lie on a network that is told of, and on no other', () => {
    expect(refusal('http://127.0.0.1:8080/a.ics', ['127.0.0.0/8'])).toBeNull();
    expect(refusal('http://[fd00::1]/a.ics', ['127.0.0.0/8', 'fd00::/8'])).toBeNull();
    expect(refusal('http://10.0.0.1/a.ics', ['127.0.0.0/8', 'fd00::/8'])).toBe('feed.refused_address');
    expect(refusal('file:///etc/passwd', ['127.0.0.0/8'])).toBe('feed.refused_address');
  });
});

it.each([
  ['8.8.8.8', true],
  ['2001:4860:4860::8888', true],
  ['192.168.1.1', false],
  ['172.16.0.1', false],
  ['100.64.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['192.0.0.192', false],
  ['::', false],
  ['::ffff:10.0.0.1', false],
  ['2002:7f00:1::', false],
  ['ff02::1', false],
  ['nonsense', false],
])('%s is on the open internet: %s', (address, expected) => {
  expect(mayConnectTo(address, [])).toBe(expected);
});
