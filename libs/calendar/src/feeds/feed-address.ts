import { DomainError } from '@app/kernel';
import ipaddr from 'ipaddr.js';

/** PostgreSQL cannot index much longer ones. */
const maxLength = 2_000;

/**
 * The address of a calendar in its one spelling; `webcal:` is `https:`.
 * @param privateNetworks CIDR of networks off the open internet that may be asked
 * @throws {DomainError} `request.invalid` for what is no address, `feed.refused_address` for one that must not be fetched
 */
export function feedAddress(text: string, privateNetworks: readonly string[]): string {
  const secure = text.replace(/^webcals?:/i, 'https:');
  if (!URL.canParse(secure)) throw new DomainError('request.invalid', { fields: [{ path: 'url', message: 'is not a web address' }] });
  const url = new URL(secure);
  url.hash = '';
  if (url.href.length > maxLength) throw new DomainError('request.invalid', { fields: [{ path: 'url', message: 'is too long' }] });
  if (!isFetchable(url) || !mayAsk(url, privateNetworks)) throw new DomainError('feed.refused_address');
  return url.href;
}

/** Web addresses without a password in them. */
export function isFetchable(url: URL): boolean {
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
}

/** Whether the host may be asked as far as can be told without looking it up: false for a refused address written as a number. */
export function mayAsk({ hostname }: URL, privateNetworks: readonly string[]): boolean {
  const literal = hostname.replace(/^\[|\]$/g, '');
  return !ipaddr.isValid(literal) || mayConnectTo(literal, privateNetworks);
}

/**
 * Whether an IP address belongs to the open internet or one of the networks. Whatever has a special meaning does not
 * belong to the internet: private, loopback, link-local (clouds tell secrets there), unique-local, multicast, carrier
 * NAT, and IPv6 that wraps or translates IPv4 or lies outside what is given out for the internet (2000::/3).
 */
export function mayConnectTo(address: string, privateNetworks: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address);
  const isPublic = ip.range() === 'unicast' && (ip.kind() === 'ipv4' || isInside(ip, '2000::/3'));
  return isPublic || privateNetworks.some((network) => isInside(ip, network));
}

function isInside(ip: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  const [first, bits] = ipaddr.parseCIDR(network);
  return ip.kind() === first.kind() && ip.match(first, bits);
}
