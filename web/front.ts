import type { FastifyInstance } from 'fastify';
import type { WebContext } from './deps.js';
import { sendPage } from './policy.js';

/** What anybody may see: the front page, the style sheet, and whether the service is well. */
export function registerFront(site: FastifyInstance, context: WebContext): void {
  const { pages, queries, addressing, catalogue, log } = context;

  site.get('/', async (_request, reply) => {
    const data = {
      deskAddress: addressing.deskAddress,
      resolutions: catalogue.resolutions.map(({ symbol, title }) => ({ symbol, title })),
    };
    return sendPage(reply, pages.open({ page: 'front', title: 'OAS Coordinator on Trafficking in Persons', data }));
  });

  site.get('/style.css', async (_request, reply) =>
    reply.header('cache-control', 'max-age=300').type('text/css; charset=utf-8').send(pages.style),
  );

  site.get('/icon.svg', async (_request, reply) =>
    reply.header('cache-control', 'max-age=86400').type('image/svg+xml').send(pages.icon),
  );

  site.get('/robots.txt', async (_request, reply) => reply.type('text/plain').send('User-agent: *\nDisallow: /\n'));

  site.get('/health/live', async () => ({ status: 'live' }));

  site.get('/health/ready', async (_request, reply) => {
    try {
      await queries.ping();
      return await reply.send({ status: 'ready', database: 'answers' });
    } catch (fault) {
      log.warn({ fault }, 'the database does not answer');
      return reply.status(503).send({ status: 'not ready', database: 'does not answer' });
    }
  });
}
