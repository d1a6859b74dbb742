import express, { type RequestHandler } from 'express';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const encodings = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

/** Serves the built client: files with a hash in their name for a year, precompressed where the build made that, index.html for its pages. */
export function serveWebClient(folder: string): RequestHandler {
  const root = resolve(folder);
  const files = express.static(root, { index: false, redirect: false, setHeaders: cacheHeaders });
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    if (/^\/+(api|socket\.io)(\/|$)/i.test(request.path)) return next();
    if (!/\.[a-z0-9]+$/i.test(request.path)) request.url = '/index.html';
    const path = request.path;
    const encoding = encodings.find(({ name, suffix }) => accepts(request.headers['accept-encoding'], name) && isFile(root, path + suffix));
    if (encoding) {
      request.url = path + encoding.suffix;
      response.type(path.slice(path.lastIndexOf('.')));
      response.setHeader('Content-Encoding', encoding.name);
    }
    response.vary('Accept-Encoding');
    files(request, response, next);
  };
}

function cacheHeaders(response: { setHeader(name: string, value: string): unknown }, path: string): void {
  const hashed = /[/\\]assets[/\\]/.test(path);
  response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}

function accepts(header: string | string[] | undefined, encoding: string): boolean {
  return String(header ?? '').split(',').some((part) => part.trim().split(';')[0] === encoding);
}

function isFile(root: string, path: string): boolean {
  return !path.includes('..') && !path.includes('\0') && existsSync(join(root, path));
}
