import { stringifySetCookie } from 'cookie';
import type { Response } from 'express';
import { baseUrl, type Config } from '../config/config.ts';
import type { FreshSession } from './auth.service.ts';
import { deviceCookie, sessionCookie } from './credentials.ts';

/** Browsers keep a cookie 400 days at most. The server decides when a session has ended; the cookie only has to outlive it. */
const longestCookieSeconds = 400 * 86_400;

/** Sets the cookies of a sign-in. */
export function setSessionCookies(response: Response, config: Config, session: FreshSession): void {
  setCookie(response, config, sessionCookie, session.secret, '/', longestCookieSeconds);
  setCookie(response, config, deviceCookie, session.device, '/api/auth', longestCookieSeconds);
}

/** Takes the session's cookie away; the mark of the device stays. */
export function clearSessionCookie(response: Response, config: Config): void {
  setCookie(response, config, sessionCookie, '', '/', 0);
}

function setCookie(response: Response, config: Config, name: string, value: string, path: string, maxAge: number): void {
  response.append('set-cookie', stringifySetCookie({ name, value, path, maxAge, httpOnly: true, sameSite: 'lax', secure: baseUrl(config).startsWith('https:') }));
}
