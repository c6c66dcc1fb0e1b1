import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IsoInstant } from '../domain/mandate.js';

/** A session lasts a long working day; then the link is asked for again. */
export const SESSION_HOURS = 12;
export const SESSION_COOKIE = 'desk';

const HOUR_MS = 3_600_000;
const TOKEN = /^([0-9a-z]{6,12})-([0-9a-f]{64})$/;

/** What a signature is for. It is part of what is signed, so that a link is no session and a session no link. */
type Purpose = 'sign-in' | 'session';

/**
 * A link that opens the desk for whoever holds it, until `hours` after `now`. It carries nothing but its expiry, signed
 * with the session key; it may be used several times, since a mail scanner or a second device may open it first.
 */
export function createSignInLink(secret: string, publicUrl: string, now: IsoInstant, hours: number): string {
  return `${publicUrl}/sign-in?token=${issue('sign-in', secret, now, hours)}`;
}

/** Whether a sign-in token was signed with this key and has not run out. */
export function isSignInToken(token: string, secret: string, now: IsoInstant): boolean {
  return isGood('sign-in', token, secret, now);
}

/** The value of the session cookie. */
export function createSession(secret: string, now: IsoInstant): string {
  return issue('session', secret, now, SESSION_HOURS);
}

export function isSession(token: string, secret: string, now: IsoInstant): boolean {
  return isGood('session', token, secret, now);
}

function issue(purpose: Purpose, secret: string, now: IsoInstant, hours: number): string {
  const expiry = Math.ceil((Date.parse(now) + hours * HOUR_MS) / 1000).toString(36);
  return `${expiry}-${mac(purpose, expiry, secret)}`;
}

function isGood(purpose: Purpose, token: string, secret: string, now: IsoInstant): boolean {
  const [, expiry, given] = TOKEN.exec(token) ?? [];
  if (expiry === undefined || given === undefined) return false;
  const isSigned = timingSafeEqual(Buffer.from(given), Buffer.from(mac(purpose, expiry, secret)));
  return isSigned && parseInt(expiry, 36) * 1000 > Date.parse(now);
}

function mac(purpose: Purpose, expiry: string, secret: string): string {
  return createHmac('sha256', secret).update(`${purpose}:${expiry}`, 'utf8').digest('hex');
}
