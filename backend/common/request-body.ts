import { Buffer, isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import express, { type NextFunction, type RequestHandler, type Response } from 'express';
import { AppError } from './app-error.ts';
import type { MillraceRequest } from './request.ts';
import { requestInvalid } from './request-invalid.ts';
import { findUnstorable } from './storable.ts';

/** Where parts of uploads are sent, as the bytes that they are; each has at most so many. */
const uploadAddress = /^\/api\/(w\/[^/]+\/app_upload_parts|guest_apps\/[^/]+\/upload_parts)\//;

/** Where whole files of conversations are sent. */
const fileAddress = /^\/api\/w\/[^/]+\/threads\/[0-9a-fA-F-]{36}\/files$/;
const fileLimit = 10 * 1024 * 1024;
const uploadLimit = 2 * 1024 * 1024;

/** Type of the error for a body with wrong bytes, beside those of the body parser. */
export const notUtf8 = 'entity.not_utf8';

/**
 * Reads bodies up to `limit` bytes: JSON, and forms, which some webhooks send. Whatever could not be read or stored as it came is refused
 * here, for every route, instead of being dropped or changed on the way.
 */
export function readBodies(limit: number): RequestHandler[] {
  return [
    // Not strict: the state of a script and the payload of a webhook may be any JSON.
    express.json({ limit, strict: false, type: ['application/json', 'application/*+json'], verify: keepAndRequireUtf8 }),
    express.urlencoded({ limit, extended: false, verify: keepSlackBody }),
    readUploads,
    requireKnownType,
    requireStorable,
  ];
}

/** What Slack signs are the bytes as they came. */
function keepSlackBody(request: IncomingMessage, _response: unknown, body: Buffer): void {
  if (request.url?.startsWith('/api/slack/')) (request as MillraceRequest).rawBody = body;
}

function keepAndRequireUtf8(request: IncomingMessage, response: unknown, body: Buffer, encoding: string): void {
  keepSlackBody(request, response, body);
  requireUtf8(request, response, body, encoding);
}

/** Wrong bytes would silently become replacement characters. The parser adds fields to what is thrown here, so it is no {@link AppError} yet. */
function requireUtf8(_request: IncomingMessage, _response: unknown, body: Buffer, encoding: string): void {
  if (encoding.toLowerCase() === 'utf-8' && !isUtf8(body)) throw Object.assign(new Error('The body is not valid UTF-8'), { type: notUtf8 });
}

const readBytes = express.raw({ limit: uploadLimit, type: 'application/octet-stream' });
const readFile = express.raw({ limit: fileLimit, type: 'application/octet-stream' });

/** A part that is too large, or does not say how large it is, is refused before any of it is read; the parser would read all of it first. */
function readUploads(request: MillraceRequest, response: Response, next: NextFunction): void {
  if (request.method === 'POST' && fileAddress.test(request.path)) return readWholeFile(request, response, next);
  if (!uploadAddress.test(request.path)) return next();
  if (!(Number(request.headers['content-length']) <= uploadLimit)) {
    response.setHeader('connection', 'close');
    throw new AppError('request/too_large', `A part of a file has at most ${uploadLimit} bytes, and says with a content-length how many.`, {
      limit_bytes: uploadLimit,
    });
  }
  readBytes(request, response, next);
}

function readWholeFile(request: MillraceRequest, response: Response, next: NextFunction): void {
  if (Number(request.headers['content-length']) <= fileLimit) return readFile(request, response, next);
  response.setHeader('connection', 'close');
  throw new AppError('request/too_large', `A file of a conversation has at most ${fileLimit} bytes, and says with a content-length how many.`, {
    limit_bytes: fileLimit,
  });
}

/** A body that no parser took would be lost without a word. */
function requireKnownType(request: MillraceRequest, _response: Response, next: NextFunction): void {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody || request.body !== undefined) return next();
  const given = request.headers['content-type'];
  const what = given === undefined ? 'The body has no content type' : `A body of the type "${given.slice(0, 100)}" is not understood`;
  throw new AppError('request/unsupported_type', `${what}. Send JSON with "content-type: application/json", or a form.`);
}

function requireStorable(request: MillraceRequest, _response: Response, next: NextFunction): void {
  if (/%00/.test(request.path)) throw new AppError('request/not_found', 'There is nothing at this address.');
  const found = (Buffer.isBuffer(request.body) ? null : findUnstorable(request.body)) ?? findUnstorable(request.query);
  if (found) throw requestInvalid([found]);
  next();
}
