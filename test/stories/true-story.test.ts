import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { liveAll, runsOf } from '../../cli/cycle-run.js';
import type { CycleRun } from '../../cli/cycle-run.js';
import { readScenario } from '../../cli/script.js';
import type { CycleEvent, Scenario } from '../../cli/script.js';
import type { Adjustment } from '../../domain/adjustment.js';
import { adjustmentWorkflowId, partsOfCycle, TASK_QUEUE, WorkflowType } from '../../domain/ids.js';
import type { Catalogue } from '../../domain/mandate.js';
import { adjustmentsByRegister } from '../../domain/passing.js';
import { yearOf } from '../../domain/period.js';
import { reportDateByEvent } from '../../domain/report-date.js';
import type { ScriptedEvent } from '../../domain/script.js';
import type { SimulatedLine } from '../../domain/simulation/line.js';
import { saveHistories } from '../world/history.js';
import { shifted, YEARS } from '../world/shifted.js';
import { startStory } from '../world/story.js';
import type { Story } from '../world/story.js';

/*
 * The true course of 2004 to 2006 on the time-skipping server: the adoption, the reports of 2005, the meeting that was missed,
 * convoked, moved twice and held, the renewed mandate, notes from missions. It is lived through twenty-eight years later, and must
 * send what the simulator sends. Those who act are in it, and two states that never answer.
 */

const ASKED = ['ARG', 'BRA', 'CAN', 'HTI', 'TTO', 'VEN', 'CIM', 'IIN', 'UN', 'SG', 'CP', 'COORD'];
const BY = 'the true story';

const given = await loadCatalogue('mandates');
const trueScenario = await readScenario(given, 'mandates/scenarios/2004-2006.yaml');
const scenario: Scenario = shifted(trueScenario);

function few(catalogue: Catalogue): Catalogue {
  return { ...catalogue, parties: catalogue.parties.filter(({ code }) => ASKED.includes(code)) };
}

function simulated(catalogue: Catalogue, from: Scenario): SimulatedLine[] {
  return liveAll(catalogue, runsOf(catalogue, from.cycles), from.events, { unreachable: [], approvals: 'atOnce' });
}

function mailsIn(lines: SimulatedLine[], until: string): string[] {
  return lines
    .filter(({ kind, at }) => kind === 'mail' && at.slice(0, 10) <= until)
    .map(({ at, requests, rung, to }) => `${at.slice(0, 10)} ${requests[0] ?? ''} ${rung} ${to ?? ''}`)
    .sort();
}

describe('the true story of 2004 to 2006, twenty-eight years later', () => {
  let story: Story;
  const until = scenario.until ?? '';

  beforeAll(async () => {
    story = await startStory(few);
    const runs = runsOf(story.catalogue, scenario.cycles);
    const days = [
      ...runs.map(({ openedDate }) => openedDate),
      ...scenario.events.map(({ event }) => event.at),
      ...story.catalogue.successions.map(({ date }) => date),
    ];
    for (const day of [...new Set(days)].sort().filter((one) => one <= until)) {
      await story.until(day);
      for (const run of runs.filter(({ openedDate }) => openedDate === day)) await open(run);
      await tellOfRegister(day);
      for (const event of scenario.events.filter((one) => one.event.at === day)) await play(event, runs);
    }
    await story.until(until);
    await saveHistories(story.env.client, 'true-story', [
      'meeting-convocation/2034/CP',
      'meeting-participation/2034/BRA',
      'assembly-report/2033/COORD',
      'annual-report/2033/BRA',
    ]);
  }, 600_000);

  afterAll(async () => {
    await story.stop();
  });

  /** Each continues as new again and again. */
  async function open({ obligation, id, reportDate }: CycleRun): Promise<void> {
    const { period } = partsOfCycle(id);
    if (obligation.register === 'recommendations') await story.recommend();
    await story.open({
      obligation: obligation.id,
      year: yearOf(period),
      period,
      reportDate,
      because: 'its day has come',
      maxHistoryEvents: 30,
    });
    while (!(await story.cycles.findCycle(id))) await new Promise((resolve) => setTimeout(resolve, 50));
    await story.quiet();
  }

  async function tellOfRegister(day: string): Promise<void> {
    const running = (await story.cycles.findRunning()).map((one) => ({ ...one, openedAt: one.plan.openedAt }));
    const told = adjustmentsByRegister(story.catalogue, running, day, BY).filter(({ id }) => id.includes(`/${day}/`));
    for (const adjustment of told) await adjust(adjustment);
  }

  async function play({ cycles, calendarEvent, event }: CycleEvent, runs: CycleRun[]): Promise<void> {
    if (event.kind === 'reportDate') {
      const { date, authority, reason } = event;
      for (const { id, obligation } of runs) {
        const moved = calendarEvent === null ? date : reportDateByEvent(obligation, calendarEvent, date);
        const isMeant = calendarEvent === null ? cycles?.includes(id) : await isRunning(id);
        if (!isMeant || moved === undefined) continue;
        const act = `${event.at}/${id.replace('/', '-')}`;
        await adjust({ kind: 'reportDate', id: act, cycleId: id, date: moved, authority, reason, by: BY });
      }
    } else if (event.kind === 'answer' || event.kind === 'message') await arrive(event, cycles ?? []);
    else if (event.kind !== 'milestone') throw new Error(`the story cannot play ${event.kind}`);
  }

  async function isRunning(cycleId: string): Promise<boolean> {
    const cycle = await story.cycles.findCycle(cycleId);
    return cycle !== undefined && cycle.closedAt === null;
  }

  async function adjust(adjustment: Adjustment): Promise<void> {
    await story.env.client.workflow.start(WorkflowType.adjustment, {
      workflowId: adjustmentWorkflowId(adjustment.id),
      taskQueue: TASK_QUEUE,
      args: [adjustment],
    });
    await story.quiet();
  }

  /** A note of a mission by mail, one for all the duties that it answers; a document by the hand of the desk. */
  async function arrive(
    event: Extract<ScriptedEvent, { kind: 'answer' | 'message' }>,
    cycles: string[],
  ): Promise<void> {
    const requests = cycles.map((cycle) => `${cycle}/${event.party}`);
    const sender = event.sender ?? `${event.party}/capital`;
    const { contacts } = story.catalogue.parties.find(({ code }) => code === event.party) ?? { contacts: [] };
    if (!contacts.some(({ id }) => id === sender)) {
      for (const requestId of requests) await file(requestId, sender);
      return;
    }
    const posts = await Promise.all(requests.map((request) => postOf(request, sender)));
    await story.send({
      from: posts[0]?.toAddress,
      to: posts.map((post) => post.replyAddress),
      subject: 'Nota',
      text: 'Nota de la Misión Permanente.',
      ...(event.kind === 'answer' ? { attachments: [{ filename: 'nota.pdf', content: event.at }] } : {}),
    });
  }

  async function postOf(requestId: string, contact: string) {
    const post = await story.record.db
      .selectFrom('mailOut')
      .selectAll()
      .where('contact', '=', contact)
      .where('stepKey', 'like', `${requestId}/%`)
      .orderBy('datedAt')
      .executeTakeFirst();
    if (!post) throw new Error(`${contact} has no mail of ${requestId} that it could answer`);
    return post;
  }

  async function file(requestId: string, text: string): Promise<void> {
    await story.clock.read();
    const at = story.clock.now();
    const id = `desk-${requestId.replaceAll('/', '-')}`;
    const common = { id, requestId, receiptId: null, contact: null, sender: BY, receivedAt: at, text };
    await story.intake.fileSubmission({ ...common, via: 'desk', files: [] }, null);
    await story.delivery.submission(id, at);
    await story.quiet();
  }

  async function sentMails(): Promise<string[]> {
    const rows = await story.record.db
      .selectFrom('mailOut')
      .selectAll()
      .where('party', 'is not', null)
      .where('status', '=', 'sent')
      .execute();
    return rows
      .map(({ datedAt: at, stepKey: key, contact }) => {
        const parts = key.split('/');
        return `${at.slice(0, 10)} ${parts.slice(0, 3).join('/')} ${parts[3] ?? ''} ${contact ?? ''}`;
      })
      .filter((line) => line.slice(0, 10) <= until)
      .sort();
  }

  it('sends what the simulator sends: party, duty, step, addressee and day', async () => {
    const sent = await sentMails();
    expect(sent.length).toBeGreaterThan(150);
    expect(sent).toEqual(mailsIn(simulated(story.catalogue, scenario), until));
  });

  it('sends what was due in the true years, day by day', async () => {
    const trueYears = mailsIn(simulated(few(given), trueScenario), trueScenario.until ?? '');
    const later = trueYears.map((line) => {
      const [day = '', request = '', ...rest] = line.split(' ');
      const parts = request.split('/');
      return [shifted(day), [shifted(parts.slice(0, 2).join('/')), parts[2]].join('/'), ...rest].join(' ');
    });
    expect(await sentMails()).toEqual(later.sort());
  });

  it('closes every request as the simulator does', async () => {
    const rows = await story.record.db.selectFrom('request').selectAll().where('stage', '=', 'closed').execute();
    const closed = rows.map(({ id, closedAs: as, closeAt: at }) => `${at.slice(0, 10)} ${id} ${as ?? ''}`);
    const expected = simulated(story.catalogue, scenario)
      .filter(({ kind, at }) => kind === 'closed' && at.slice(0, 10) <= until)
      .map(({ at, requests, because }) => `${at.slice(0, 10)} ${requests[0] ?? ''} ${because.split(';')[0] ?? ''}`);
    expect(closed.sort()).toEqual(expected.sort());
    expect(closed.length).toBeGreaterThan(30);
  });

  it('keeps each day from which the meeting was counted, with the document that moved it', async () => {
    const rows = await story.record.db.selectFrom('reportDate').selectAll().orderBy('at').execute();
    const of = (cycle: string): string[] =>
      rows.filter(({ cycleId: id }) => id === cycle).map((row) => `${row.formerDate} ${row.date} ${row.authority}`);
    expect(of(`meeting-participation/${2006 + YEARS}`)).toEqual([
      '2034-06-03 2034-02-28 CP/RES. 889 (1503/05) rev. 1, November 30, 2005',
      '2034-02-28 2034-03-14 CP/RES. 889 (1503/05) rev. 2, January 24, 2006',
    ]);
    expect(of(`meeting-convocation/${2006 + YEARS}`)[0]).toBe('2033-12-31 2034-06-03 AG/RES. 2118 (XXXV-O/05)');
  });

  it('tells what ran that its mandate was renewed, once', async () => {
    const rows = await story.record.db
      .selectFrom('caseLog')
      .selectAll()
      .where('kind', '=', 'mandatePassed')
      .where('requestId', '=', 'meeting-convocation/2034/CP')
      .orderBy('at')
      .execute();
    expect(rows.map(({ at }) => at.slice(0, 10))).toEqual(['2033-05-10', '2033-06-07']);
    expect(String(rows[1]?.data.because)).toContain('AG/RES. 2118 (XXXV-O/05)');
  });

  it('continued as new while it ran', async () => {
    const description = await story.env.client.workflow.getHandle('meeting-participation/2034/BRA').describe();
    expect(description.raw.workflowExecutionInfo?.firstRunId).not.toBe(description.runId);
  });
});
