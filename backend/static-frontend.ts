import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';

/** Where the build of the interface lies, seen from `dist/backend`. */
const directory = join(import.meta.dirname, '..', 'frontend');

/** The command line, as it lies in the source tree: one file that needs no build. */
const commandLine = [join(import.meta.dirname, '..', 'cli', 'millrace.mjs'), join(import.meta.dirname, '..', '..', 'cli', 'millrace.mjs')].find((candidate) => existsSync(candidate)) ?? '';

/** Addresses that are never a page: a wrong one must answer as such and not with the interface. */
const notPages = /^\/(api|metrics|socket\.io)(\/|$)/;

/** Addresses of released apps. */
const appAddress = /^\/a\//;

/**
 * Serves the command line and the interface: files with a hash in their name for ever, and the one page for every other address, since the router in the
 * browser knows them; released apps have a page of their own. Does nothing where the interface was not built.
 */
export function serveFrontend(application: NestExpressApplication): void {
  application.use('/cli.mjs', (_request: Request, response: Response) => response.setHeader('cache-control', 'no-cache').type('text/javascript').sendFile(commandLine));
  const page = join(directory, 'index.html');
  const viewer = join(directory, 'viewer.html');
  if (!existsSync(page)) return;
  application.use('/assets', express.static(join(directory, 'assets'), { immutable: true, maxAge: '365d', index: false, fallthrough: false }));
  application.use(express.static(directory, { index: false, maxAge: '1h' }));
  application.use((request: Request, response: Response, next: NextFunction) => {
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !notPages.test(request.path);
    if (!isPage) return next();
    response.setHeader('cache-control', 'no-cache').sendFile(appAddress.test(request.path) ? viewer : page);
  });
}
