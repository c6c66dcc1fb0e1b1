import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WebContext } from './deps.js';
import { sendPage } from './policy.js';
import { createSession, isSession, isSignInToken, SESSION_COOKIE, SESSION_HOURS } from './session.js';

/** Opening the desk by a link: looking at it changes nothing, its one button signs in. */
export function registerSignIn(site: FastifyInstance, context: WebContext): void {
  const { pages, clock, secrets, settings } = context;

  site.get('/sign-in', async (request, reply) => {
    const token = tokenOf(request.query);
    if (!isSignInToken(token, secrets.session, clock.now())) return refuse(context, reply, token !== '');
    const data = { token, hours: SESSION_HOURS };
    return sendPage(reply, pages.open({ page: 'sign-in', title: 'Sign in', data }));
  });

  site.post('/sign-in', async (request, reply) => {
    const now = clock.now();
    if (!isSignInToken(tokenOf(request.body), secrets.session, now)) return refuse(context, reply, true);
    return reply
      .setCookie(SESSION_COOKIE, createSession(secrets.session, now), {
        path: '/',
        httpOnly: true,
        sameSite: 'strict',
        secure: settings.publicUrl.startsWith('https:'),
        maxAge: SESSION_HOURS * 3600,
      })
      .redirect('/desk', 303);
  });

  site.post('/sign-out', async (_request, reply) =>
    reply.clearCookie(SESSION_COOKIE, { path: '/' }).redirect('/', 303),
  );
}

/** Lets nobody past who has not signed in. Returns the reply it sent, or null. */
export function refuseStranger(context: WebContext, request: FastifyRequest, reply: FastifyReply): FastifyReply | null {
  const { secrets, clock } = context;
  const cookie = request.cookies[SESSION_COOKIE] ?? '';
  return isSession(cookie, secrets.session, clock.now()) ? null : refuse(context, reply, false);
}

function refuse({ pages }: WebContext, reply: FastifyReply, isLinkOld: boolean): FastifyReply {
  const title = isLinkOld ? 'This sign-in link has run out' : 'Please sign in';
  return sendPage(reply.status(401), pages.open({ page: 'stranger', title, data: { title } }));
}

function tokenOf(source: unknown): string {
  const { token } = (source ?? {}) as { token?: unknown };
  return typeof token === 'string' ? token : '';
}
