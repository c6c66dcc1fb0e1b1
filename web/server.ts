import type { AddressInfo } from 'node:net';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { registerAbsences } from './absence.js';
import { registerAdjustments } from './adjustment.js';
import { registerAnswer } from './answer.js';
import { registerContacts } from './contacts.js';
import { registerQuestionnaire } from './questionnaire.js';
import { registerDecisions } from './decision.js';
import type { WebContext, WebDeps } from './deps.js';
import { PageFault } from './fault.js';
import { boundFields } from './field.js';
import { registerFiling } from './filing.js';
import { registerFront } from './front.js';
import { registerMail } from './mail.js';
import { registerMandates } from './mandate.js';
import { registerOverview } from './overview.js';
import { loadDeskPages } from './page.js';
import { isFromOwnSite, sendPage } from './policy.js';
import { registerRelease } from './release.js';
import { registerReports } from './report.js';
import { registerRequest } from './request.js';
import { registerRung } from './rung.js';
import { refuseStranger, registerSignIn } from './sign-in.js';
import { registerRegisters } from './registers.js';
import { registerSuccessors } from './successor.js';
import { registerTreaties } from './treaties.js';
import { MAX_TEXT } from './upload.js';

export type { WebDeps } from './deps.js';

/** The desk, the parties' pages and the health checks. */
export interface WebServer {
  /** Resolves with the address really listened on. */
  listen(): Promise<{ url: string }>;
  /** Ends after the answers under way. */
  close(): Promise<void>;
}

/** An answer of 100 MiB over a slow line takes its time; what stands still for so long is given up. */
const IDLE_MS = 120_000;

/** Builds the server; nothing listens before `listen`. */
export function createWebServer(deps: WebDeps): WebServer {
  const { settings } = deps;
  const context: WebContext = {
    ...deps,
    pages: loadDeskPages(settings),
    log: deps.log ?? pino({ base: null, serializers: { fault: pino.stdSerializers.err } }, pino.destination(2)),
  };
  const site = Fastify({
    logger: false,
    trustProxy: false,
    bodyLimit: 1024 * 1024,
    connectionTimeout: IDLE_MS,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
  });
  site.register(cookie);
  site.register(formbody);
  // Files are counted where they are stored (`upload.ts`), so that what is too large is said on the page, not by a broken line.
  site.register(multipart, {
    limits: { fileSize: Infinity, fieldSize: MAX_TEXT, fields: 50, files: 200, parts: 250 },
    throwFileSizeLimit: false,
  });
  site.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      // Nothing is told to other sites. Not 'no-referrer': with it browsers hide the Origin of our own forms, too.
      'referrer-policy': 'same-origin',
      'x-frame-options': reply.getHeader('content-security-policy')?.toString().includes("frame-ancestors 'self'")
        ? 'SAMEORIGIN'
        : 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'x-robots-tag': 'noindex',
      ...(settings.publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    });
  });
  site.addHook('onRequest', async (request) => {
    const isAnswer = request.url.startsWith('/answer/');
    // A party's link is its own proof and is judged there.
    if (request.method === 'POST' && !isAnswer && !isFromOwnSite(request, settings.publicUrl)) throw foreignForm();
  });
  site.addHook('preHandler', async (request) => boundFields(request));
  registerFaults(site, context);
  site.register(async (scope) => {
    registerFront(scope, context);
    registerSignIn(scope, context);
    registerAnswer(scope, context);
    registerContacts(scope, context);
    registerQuestionnaire(scope, context);
  });
  site.register(async (desk) => {
    desk.addHook('onRequest', async (request, reply) => refuseStranger(context, request, reply) ?? undefined);
    registerOverview(desk, context);
    registerDecisions(desk, context);
    registerSuccessors(desk, context);
    registerRequest(desk, context);
    registerRung(desk, context);
    registerAdjustments(desk, context);
    registerMail(desk, context);
    registerFiling(desk, context);
    registerRelease(desk, context);
    registerReports(desk, context);
    registerAbsences(desk, context);
    registerMandates(desk, context);
    registerTreaties(desk, context);
    registerRegisters(desk, context);
  });
  return {
    async listen() {
      await site.listen({ host: settings.host, port: settings.port });
      const { address, family, port } = site.server.address() as AddressInfo;
      return { url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}` };
    },
    close: () => site.close(),
  };
}

/** Pages for what went wrong: what it is and what to do, never the inside of the service. */
function registerFaults(site: FastifyInstance, context: WebContext): void {
  const { pages, log, addressing } = context;
  const show = (title: string, advice: string): string =>
    pages.open({ page: 'problem', title, data: { title, advice, deskAddress: addressing.deskAddress } });

  site.setNotFoundHandler((request, reply) =>
    sendPage(
      reply.status(404),
      show('There is no such page', 'The address may be mistyped, or the page has moved. Begin at the front page.'),
    ),
  );
  site.setErrorHandler((fault: Error & { statusCode?: number }, request, reply) => {
    if (fault instanceof PageFault) return sendPage(reply.status(fault.statusCode), show(fault.title, fault.advice));
    const status = fault.statusCode ?? 500;
    if (status < 500)
      return sendPage(reply.status(status), show('This request could not be read', 'Go back and try again.'));
    log.error({ fault, method: request.method, route: routeOf(request) }, 'a page could not be made');
    const advice =
      request.method === 'POST'
        ? 'It is not certain that what you asked was done. Look at the page again before you repeat it; a repeat does no harm.'
        : 'The fault is on our side and is on record. Try again in a minute.';
    return sendPage(reply.status(500), show('The service could not answer', advice));
  });
}

function foreignForm(): PageFault {
  return new PageFault(403, 'This form did not come from the desk', 'Open the desk itself and press the button there.');
}

/** The route, not the address: addresses of parties hold their key. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'no route';
}
