import { Config } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { isFetchable, mayAsk, mayConnectTo } from './feed-address.js';
import { FeedProblem } from './feed-problem.js';

/** From the first look-up to the last byte, redirects included. */
const timeoutMs = 15_000;
const maxBytes = 5 * 1024 * 1024;
const maxRedirects = 5;

/** What the server said of the copy that is known. */
export interface KnownCopy {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** A new copy; null when the known one is still good. */
export type Download = (KnownCopy & { readonly text: string }) | null;

const decoders = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress };

/** Fetches calendars from addresses that strangers have chosen. */
@Injectable()
export class FeedDownload {
  private readonly privateNetworks: readonly string[];

  constructor(config: Config) {
    this.privateNetworks = config.feeds.privateNetworks;
  }

  /**
   * Every address is checked where the connection is made, so that neither a redirect nor a name that changes its mind
   * between two look-ups leads inside.
   * @throws {FeedProblem}
   */
  async fetch(address: string, known: KnownCopy | null, stop: AbortSignal): Promise<Download> {
    const limit = new AbortController();
    const end = (): void => limit.abort();
    const timer = setTimeout(end, timeoutMs);
    stop.addEventListener('abort', end);
    try {
      return await this.follow(new URL(address), known, limit.signal);
    } catch (error) {
      if (error instanceof FeedProblem) throw error;
      throw new FeedProblem(limit.signal.aborted ? 'too_slow' : problemOf(error), { cause: error });
    } finally {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
    }
  }

  private async follow(first: URL, known: KnownCopy | null, signal: AbortSignal): Promise<Download> {
    let url = first;
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      if (!isFetchable(url) || !mayAsk(url, this.privateNetworks)) throw new FeedProblem('refused_address');
      const response = await this.open(url, known, signal);
      const next = redirectOf(response, url);
      if (!next) return answerOf(response);
      response.destroy();
      url = next;
    }
    throw new FeedProblem('too_many_redirects');
  }

  private open(url: URL, known: KnownCopy | null, signal: AbortSignal): Promise<IncomingMessage> {
    const headers = {
      'accept': 'text/calendar, */*;q=0.1',
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': 'Neuvo',
      ...(known?.etag && { 'if-none-match': known.etag }),
      ...(known?.lastModified && { 'if-modified-since': known.lastModified }),
    };
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      request(url, { headers, signal, agent: false, lookup: this.lookup }, resolve).once('error', reject).end();
    });
  }

  /** Addresses of a host that may be connected to; the connection is made to one of these and to no other. */
  private readonly lookup: LookupFunction = (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }).then(
      (found) => {
        const allowed = found.filter(({ address }) => mayConnectTo(address, this.privateNetworks));
        const [one] = allowed;
        if (!one) done(new FeedProblem('refused_address'), '');
        else if (options.all) done(null, allowed);
        else done(null, one.address, one.family);
      },
      (error: NodeJS.ErrnoException) => done(error, ''),
    );
  };
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return null;
  if (!headers.location || !URL.canParse(headers.location, from.href)) throw new FeedProblem('unreachable');
  return new URL(headers.location.replace(/^webcals?:/i, 'https:'), from.href);
}

async function answerOf(response: IncomingMessage): Promise<Download> {
  const { statusCode, headers } = response;
  if (statusCode !== 200) {
    response.destroy();
    if (statusCode === 304) return null;
    throw new FeedProblem(statusCode === 404 || statusCode === 410 ? 'not_found' : 'unreachable');
  }
  const text = await read(response);
  return { text, etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null };
}

/** The body, unpacked as far as the limit and no further. */
async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of unpacked(response)) {
    bytes += (chunk as Buffer).length;
    if (bytes > maxBytes) {
      response.destroy();
      throw new FeedProblem('too_large');
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unpacked(response: IncomingMessage): Readable {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return response;
  const decoder = Object.entries(decoders).find(([name]) => name === encoding)?.[1];
  if (!decoder) throw new FeedProblem('not_a_calendar');
  // A failure of the response destroys the decoder, whose reader sees it.
  return pipeline(response, decoder(), () => undefined);
}

/** Damaged packing is no calendar; all else that may happen on the way is the way. */
function problemOf(error: unknown): FeedProblem['problem'] {
  const { code = '', cause } = error as NodeJS.ErrnoException & { cause?: unknown };
  if (cause instanceof FeedProblem) return cause.problem;
  return /^Z_|^ERR_.*BROTLI|^ERR__ERROR_FORMAT/.test(code) ? 'not_a_calendar' : 'unreachable';
}
