import type { FastifyReply, FastifyRequest } from 'fastify';

/** Pages run no script and load nothing from elsewhere; frames show our own sandboxed mails. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Mails and reports bring their own styles; they run no script, load nothing and have no origin. */
const PAPER_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; base-uri 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** A page of the desk or of a party. */
export function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .headers({ 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(html);
}

/** A mail or a report as it is read, for a sandboxed frame or a window of its own. */
export function sendPaper(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .headers({ 'content-security-policy': PAPER_POLICY, 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(html);
}

/**
 * Whether a page of ours sent this form. Sec-Fetch-Site decides where the browser tells it (only over https and on this
 * machine); else Origin must be our own. A request that tells neither is refused.
 */
export function isFromOwnSite(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = request.headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  return origin === new URL(publicUrl).origin || new URL(origin).host === request.headers.host;
}

/** Whether another site's page sent this form; a request that tells nothing is not taken for one. */
export function isFromOtherSite(request: FastifyRequest, publicUrl: string): boolean {
  const isTold = request.headers['sec-fetch-site'] !== undefined || request.headers.origin !== undefined;
  return isTold && !isFromOwnSite(request, publicUrl);
}
