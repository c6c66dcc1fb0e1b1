import type { Calendar, Contact, LadderRung, Party, Rules } from '../../domain/mandate.js';
import type { PlanInput } from '../../domain/plan.js';

/** The ladder of the annual report, as a literal: a change of the mandate files must not change what these tests prove. */
const LADDER: LadderRung[] = [
  { id: 'request', kind: 'request', when: { from: 'opening', days: 0 }, to: ['mission', 'capital'], tone: 'request' },
  { id: 'recall-1', kind: 'reminder', when: { from: 'due', days: -30 }, to: ['capital'], tone: 'recall' },
  { id: 'recall-2', kind: 'reminder', when: { from: 'due', days: -14 }, to: ['mission', 'capital'], tone: 'recall' },
  { id: 'recall-3', kind: 'reminder', when: { from: 'due', days: -3 }, to: ['capital'], tone: 'recall' },
  { id: 'reminder-1', kind: 'reminder', when: { from: 'due', days: 3 }, to: ['mission', 'capital'], tone: 'reminder' },
  {
    id: 'escalation-1',
    kind: 'escalation',
    when: { from: 'due', days: 10 },
    to: ['mission', 'alternate', 'coordinator'],
    tone: 'second-reminder',
  },
  {
    id: 'escalation-2',
    kind: 'escalation',
    when: { from: 'due', days: 24 },
    to: ['mission', 'alternate', 'coordinator'],
    tone: 'closing',
  },
  { id: 'close', kind: 'close', when: { from: 'report', days: -30 }, to: [], tone: null },
];

export const RULES: Rules = {
  version: 1,
  obligation: 'annual-report',
  openDaysBeforeReport: 150,
  dueDaysBeforeReport: 75,
  minimumDays: 30,
  quietDaysAfterNote: 10,
  graceDays: 14,
  messageHoldWorkingDays: 5,
  sendAtLocalTime: '10:00',
  dueAtHeadquartersTime: '17:30',
  ladder: LADDER,
};

/** Federal holidays of the United States: each kind of rule that the calendar knows. */
export const HEADQUARTERS: Calendar = {
  id: 'headquarters',
  zone: 'America/New_York',
  rules: [
    { name: 'New Year', month: 1, day: 1, observed: true },
    { name: 'Martin Luther King Day', month: 1, weekday: 1, nth: 3, from: 1986 },
    { name: "Washington's Birthday", month: 2, weekday: 1, nth: 3 },
    { name: 'Memorial Day', month: 5, weekday: 1, nth: -1 },
    { name: 'Juneteenth', month: 6, day: 19, observed: true, from: 2021 },
    { name: 'Independence Day', month: 7, day: 4, observed: true },
    { name: 'Labor Day', month: 9, weekday: 1, nth: 1 },
    { name: 'Columbus Day', month: 10, weekday: 1, nth: 2 },
    { name: 'Veterans Day', month: 11, day: 11, observed: true },
    { name: 'Thanksgiving Day', month: 11, weekday: 4, nth: 4 },
    { name: 'Christmas Day', month: 12, day: 25, observed: true },
  ],
  added: [],
  removed: [],
  source: 'United States federal holidays',
};

/** Brasília keeps UTC-3 all year since 2019, so that instants are easy to read. */
export const BRASILIA = 'America/Sao_Paulo';

/** The cycle of 2027, opened on its day at 10:00 in Brasília. */
export const CYCLE_2027: PlanInput = {
  rules: RULES,
  reportDate: '2027-04-15',
  openedAt: '2026-11-16T13:00:00.000Z',
  headquarters: HEADQUARTERS,
  zone: BRASILIA,
};

const ZONES: Record<string, string> = {
  ATG: 'America/Antigua',
  ARG: 'America/Argentina/Buenos_Aires',
  BHS: 'America/Nassau',
  BRB: 'America/Barbados',
  BLZ: 'America/Belize',
  BOL: 'America/La_Paz',
  BRA: BRASILIA,
  CAN: 'America/Toronto',
  CHL: 'America/Santiago',
  COL: 'America/Bogota',
  CRI: 'America/Costa_Rica',
  DMA: 'America/Dominica',
  DOM: 'America/Santo_Domingo',
  ECU: 'America/Guayaquil',
  SLV: 'America/El_Salvador',
  GRD: 'America/Grenada',
  GTM: 'America/Guatemala',
  GUY: 'America/Guyana',
  HTI: 'America/Port-au-Prince',
  HND: 'America/Tegucigalpa',
  JAM: 'America/Jamaica',
  MEX: 'America/Mexico_City',
  PAN: 'America/Panama',
  PRY: 'America/Asuncion',
  PER: 'America/Lima',
  KNA: 'America/St_Kitts',
  LCA: 'America/St_Lucia',
  VCT: 'America/St_Vincent',
  SUR: 'America/Paramaribo',
  TTO: 'America/Port_of_Spain',
  USA: 'America/New_York',
  URY: 'America/Montevideo',
  VEN: 'America/Caracas',
};

/** The thirty-three states that are asked in 2027, each with a mission, a capital and an alternate. */
export const PARTIES: Party[] = Object.entries(ZONES).map(([code, zone]) => partyIn(code, zone));

function partyIn(code: string, zone: string): Party {
  return {
    code,
    iso2: code.slice(0, 2),
    kind: 'member-state',
    name: { en: code, es: code, pt: code, fr: code },
    language: 'en',
    capital: code,
    capitalName: code,
    zone,
    mission: { long: `of ${code}`, short: `of ${code}` },
    memberships: [{ from: 'unknown', until: null, status: 'member', source: 'fixture' }],
    contacts: (['mission', 'capital', 'alternate'] as const).map((role): Contact => {
      return {
        id: `${code}/${role}`,
        role,
        name: `${role} of ${code}`,
        address: `${role}@${code.toLowerCase()}.example`,
      };
    }),
    source: 'fixture',
  };
}
