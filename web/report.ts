import type { FastifyInstance } from 'fastify';
import { DESK, actorWords } from '../domain/actor.js';
import { DocumentMissing } from '../office/ports/documents.js';
import type { WebContext } from './deps.js';
import { sendDocument } from './download.js';
import { notFound } from './fault.js';
import { dayOf, instantOf } from './moment.js';
import { readNotice, redirectWith } from './notice.js';
import { titleOf } from './overview.js';
import { sendPage, sendPaper } from './policy.js';

/** Reports compiled so far, and the button that compiles one. */
export function registerReports(site: FastifyInstance, context: WebContext): void {
  const { queries, cycles, pages, documents, catalogue, commands } = context;
  const { zone } = catalogue.headquarters;

  site.get('/desk/reports', async (request, reply) => {
    const reports = await queries.findReports();
    const data = {
      cycles: (await cycles.findCycles()).map((cycle) => ({
        id: cycle.id,
        title: titleOf(context, cycle),
        reportDay: dayOf(cycle.reportDate),
        isClosed: cycle.closedAt !== null,
        reports: reports
          .filter((report) => report.cycleId === cycle.id)
          .map((report) => ({
            id: report.id,
            link: `/desk/reports/${report.id}`,
            downloadLink: `/desk/reports/${report.id}/download`,
            compiled: instantOf(report.compiledAt, zone),
            because: report.because,
            sha256: report.sha256,
          })),
      })),
    };
    return sendPage(
      reply,
      pages.desk({ page: 'reports', title: 'Reports', section: 'reports', notice: readNotice(request.query), data }),
    );
  });

  site.post('/desk/reports', async (request, reply) => {
    const { cycle: cycleId } = request.body as { cycle?: string };
    const cycle = await cycles.findCycle(cycleId ?? '');
    if (!cycle) throw notFound('cycle');
    await commands.compileReport(cycle.id, `asked for on ${actorWords(DESK)}`);
    return redirectWith(reply, '/desk/reports', 'compiled');
  });

  site.get('/desk/reports/:id', async (request, reply) => {
    const report = await find(request.params);
    try {
      return sendPaper(reply, (await documents.get(report.sha256)).toString('utf8'));
    } catch (fault) {
      if (fault instanceof DocumentMissing) throw notFound('report');
      throw fault;
    }
  });

  site.get('/desk/reports/:id/download', async (request, reply) => {
    const report = await find(request.params);
    const name = `${report.cycleId.replaceAll('/', '-')}-${report.id}.html`;
    return sendDocument(reply, context, { sha256: report.sha256, name });
  });

  async function find(params: unknown) {
    const id = Number((params as { id: string }).id);
    const report = Number.isSafeInteger(id) && id > 0 && id < 2 ** 31 ? await queries.findReport(id) : undefined;
    if (!report) throw notFound('report');
    return report;
  }
}
