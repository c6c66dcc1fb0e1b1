import type { FastifyInstance } from 'fastify';
import { findRegisterTasks } from '../office/decisions/register.js';
import type { Closing } from '../domain/entry.js';
import { dateIn } from '../domain/plan.js';
import { FOLLOW_UP_STATUSES, headingIn } from '../domain/recommendation.js';
import type { Recommendation } from '../domain/recommendation.js';
import { registeredFor } from '../domain/registration.js';
import type { Registration } from '../domain/registration.js';
import type { WebContext } from './deps.js';
import { decisionTitle } from './decision-words.js';
import { sendPage } from './policy.js';

interface RegisterView {
  id: string;
  title: string;
  /** The command that keeps it. */
  command: string;
  columns: string[];
  rows: string[][];
}

/** What is followed one by one: recommendations, pledges, registrations, projects, observations. */
export function registerRegisters(site: FastifyInstance, context: WebContext): void {
  const { catalogue, pages, clock, registers } = context;

  site.get('/desk/registers', async (_request, reply) => {
    const today = dateIn(clock.now(), catalogue.headquarters.zone);
    const tasks = await findRegisterTasks(registers, catalogue, today);
    const data = {
      tasks: tasks.map(({ kind, about, data: { entry, amount, text, due } }) => ({
        title: decisionTitle(kind),
        name: about?.name ?? '',
        entry,
        detail: [amount ?? text, due].filter((part) => typeof part === 'string').join(', due '),
      })),
      registers: [
        recommendationsView(await registers.findEntries('recommendations')),
        {
          id: 'pledges',
          title: 'Pledges to the specific fund',
          command: 'pledge',
          columns: ['Id', 'From', 'Amount', 'Promised', 'Document', 'Paid'],
          rows: (await registers.findEntries('pledges')).map(({ id, fields }) => [
            id,
            nameOf(context, fields.party),
            `${fields.currency} ${fields.amount}`,
            fields.date,
            fields.document,
            closedWords(fields.closed),
          ]),
        },
        registrationsView(await registers.findEntries('registrations')),
        {
          id: 'projects',
          title: 'Cooperation projects',
          command: 'project',
          columns: ['Id', 'Title', 'Partners', 'From', 'Until', 'Ended'],
          rows: (await registers.findEntries('projects')).map(({ id, fields }) => [
            id,
            fields.title,
            fields.partners,
            fields.from,
            fields.until ?? '',
            closedWords(fields.closed),
          ]),
        },
        {
          id: 'observations',
          title: 'Observations of the Permanent Council',
          command: 'observation',
          columns: ['Id', 'Observation', 'Document', 'Observed', 'Due', 'Dealt with'],
          rows: (await registers.findEntries('observations')).map(({ id, fields }) => [
            id,
            fields.text,
            fields.document,
            fields.date,
            fields.due ?? '',
            closedWords(fields.closed),
          ]),
        },
      ].map((view: RegisterView) => ({ ...view, cells: cellsOf(view) })),
    };
    return sendPage(
      reply,
      pages.desk({ page: 'registers', title: 'Registers', section: 'registers', notice: null, data }),
    );
  });
}

function recommendationsView(entries: Recommendation[]): RegisterView {
  return {
    id: 'recommendations',
    title: 'Conclusions and recommendations',
    command: 'recommendation',
    columns: ['Id', 'Heading', 'Document or source', 'States on record', 'Closed for all'],
    rows: entries.map((one) => [
      one.id,
      headingIn(one, 'en'),
      one.fields.document ?? one.fields.source,
      FOLLOW_UP_STATUSES.flatMap((status) => {
        const count = Object.values(one.parties).filter((said) => said.status === status).length;
        return count === 0 ? [] : [`${count} ${status.replace('-', ' ')}`];
      }).join(', ') || 'unknown of all',
      closedWords(one.fields.closed),
    ]),
  };
}

function registrationsView(entries: Registration[]): RegisterView {
  const meetings = [...new Set(entries.map(({ fields }) => fields.meeting))].sort();
  return {
    id: 'registrations',
    title: 'Registrations for the meeting',
    command: 'registration',
    columns: ['Meeting', 'Group', 'Registrations', 'Delegates'],
    rows: meetings.flatMap((meeting) =>
      registeredFor(entries, meeting).map(({ group, entries: count, delegates }) => [
        meeting,
        group,
        String(count),
        String(delegates),
      ]),
    ),
  };
}

/** Each cell with its heading, which a narrow page prints before it. */
function cellsOf({ columns, rows }: RegisterView): { label: string; text: string }[][] {
  return rows.map((row) => row.map((text, index) => ({ label: columns[index] ?? '', text })));
}

function nameOf({ catalogue }: WebContext, code: string): string {
  return catalogue.parties.find((party) => party.code === code)?.name.en ?? code;
}

function closedWords(closed: Closing | null): string {
  return closed === null ? 'no' : `${closed.date}: ${closed.evidence}`;
}
