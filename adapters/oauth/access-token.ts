/** How a mail provider is asked for a token: RFC 6749, sections 4.4 (client credentials) and 6 (refresh token). */
export interface OAuthSetting {
  /** `https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token`, `https://oauth2.googleapis.com/token`. */
  tokenUrl: string;
  clientId: string;
  clientSecret: string | null;
  /** Null asks with the client's own credentials, as a service of Microsoft 365 does. */
  refreshToken: string | null;
  scope: string | null;
}

/** Gives a token that still holds. `renew` asks for a new one although the last has not run out. */
export type AccessToken = (options?: { renew?: boolean }) => Promise<string>;

/** The provider gave no token. The message repeats no secret. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}

/** A token is renewed so long before it runs out. */
const MARGIN_MS = 60_000;
/** Where the provider does not say how long a token holds. */
const DEFAULT_SECONDS = 300;
const PATIENCE_MS = 20_000;

/** Tokens are kept in memory only; those who ask at once share one question to the provider. */
export function createAccessToken(setting: OAuthSetting, now: () => number = Date.now): AccessToken {
  let held: { token: string; until: number } | null = null;
  let asked: Promise<string> | null = null;
  return async ({ renew = false } = {}) => {
    if (held !== null && !renew && now() < held.until) return held.token;
    asked ??= ask(setting)
      .then(({ token, seconds }) => {
        held = { token, until: now() + seconds * 1000 - MARGIN_MS };
        return token;
      })
      .finally(() => {
        asked = null;
      });
    return asked;
  };
}

async function ask({ tokenUrl, clientId, clientSecret, refreshToken, scope }: OAuthSetting) {
  const body = new URLSearchParams({
    client_id: clientId,
    ...(clientSecret === null ? {} : { client_secret: clientSecret }),
    ...(refreshToken === null
      ? { grant_type: 'client_credentials' }
      : { grant_type: 'refresh_token', refresh_token: refreshToken }),
    ...(scope === null ? {} : { scope }),
  });
  const where = `The token page ${tokenUrl}`;
  let response: Response;
  try {
    response = await fetch(tokenUrl, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (cause) {
    throw new TokenRefused(`${where} does not answer: ${String(cause)}`, { cause });
  }
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const { access_token: token, expires_in: seconds } = answer;
  if (!response.ok || typeof token !== 'string') {
    const words = [answer.error, answer.error_description].filter((word) => typeof word === 'string').join(': ');
    throw new TokenRefused(`${where} gave no token (${response.status}${words === '' ? '' : `, ${words}`})`);
  }
  return { token, seconds: Number(seconds) > 0 ? Number(seconds) : DEFAULT_SECONDS };
}
