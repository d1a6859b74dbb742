import { DomainError } from '@app/kernel';
import ipaddr from 'ipaddr.js';

/** PostgreSQL cannot index much longer ones. */
const maxLength = 2_000;

/**
 * The address of a calendar in its one spelling; `webcal:` is `https:`.
 * @param allowPrivate takes addresses of this machine and network too
 * @throws {DomainError} `request.invalid` for what is no address, `feed.refused_address` for one that must not be fetched
 */
export function feedAddress(text: string, allowPrivate: boolean): string {
  const secure = text.replace(/^webcals?:/i, 'https:');
  if (!URL.canParse(secure)) throw new DomainError('request.invalid', { fields: [{ path: 'url', message: 'is not a web address' }] });
  const url = new URL(secure);
  url.hash = '';
  if (url.href.length > maxLength) throw new DomainError('request.invalid', { fields: [{ path: 'url', message: 'is too long' }] });
  if (!isFetchable(url) || !mayConnectTo(url, allowPrivate)) throw new DomainError('feed.refused_address');
  return url.href;
}

/** Web addresses without a password in them. */
export function isFetchable(url: URL): boolean {
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
}

/** Whether the host may be asked as far as can be told without looking it up: false for a private address written as a number. */
export function mayConnectTo({ hostname }: URL, allowPrivate: boolean): boolean {
  const literal = hostname.replace(/^\[|\]$/g, '');
  return allowPrivate || !ipaddr.isValid(literal) || isPublicAddress(literal);
}

/**
 * Whether an IP address belongs to the open internet. Whatever has a special meaning does not: private, loopback,
 * link-local (clouds tell secrets there), unique-local, multicast, carrier NAT, and IPv6 that wraps or translates IPv4.
 */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}
