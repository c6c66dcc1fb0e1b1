import { periodOf } from '../domain/cycle.js';
import type { CycleInput } from '../domain/cycle.js';
import { cycleId as idOfCycle, requestId, setWorkflowId } from '../domain/ids.js';
import { openPauses } from '../domain/ledger.js';
import type { Catalogue, IsoDate, Obligation, Party, Rules } from '../domain/mandate.js';
import { partiesAsked } from '../domain/membership.js';
import { yearOf } from '../domain/period.js';
import { computePlan, dateIn } from '../domain/plan.js';
import { askedAbout } from '../domain/recommendation.js';
import { nextPeriod, openingDateOf, reportDateOf } from '../domain/report-date.js';
import { openRequest } from '../domain/request/opening.js';
import { heirOn } from '../domain/succession.js';
import { FailureType, permanent } from '../office/failure.js';
import { obligationOf } from '../office/party.js';
import type { CycleProgress, Cycles, NewRequest } from '../office/ports/cycles.js';
import type { Ledger } from '../office/ports/ledger.js';
import type { Registers } from '../office/ports/registers.js';

export interface CycleDeps {
  cycles: Cycles;
  ledger: Ledger;
  catalogue: Catalogue;
  /** How cycles that open by recurrence are carried and released. */
  opening: Pick<CycleInput, 'isReleased' | 'setSize'>;
  registers: Pick<Registers, 'findEntries'>;
}

/** A set of requests to be carried by one workflow, with the rules that the cycle was opened with. */
export interface OpenedSet {
  workflowId: string;
  requestIds: string[];
  rules: Rules;
  /** One line for the Web UI. */
  summary: string;
}

export type CycleActivities = ReturnType<typeof createCycleActivities>;

/** Opening, releasing and closing cycles. */
export function createCycleActivities({ cycles, ledger, catalogue, opening, registers }: CycleDeps) {
  /** Who is asked on a day: of a duty that follows recommendations only who has one that is open. */
  async function partiesOf(obligation: Obligation, date: IsoDate): Promise<Party[]> {
    const parties = partiesAsked(catalogue.parties, catalogue.disputed, date, obligation.parties);
    return askedAbout(obligation, parties, await registers.findEntries('recommendations'));
  }

  async function getCycleProgress({ cycleId }: { cycleId: string }): Promise<CycleProgress> {
    const progress = await cycles.findProgress(cycleId);
    if (!progress) throw permanent(FailureType.CycleUnknown, `no request of '${cycleId}' is on record`);
    return progress;
  }

  return {
    /** Writes the cycle and one request per party asked on the opening day; a cycle on record is returned as it is. */
    async openCycle(input: CycleInput & { cycleId: string; openedAt: string }): Promise<{ sets: OpenedSet[] }> {
      const { cycleId, openedAt, because, isReleased, setSize } = input;
      const obligation = obligationOf(catalogue, input.obligation);
      const reportDate = input.reportDate ?? reportDateOf(obligation, periodOf(input)).date;
      const { headquarters } = catalogue;
      const { rules } = obligation;
      const parties = await partiesOf(obligation, dateIn(openedAt, headquarters.zone));
      const requests: NewRequest[] = [];
      for (const [index, party] of parties.entries()) {
        const id = requestId(cycleId, party.code);
        const subject = { requestId: id, party: party.code, obligation: obligation.id };
        const entries = await ledger.findLedger(subject);
        const { zone, calendar: partyCalendar } = party;
        const dates = { reportDate, openedAt, headquarters, partyCalendar, zone };
        const plan = computePlan({ rules, ...dates, ledger: entries });
        const workflowId = setSize === 1 ? id : setWorkflowId(cycleId, Math.floor(index / setSize) + 1);
        const pauses = openPauses(entries);
        requests.push({
          state: openRequest({ requestId: id, party: party.code, plan, isReleased, pauses }),
          workflowId,
          language: party.language,
        });
      }
      const cycle = {
        id: cycleId,
        obligation: obligation.id,
        year: input.year,
        period: periodOf(input),
        reportDate,
        openedAt,
        openedBecause: because,
        rules,
        isReleased,
        setSize,
      };
      const opened = await cycles.openCycle(cycle, requests);
      return {
        sets: opened.sets.map((set) => ({
          ...set,
          rules: opened.rules,
          summary: summaryOf(catalogue, set.requestIds, cycleId),
        })),
      };
    },

    getCycleProgress,

    async closeCycle({ cycleId, at }: { cycleId: string; at: string }): Promise<CycleProgress> {
      await cycles.closeCycle(cycleId, at);
      return getCycleProgress({ cycleId });
    },

    /** Marks first notes as released and says which workflows are to be told. */
    async releaseRequests(input: { cycleId: string; requests: string[] | null; by: string; at: string }) {
      const { cycleId, requests, by, at } = input;
      return { workflows: await cycles.releaseRequests(cycleId, requests, by, at) };
    },

    /** The cycles whose opening day has come and that are not on record. */
    async findDueCycles({ at }: { at: string }): Promise<{ cycles: { cycleId: string; input: CycleInput }[] }> {
      const today = dateIn(at, catalogue.headquarters.zone);
      const due: { cycleId: string; input: CycleInput }[] = [];
      for (const obligation of catalogue.obligations) {
        const isOver = heirOn(catalogue.successions, obligation.id, today) !== undefined;
        const period = obligation.recurrence === 'on-command' || isOver ? undefined : nextPeriod(obligation, today);
        if (period === undefined) continue;
        const cycleId = idOfCycle(obligation.id, period);
        const openingDate = openingDateOf(obligation, period, catalogue.headquarters);
        if (openingDate > today || (await cycles.findCycle(cycleId))) continue;
        // Of a duty that asks nobody there is no cycle: it opens when somebody is to be asked, as long as its day has not passed.
        if ((await partiesOf(obligation, today)).length === 0) continue;
        due.push({
          cycleId,
          input: {
            obligation: obligation.id,
            year: yearOf(period),
            period,
            because: `its opening day ${openingDate} has come`,
            ...opening,
          },
        });
      }
      return { cycles: due };
    },
  };
}

function summaryOf(catalogue: Catalogue, requestIds: string[], cycleId: string): string {
  const names = requestIds.map((id) => catalogue.parties.find((party) => id.endsWith(`/${party.code}`))?.name.en ?? id);
  return names.length === 1
    ? `${cycleId}: ${names[0] ?? ''}`
    : `${cycleId}: ${names[0] ?? ''} and ${names.length - 1} more`;
}
