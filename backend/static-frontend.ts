import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import { drawsApps } from './apps/core/app-addresses.ts';
import { GuestAccess } from './apps/guests/guest-access.service.ts';
import { appPolicyText, framelessPolicyText } from './page-policy.ts';

/** Where the build of the interface lies, seen from `dist/backend`. */
const directory = join(import.meta.dirname, '..', 'frontend');

/** The command line, as it lies in the source tree: one file that needs no build. */
const commandLine = [join(import.meta.dirname, '..', 'cli', 'millrace.mjs'), join(import.meta.dirname, '..', '..', 'cli', 'millrace.mjs')].find((candidate) => existsSync(candidate)) ?? '';

/** Addresses that are never a page: a wrong one must answer as such and not with the interface. */
const notPages = /^\/(api|metrics|socket\.io|\.well-known)(\/|$)/;

/** Addresses of released apps: in a page of their own, and in a frame of another site. */
const appAddress = /^\/(a|embed)\//;

/** The app that a frame of another site shows. */
const embedAddress = /^\/embed\/([^/]+)\/([uf]\/[^/]+\/.+?)\/?$/;

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
  const send = ({ path }: Request, response: Response): void => response.setHeader('cache-control', 'no-cache').sendFile(appAddress.test(path) ? viewer : page);
  application.use((request: Request, response: Response, next: NextFunction) => {
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !notPages.test(request.path);
    if (!isPage) return next();
    setPolicy(application, request, response).then(() => send(request, response), next);
  });
}

/** Pages that draw apps may load more than others; an app in a frame is held by the sites that its live release names, and by nobody else. */
async function setPolicy(application: NestExpressApplication, request: Request, response: Response): Promise<void> {
  if (request.path.startsWith('/oauth/')) return void response.setHeader('content-security-policy', framelessPolicyText()).setHeader('x-frame-options', 'DENY');
  if (!drawsApps(request.path)) return;
  const [, workspace, path] = embedAddress.exec(request.path) ?? [];
  if (!request.path.startsWith('/embed/')) return void response.setHeader('content-security-policy', appPolicyText());
  const origins = workspace && path ? await application.get(GuestAccess, { strict: false }).originsOf(workspace, path) : [];
  response.setHeader('content-security-policy', appPolicyText(origins));
  // It knows only whole sites or this one; the policy above says more.
  response.removeHeader('x-frame-options');
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
}
