import { createSession, createSignInLink, isSession, isSignInToken } from '../../web/session.js';

const KEY = 'a'.repeat(64);
const NOW = '2027-02-01T12:00:00.000Z';
const token = (): string =>
  new URL(createSignInLink(KEY, 'https://desk.example', NOW, 12)).searchParams.get('token') ?? '';

describe('signing in', () => {
  it('gives a link that opens the desk until its hours are over', () => {
    expect(createSignInLink(KEY, 'https://desk.example', NOW, 12)).toMatch(/^https:\/\/desk\.example\/sign-in\?token=/);
    expect(isSignInToken(token(), KEY, NOW)).toBe(true);
    expect(isSignInToken(token(), KEY, '2027-02-01T23:59:59.000Z')).toBe(true);
    expect(isSignInToken(token(), KEY, '2027-02-02T00:00:00.000Z')).toBe(false);
  });

  it('refuses a token with another expiry, of another key, or cut short', () => {
    const [expiry = '', mac = ''] = token().split('-');
    const later = (parseInt(expiry, 36) + 3600).toString(36);
    expect(isSignInToken(`${later}-${mac}`, KEY, NOW)).toBe(false);
    expect(isSignInToken(token(), 'b'.repeat(64), NOW)).toBe(false);
    expect(isSignInToken(token().slice(0, -1), KEY, NOW)).toBe(false);
    expect(isSignInToken('', KEY, NOW)).toBe(false);
  });

  it('takes no link for a session and no session for a link', () => {
    const session = createSession(KEY, NOW);
    expect(isSession(session, KEY, NOW)).toBe(true);
    expect(isSignInToken(session, KEY, NOW)).toBe(false);
    expect(isSession(token(), KEY, NOW)).toBe(false);
  });
});
