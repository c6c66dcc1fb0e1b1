import { readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatFaults } from '../../../adapters/mandates/fault.js';
import { copyMandates, faultsOf, spoilFile } from './spoiled.js';

const RESOLUTION = 'resolutions/ag-res-2019.yaml';
const OBLIGATION = 'obligations/annual-report.yaml';
const HALF_YEARLY = 'obligations/recommendations.yaml';
const FORM = 'forms/annual-report.yaml';
const STATES = 'parties/member-states.yaml';
const CONTACTS = 'parties/contacts.yaml';
const CALENDAR = 'calendars/headquarters.yaml';
const STATE_CALENDARS = 'calendars/states.yaml';
const OFFICES = 'offices.yaml';

let folder: string;

beforeEach(async () => {
  folder = await copyMandates();
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const spoil = (file: string, find: string | RegExp, replacement: string, at: string): Promise<number> =>
  spoilFile(folder, file, find, replacement, at);

interface Case {
  what: string;
  file: string;
  find: string | RegExp;
  replacement: string;
  /** A text on the line that the fault must name; by default the replacement's first line. */
  at?: string;
  key: string;
  problem: string;
  remedy: string;
}

const rung = (id: string) => new RegExp(`    - \\{ id: ${id}, .*\\n`);

const cases: Case[] = [
  {
    what: 'YAML that cannot be read',
    file: OFFICES,
    find: 'city: Washington, D.C.',
    replacement: "city: 'Washington, D.C.' and more",
    key: '',
    problem: 'is not correct YAML',
    remedy: 'Correct the spelling, the indentation or the quotes',
  },
  {
    what: 'a key that stands twice',
    file: CONTACTS,
    find: '  ARG:\n',
    replacement: '  ATG:\n',
    at: '  ATG:\n    mission: { name: Misión',
    key: '',
    problem: 'the key "ATG" stands twice in one group',
    remedy: 'Keep one of the two',
  },
  {
    what: 'a year that stands twice',
    file: OBLIGATION,
    find: "    '2005':\n",
    replacement: "    '2027': { date: 2027-04-16, status: provisional, source: x }\n    '2005':\n",
    at: "'2027':\n",
    key: '',
    problem: 'the key "2027" stands twice in one group',
    remedy: 'Keep one of the two',
  },
  {
    what: 'a party that is asked twice',
    file: 'obligations/meeting-participation.yaml',
    find: 'parties: [member-states, CIM, IIN,',
    replacement: 'parties: [member-states, CIM, CIM, IIN,',
    key: 'parties[2]',
    problem: 'CIM is named twice',
    remedy: 'Name each party or group once.',
  },
  {
    what: 'a paragraph that is served twice',
    file: OBLIGATION,
    find: 'serves: [1, 2,',
    replacement: 'serves: [1, 1, 2,',
    key: 'serves[1]',
    problem: 'names paragraph 1 twice',
    remedy: 'Name each other operative paragraph that the answers serve, once.',
  },
  {
    what: 'a served paragraph that does not exist',
    file: OBLIGATION,
    find: 'serves: [1, 2,',
    replacement: 'serves: [1, 14,',
    key: 'serves[1]',
    problem: 'ag-res-2019 has no paragraph 14',
    remedy: 'Name each other operative paragraph',
  },
  {
    what: 'an unknown key',
    file: STATES,
    find: 'capitalName: Nassau',
    replacement: 'capitalName: Nassau\n    anthem: March On',
    at: 'anthem',
    key: 'states[2].anthem',
    problem: 'is an unknown key',
    remedy: 'Remove it',
  },
  {
    what: 'a missing key',
    file: STATES,
    find: '    capitalName: Nassau\n',
    replacement: '',
    at: 'code: BHS',
    key: 'states[2].capitalName',
    problem: 'is missing',
    remedy: 'Add "capitalName": a text.',
  },
  {
    what: 'a misspelt time zone',
    file: STATES,
    find: 'zone: America/Bogota',
    replacement: 'zone: America/Bogotta',
    key: 'states[9].zone',
    problem: '"America/Bogotta" is no time zone',
    remedy: 'Use a name of the IANA time-zone tables',
  },
  {
    what: 'a misspelt zone of headquarters',
    file: CALENDAR,
    find: 'zone: America/New_York',
    replacement: 'zone: America/NewYork',
    key: 'zone',
    problem: '"America/NewYork" is no time zone',
    remedy: 'Use a name of the IANA time-zone tables',
  },
  {
    what: 'the 30th of February',
    file: OBLIGATION,
    find: 'date: 2027-04-15',
    replacement: 'date: 2027-02-30',
    key: 'reportDate.years.2027.date',
    problem: '"2027-02-30" is no day of the calendar',
    remedy: 'Write a day that exists',
  },
  {
    what: 'a yearly day that some years lack',
    file: OBLIGATION,
    find: '{ month: 4, day: 15 }',
    replacement: '{ month: 2, day: 29 }',
    key: 'reportDate.default.day',
    problem: 'is no day that every year has',
    remedy: 'Correct the month or the day',
  },
  {
    what: 'a report date filed under another year',
    file: OBLIGATION,
    find: 'date: 2027-04-15',
    replacement: 'date: 2028-04-15',
    key: 'reportDate.years.2027.date',
    problem: '2028-04-15 is filed under 2027',
    remedy: 'Correct the date, or the year',
  },
  {
    what: 'a recurrence that there is not',
    file: HALF_YEARLY,
    find: 'recurrence: half-yearly',
    replacement: 'recurrence: twice-a-year',
    key: 'recurrence',
    problem: 'is the text "twice-a-year"',
    remedy: 'one of yearly, half-yearly, quarterly, on-command',
  },
  {
    what: 'a questionnaire of which there is no obligation',
    file: HALF_YEARLY,
    find: 'obligation: annual-report, parts',
    replacement: 'obligation: yearly-report, parts',
    key: 'askedWith.obligation',
    problem: 'there is no obligation yearly-report',
    remedy: 'or leave askedWith out',
  },
  {
    what: 'a questionnaire that does not serve the paragraph',
    file: HALF_YEARLY,
    find: 'obligation: annual-report, parts',
    replacement: 'obligation: organ-report, parts',
    key: 'askedWith.obligation',
    problem: 'organ-report does not serve paragraph 7',
    remedy: 'Put 7 into serves of obligations/organ-report.yaml',
  },
  {
    what: 'a part of a year that the recurrence does not have',
    file: HALF_YEARLY,
    find: 'parts: [H1]',
    replacement: 'parts: [Q1]',
    key: 'askedWith.parts[0]',
    problem: '"Q1" is no part of a year of what is half-yearly',
    remedy: 'Name some of H1, H2',
  },
  {
    what: 'a first day that is not in the first of the periods',
    file: HALF_YEARLY,
    find: '{ month: 4, day: 30 }',
    replacement: '{ month: 10, day: 30 }',
    key: 'reportDate.default.month',
    problem: '10 is no month of the first of the periods, and this is half-yearly',
    remedy: 'in month 1 to 6: the others follow 6 months apart',
  },
  {
    what: 'a year where a half-year is wanted',
    file: HALF_YEARLY,
    find: '{ month: 4, day: 30 }',
    replacement: "{ month: 4, day: 30 }\n  years: { '2027': { date: 2027-04-30, status: confirmed, source: x } }",
    at: "  years: { '2027'",
    key: 'reportDate.years.2027',
    problem: '"2027" is no period of what is half-yearly',
    remedy: 'Name one such as 2027-H1, 2027-H2',
  },
  {
    what: 'a day filed under another half-year',
    file: HALF_YEARLY,
    find: '{ month: 4, day: 30 }',
    replacement: '{ month: 4, day: 30 }\n  years: { 2027-H2: { date: 2027-04-30, status: confirmed, source: x } }',
    at: '  years: { 2027-H2',
    key: 'reportDate.years.2027-H2.date',
    problem: '2027-04-30 is filed under second half of 2027',
    remedy: 'Correct the date, or the period',
  },
  {
    what: 'a cycle that opens before the one before it is over',
    file: HALF_YEARLY,
    find: 'openDaysBeforeReport: 75',
    replacement: 'openDaysBeforeReport: 200',
    key: 'rules.openDaysBeforeReport',
    problem: '200 days before its day a cycle opens before the one before it is over',
    remedy: 'Give 168 or less',
  },
  {
    what: 'a half-yearly duty that is counted from an event',
    file: HALF_YEARLY,
    find: 'default: { month: 4, day: 30 }',
    replacement: 'event: assembly-session',
    at: 'recurrence: half-yearly',
    key: 'recurrence',
    problem: 'an event has one day a year, and this is half-yearly',
    remedy: 'Make it yearly or on-command',
  },
  {
    what: 'rungs of one anchor out of order',
    file: OBLIGATION,
    find: 'when: { from: due, days: 3 }',
    replacement: 'when: { from: due, days: -40 }',
    at: 'id: reminder-1',
    key: 'rules.ladder[2].when',
    problem: 'reminder-1 (due -40) does not come after recall-1 (due -14)',
    remedy: 'Put the rungs in the order of time',
  },
  {
    what: 'rungs of two anchors out of order',
    file: OBLIGATION,
    find: 'when: { from: due, days: -14 }',
    replacement: 'when: { from: due, days: -75 }',
    key: 'rules.ladder[1].when',
    problem: 'recall-1 (due -75) does not come after request (opening +0)',
    remedy: 'Put the rungs in the order of time',
  },
  {
    what: 'a ladder that does not end with close',
    file: OBLIGATION,
    find: rung('close'),
    replacement: '',
    at: 'kind: escalation\n      when: { from: due, days: 24 }',
    key: 'rules.ladder[4].kind',
    problem: 'the last rung does not close',
    remedy: 'End the ladder with the rung of kind close',
  },
  {
    what: 'a ladder that does not begin with the request',
    file: OBLIGATION,
    find: rung('request'),
    replacement: '',
    at: 'id: recall-1',
    key: 'rules.ladder[0].kind',
    problem: 'the first rung is no request',
    remedy: 'Begin the ladder with the rung of kind request',
  },
  {
    what: 'two rungs of one id',
    file: OBLIGATION,
    find: 'id: reminder-1',
    replacement: 'id: recall-1',
    at: 'id: recall-1, kind: reminder, when: { from: due, days: 3 }',
    key: 'rules.ladder[2].id',
    problem: '"recall-1" is used twice',
    remedy: 'Give each entry its own',
  },
  {
    what: 'a rung that goes to nobody',
    file: OBLIGATION,
    find: 'days: -14 }, to: [mission, capital]',
    replacement: 'days: -14 }, to: []',
    key: 'rules.ladder[1].to',
    problem: 'the rung goes to nobody',
    remedy: 'Name at least one of mission',
  },
  {
    what: 'a note by a role that no member state has',
    file: OBLIGATION,
    find: 'days: 0 }, to: [mission, capital]',
    replacement: 'days: 0 }, to: [secretariat]',
    key: 'rules.ladder[0].to',
    problem: 'request goes to secretariat and so to no member state, which the obligation asks',
    remedy: 'Add at least one of mission, capital, alternate: without it no member state gets this mail.',
  },
  {
    what: 'a note that goes to the Coordinator alone, in the place of the states',
    file: OBLIGATION,
    find: 'days: 0 }, to: [mission, capital]',
    replacement: 'days: 0 }, to: [coordinator]',
    key: 'rules.ladder[0].to',
    problem: 'request goes to coordinator and so to no member state',
    remedy: 'Add at least one of mission, capital, alternate',
  },
  {
    what: 'a reminder that reaches some of those who are asked, and not the organs',
    file: 'obligations/meeting-participation.yaml',
    find: 'days: 3 }, to: [mission, secretariat]',
    replacement: 'days: 3 }, to: [mission]',
    key: 'rules.ladder[1].to',
    problem: 'reminder-1 goes to mission and so to no organ, which the obligation asks',
    remedy: 'Add secretariat: without it no organ gets this mail.',
  },
  {
    what: 'a note to the capitals of permanent observers',
    file: 'obligations/fund-contributions.yaml',
    find: 'days: 0 }, to: [mission, secretariat]',
    replacement: 'days: 0 }, to: [capital, secretariat]',
    key: 'rules.ladder[0].to',
    problem: 'request goes to capital, secretariat and so to no permanent observer',
    remedy: 'Add mission: without it no permanent observer gets this mail.',
  },
  {
    what: 'a note to the secretariat of the Coordinator, who has none',
    file: 'obligations/meeting-report.yaml',
    find: 'days: 0 }, to: [coordinator]',
    replacement: 'days: 0 }, to: [secretariat]',
    key: 'rules.ladder[0].to',
    problem: 'request goes to secretariat and so to no office without contacts',
    remedy: 'Add coordinator',
  },
  {
    what: 'a rung without wording',
    file: OBLIGATION,
    find: 'tone: closing',
    replacement: 'tone: null',
    at: 'tone: null\n      approval',
    key: 'rules.ladder[4].tone',
    problem: 'the rung has no wording',
    remedy: 'Name a tone',
  },
  {
    what: 'a first note that waits for approval',
    file: OBLIGATION,
    find: 'tone: request }',
    replacement: 'tone: request, approval: true }',
    at: '{ id: request,',
    key: 'rules.ladder[0].approval',
    problem: 'the first note has its release',
    remedy: 'Leave approval out',
  },
  {
    what: 'closing within the days of grace',
    file: OBLIGATION,
    find: 'graceDays: 14',
    replacement: 'graceDays: 60',
    at: 'id: close',
    key: 'rules.ladder[5].when',
    problem: 'closes before the 60 days of graceDays',
    remedy: 'Close later, or shorten graceDays',
  },
  {
    what: 'more days promised than the cycle has',
    file: OBLIGATION,
    find: 'minimumDays: 30',
    replacement: 'minimumDays: 90',
    key: 'rules.minimumDays',
    problem: 'is 90, and a cycle opened on its day leaves only 75 days',
    remedy: 'Make it smaller, or open earlier',
  },
  {
    what: 'an hour that no day has',
    file: OBLIGATION,
    find: "sendAtLocalTime: '10:00'",
    replacement: "sendAtLocalTime: '25:00'",
    key: 'rules.sendAtLocalTime',
    problem: '"25:00" is no time of day',
    remedy: "from '00:00' to '23:59'",
  },
  {
    what: 'a number of days below zero',
    file: OBLIGATION,
    find: 'quietDaysAfterNote: 10',
    replacement: 'quietDaysAfterNote: -1',
    key: 'rules.quietDaysAfterNote',
    problem: 'is -1',
    remedy: 'Give 0 or more.',
  },
  {
    what: 'rules of a version that the program does not know',
    file: OBLIGATION,
    find: 'version: 3\n',
    replacement: 'version: 4\n',
    key: 'rules.version',
    problem: 'is 4',
    remedy: 'Give one of 1, 2, 3.',
  },
  {
    what: 'two rules of one due date',
    file: OBLIGATION,
    find: '  dueDaysBeforeReport: 75\n',
    replacement: '  dueDaysBeforeReport: 75\n  due: { from: note, days: 45, unit: working }\n',
    at: '  due: {',
    key: 'rules.due',
    problem: 'answers are due by two rules',
    remedy: 'Remove due, or dueDaysBeforeReport.',
  },
  {
    what: 'a due date by no rule',
    file: OBLIGATION,
    find: '  dueDaysBeforeReport: 75\n',
    replacement: '',
    at: 'rules:',
    key: 'rules',
    problem: 'nothing says when answers are due',
    remedy: 'Add dueDaysBeforeReport',
  },
  {
    what: 'a rule of a due date that its version does not read',
    file: OBLIGATION,
    find: /version: 3\n([^]*?)dueDaysBeforeReport: 75\n/,
    replacement: 'version: 1\n$1due: { from: note, days: 45, unit: working }\n',
    at: '  version: 1',
    key: 'rules.version',
    problem: 'is 1, which does not read rules.due',
    remedy: 'Write version: 2.',
  },
  {
    what: 'calendar days of a capital',
    file: OBLIGATION,
    find: '  dueDaysBeforeReport: 75\n',
    replacement: '  due: { from: note, days: 45, unit: calendar, atCapital: true }\n',
    at: '  due: {',
    key: 'rules.due.atCapital',
    problem: 'calendar days are the same everywhere',
    remedy: 'Remove atCapital, or count working days',
  },
  {
    what: 'a count of days that is none',
    file: OBLIGATION,
    find: '  dueDaysBeforeReport: 75\n',
    replacement: '  due: { from: note, days: 0, unit: working }\n',
    at: '  due: {',
    key: 'rules.due.days',
    problem: 'is 0',
    remedy: 'Give 1 or more.',
  },
  {
    what: 'a due date in working days that comes before the opening',
    file: OBLIGATION,
    find: '  dueDaysBeforeReport: 75\n',
    replacement: '  due: { from: report, days: 120, unit: working }\n',
    at: '  due: {',
    key: 'rules.due.days',
    problem: 'answers are due 168 days before the report, and the cycle opens only 150 days before it',
    remedy: 'Make it smaller',
  },
  {
    what: 'a due date from the note that is to follow a meeting',
    file: 'obligations/meeting-participation.yaml',
    find: '  dueDaysBeforeReport: 30\n',
    replacement: '  due: { from: note, days: 45, unit: working }\n',
    at: '  dueFollowsEvent',
    key: 'rules.dueFollowsEvent',
    problem: 'a due date counted from the note follows no session or meeting',
    remedy: 'Remove dueFollowsEvent',
  },
  {
    what: 'an obligation of a resolution that is not on file',
    file: OBLIGATION,
    find: 'resolution: ag-res-2019',
    replacement: 'resolution: ag-res-2118',
    key: 'resolution',
    problem: 'resolutions/ag-res-2118.yaml does not exist',
    remedy: 'Name one of ag-res-2019, or add its file',
  },
  {
    what: 'an obligation of a paragraph that does not exist',
    file: OBLIGATION,
    find: 'paragraph: 9',
    replacement: 'paragraph: 13',
    key: 'paragraph',
    problem: 'ag-res-2019 has no paragraph 13',
    remedy: 'Name the operative paragraph',
  },
  {
    what: 'a form that is not on file',
    file: OBLIGATION,
    find: 'form: annual-report',
    replacement: 'form: annual',
    at: 'form: annual\n',
    key: 'form',
    problem: 'forms/annual.yaml does not exist',
    remedy: 'Name one of annual-report, fund-contributions, meeting-participation, organ-report, recommendations, or',
  },
  {
    what: 'a paragraph number given twice',
    file: RESOLUTION,
    find: '- number: 12',
    replacement: '- number: 11',
    at: '- number: 11\n    kinds: [request]',
    key: 'paragraphs[11].number',
    problem: '"11" is used twice',
    remedy: 'Give each entry its own',
  },
  {
    what: 'a paragraph number left out',
    file: RESOLUTION,
    find: '- number: 12',
    replacement: '- number: 13',
    at: 'paragraphs:\n',
    key: 'paragraphs',
    problem: 'paragraph 12 is missing: the resolution has 12',
    remedy: 'Put it back under "- number: 12"',
  },
  {
    what: 'a paragraph without addressee',
    file: RESOLUTION,
    find: '    addressee: the member states\n',
    replacement: '',
    at: 'number: 1\n',
    key: 'paragraphs[0].addressee',
    problem: 'is missing',
    remedy: 'Add "addressee": a text.',
  },
  {
    what: 'a paragraph whose addressee says nothing',
    file: RESOLUTION,
    find: 'addressee: the Permanent Council',
    replacement: "addressee: ' '",
    key: 'paragraphs[4].addressee',
    problem: '" " says nothing',
    remedy: 'Fill it in',
  },
  {
    what: 'a paragraph in a language that is not official',
    file: RESOLUTION,
    find: '      en: >-\n        To reiterate',
    replacement: '      nl: >-\n        To reiterate',
    key: 'paragraphs[0].text.nl',
    problem: 'is an unknown key',
    remedy: 'Remove it',
  },
  {
    what: 'a language of correspondence that is not one of the four',
    file: STATES,
    find: 'language: pt',
    replacement: 'language: pt-br',
    key: 'states[6].language',
    problem: 'is the text "pt-br"',
    remedy: 'Give one of en, es, pt, fr.',
  },
  {
    what: 'a choice on disputed states that is none',
    file: STATES,
    find: 'disputed: ask\n',
    replacement: 'disputed: perhaps\n',
    key: 'disputed',
    problem: 'is the text "perhaps"',
    remedy: 'Give one of ask, leave-out.',
  },
  {
    what: 'a state that stands twice',
    file: STATES,
    find: 'code: BRB',
    replacement: 'code: BLZ',
    at: 'code: BLZ\n    iso2: BZ',
    key: 'states[4].code',
    problem: '"BLZ" is used twice',
    remedy: 'Give each entry its own',
  },
  {
    what: 'memberships that overlap',
    file: STATES,
    find: 'from: 2019-04-27',
    replacement: 'from: 2017-04-28',
    key: 'states[34].memberships[1].from',
    problem: 'begins 2017-04-28, before the interval ahead of it has ended',
    remedy: 'Let each interval begin on the day on which the one before it ends',
  },
  {
    what: 'a membership that ends before it begins',
    file: STATES,
    find: /from: unknown\n(\s+)until: 2023-11-19/,
    replacement: 'from: 2023-12-01\n$1until: 2023-11-19',
    at: 'until: 2023-11-19',
    key: 'states[23].memberships[0].until',
    problem: '2023-11-19 is not after 2023-12-01',
    remedy: 'Let it be the first day after the interval',
  },
  {
    what: 'offices with a gap between them',
    file: OFFICES,
    find: '- from: 2019-02-01',
    replacement: '- from: 2019-03-01',
    key: 'offices[2].from',
    problem: 'nothing holds from 2019-02-01 to 2019-03-01',
    remedy: 'Let it begin on the day on which the one before it ends',
  },
  {
    what: 'no office for today',
    file: OFFICES,
    find: 'until: null',
    replacement: 'until: 2025-01-01',
    key: 'offices[2].until',
    problem: 'nothing holds from 2025-01-01 on',
    remedy: 'Leave the last entry open: null',
  },
  {
    what: 'an address that is no e-mail address',
    file: CONTACTS,
    find: 'mission.bra@missions.oas-demo.example',
    replacement: 'mission.bra at missions',
    at: 'mission.bra at',
    key: 'contacts.BRA.mission.address',
    problem: '"mission.bra at missions" is no e-mail address',
    remedy: 'Write one address alone',
  },
  {
    what: 'a contact in a role that does not exist',
    file: CONTACTS,
    find: '    alternate: { name: Ponto',
    replacement: '    deputy: { name: Ponto',
    key: 'contacts.BRA.deputy',
    problem: 'is an unknown key',
    remedy: 'Remove it',
  },
  {
    what: 'a member whose mission has no contact',
    file: CONTACTS,
    find: /    mission: \{[^}]*mission\.bra[^}]*\}\n/,
    replacement: '',
    at: '  BRA:',
    key: 'contacts.BRA',
    problem: 'the member BRA has no mission to write to',
    remedy: 'Add "mission" with name and address under BRA',
  },
  {
    what: 'a field of the form that stands twice',
    file: FORM,
    find: 'id: le.investigations_opened',
    replacement: 'id: le.offences_recorded',
    at: 'id: le.offences_recorded\n        type: number\n        adds: true\n        required: true\n        label:\n          en: Investigations',
    key: 'sections[3].fields[2].id',
    problem: '"le.offences_recorded" is used twice',
    remedy: 'Give each entry its own',
  },
  {
    what: 'a label that is missing in one language',
    file: FORM,
    find: '          pt: Leis e regulamentos adotados durante o período\n',
    replacement: '',
    at: 'label:\n          en: Laws and regulations',
    key: 'sections[1].fields[8].label.pt',
    problem: 'is missing',
    remedy: 'Add "pt": a text.',
  },
  {
    what: 'a field that stems from a paragraph which the resolution does not have',
    file: FORM,
    find: 'paragraphs: [3]',
    replacement: 'paragraphs: [13]',
    at: '[13]',
    key: 'sections[2].fields[0].paragraphs[0]',
    problem: 'ag-res-2019 has no paragraph 13',
    remedy: 'Name operative paragraphs of the resolution',
  },
  {
    what: 'choices for a field that is no choice',
    file: FORM,
    find: 'type: choice',
    replacement: 'type: text',
    at: 'choices:\n',
    key: 'sections[0].fields[6].choices',
    problem: 'only a field of type choice has choices',
    remedy: 'Remove them, or make the type choice',
  },
  {
    what: 'a choice with nothing to choose from',
    file: FORM,
    find: /(id: le.sentences.length\n\s+type: )number/,
    replacement: '$1choice',
    at: 'type: choice\n        required: false\n        label:\n          en: Average length',
    key: 'sections[3].fields[7].type',
    problem: 'there is nothing to choose from',
    remedy: 'Add choices',
  },
  {
    what: 'a sum of what is no figure',
    file: FORM,
    find: /(id: le.training\n\s+type: )number/,
    replacement: '$1text',
    at: 'adds: true\n        required: false\n        label:\n          en: Persons trained',
    key: 'sections[3].fields[16].adds',
    problem: 'only a field of type number adds up',
    remedy: 'Remove it',
  },
  {
    what: 'a limit of use that nobody can choose',
    file: FORM,
    find: /id: restricted(,\s+label:\s+\{\s+en: For the use)/,
    replacement: 'id: secret$1',
    at: 'restricts: answer\n',
    key: 'sections[0].fields[9].restricts',
    problem: 'there is no choice that limits the use',
    remedy: 'give one of its choices the id restricted',
  },
  {
    what: 'a holiday that is half one kind of rule and half the other',
    file: CALENDAR,
    find: 'month: 9, weekday: 1, nth: 1 }',
    replacement: 'month: 9, weekday: 1, day: 1 }',
    key: 'rules[6]',
    problem: 'is no complete holiday rule',
    remedy: 'Give either month, day and observed, or month, weekday and nth',
  },
  {
    what: 'an empty list of states',
    file: STATES,
    find: /states:\n[^]*/,
    replacement: 'states: []\n',
    key: 'states',
    problem: 'is an empty list',
    remedy: 'Give a list with entries.',
  },
];

describe('a fault in a mandate file', () => {
  it.each(cases)('is told by file, line and key: $what', async (entry) => {
    const firstLine = entry.replacement.split('\n')[0] ?? '';
    const line = await spoil(entry.file, entry.find, entry.replacement, entry.at ?? firstLine);
    const faults = await faultsOf(folder);
    expect(faults).toContainEqual({
      file: entry.file,
      line,
      key: entry.key,
      problem: expect.stringContaining(entry.problem) as string,
      remedy: expect.stringContaining(entry.remedy) as string,
    });
  });

  it('is the only one told when only one was made', async () => {
    await spoil(STATES, 'zone: America/Bogota', 'zone: America/Bogotta', 'Bogotta');
    expect(await faultsOf(folder)).toHaveLength(1);
  });

  it('names a contact of an unknown party', async () => {
    const line = await spoil(CONTACTS, '  BRA:\n', '  BRX:\n', '  BRX:');
    expect(await faultsOf(folder)).toEqual([
      expect.objectContaining({ key: 'contacts.BRA', problem: 'the member BRA has no mission to write to' }),
      expect.objectContaining({ line, key: 'contacts.BRX', problem: 'no party has the code BRX' }),
    ]);
  });

  it('names a missing file, a missing folder and a file with the wrong ending', async () => {
    await rm(join(folder, CALENDAR));
    await rm(join(folder, 'forms'), { recursive: true });
    await writeFile(join(folder, 'resolutions/ag-res-2118.yml'), 'symbol: x\n');
    const faults = await faultsOf(folder);
    expect(faults.map(({ file, problem }) => `${file} ${problem}`)).toEqual([
      'calendars/headquarters.yaml the file is missing',
      'forms/ holds no .yaml file',
      'resolutions/ag-res-2118.yml is not read',
    ]);
  });

  it('is told where a file is empty or refers to a name that it does not have', async () => {
    await writeFile(join(folder, OFFICES), '');
    await spoil(CALENDAR, 'added: []', 'added: *nowhere', 'added');
    const faults = await faultsOf(folder);
    expect(faults.map(({ file, problem }) => [file, problem])).toEqual([
      [CALENDAR, expect.stringContaining('nowhere')],
      [OFFICES, 'is empty'],
    ]);
  });
});

describe('a file that cannot be read', () => {
  const files = readdirSync('mandates', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('scenarios'))
    .sort();

  it.each(files)('brings no second fault elsewhere: %s', async (file) => {
    await writeFile(join(folder, file), 'a: [\n');
    const faults = await faultsOf(folder);
    expect(faults.filter((fault) => fault.file !== file)).toEqual([]);
    expect(faults).toContainEqual(expect.objectContaining({ problem: expect.stringContaining('is not correct YAML') }));
  });

  it.each(['resolutions', 'treaties', 'obligations', 'forms'])('brings none for a whole folder: %s', async (name) => {
    await rm(join(folder, name), { recursive: true });
    expect((await faultsOf(folder)).map(({ file, problem }) => `${file} ${problem}`)).toEqual([
      `${name}/ holds no .yaml file`,
    ]);
  });

  it('is told with the line that is not UTF-8', async () => {
    const path = join(folder, CONTACTS);
    const text = await readFile(path, 'utf8');
    await writeFile(path, Buffer.from(text.replaceAll('’', "'"), 'latin1'));
    const line = text.split('\n').findIndex((one) => /[\u0080-\u00ff]/.test(one)) + 1;
    expect(await faultsOf(folder)).toEqual([
      expect.objectContaining({ file: CONTACTS, line, key: '', problem: 'is not written in UTF-8' }),
    ]);
  });
});

describe('the calendars of states', () => {
  const KEYS = 'states:\n  GUY:\n';
  const day = (date: string, why: string) => `{ date: ${date}, name: A day, ${why}: a reason }`;

  it.each([
    ['nothing', KEYS.replace('\n  GUY:\n', ' {}\n'), []],
    [
      'a day added, one removed and a year reviewed',
      `${KEYS}    added: [${day('2027-03-22', 'source')}]\n    removed: [${day('2027-05-05', 'reason')}]\n` +
        '    reviewed: { 2027: { on: 2026-12-01, by: the Coordinator }, 2028: { on: 2026-12-02 } }\n',
      [],
    ],
    ['an unknown state', 'states:\n  GYU:\n    added: []\n', ['2 states.GYU: no party has the code GYU']],
    [
      'the 30th of February',
      `${KEYS}    added:\n      - ${day('2027-02-30', 'source')}\n`,
      ['4 states.GUY.added[0].date: "2027-02-30" is no day of the calendar'],
    ],
    [
      'a day without its source, one without its reason',
      `${KEYS}    added:\n      - { date: 2027-03-22, name: A day }\n    removed:\n      - { date: 2027-03-23, name: A day }\n`,
      ['4 states.GUY.added[0].source: is missing', '6 states.GUY.removed[0].reason: is missing'],
    ],
    [
      'a date both added and removed',
      `${KEYS}    added:\n      - ${day('2027-03-22', 'source')}\n    removed:\n      - ${day('2027-03-22', 'reason')}\n`,
      ['6 states.GUY.removed[0].date: 2027-03-22 is both added and removed'],
    ],
    [
      'a date twice, in either list',
      `${KEYS}    added:\n      - ${day('2027-03-22', 'source')}\n      - ${day('2027-03-22', 'source')}\n` +
        `    removed:\n      - ${day('2027-03-23', 'reason')}\n      - ${day('2027-03-23', 'reason')}\n`,
      [
        '5 states.GUY.added[1].date: 2027-03-22 is added twice',
        '8 states.GUY.removed[1].date: 2027-03-23 is removed twice',
      ],
    ],
    [
      'a review of what is no year, and one on a day that does not exist',
      `${KEYS}    reviewed:\n      27: { on: 2026-12-01 }\n      2028: { on: 2026-11-31 }\n`,
      [
        '4 states.GUY.reviewed.27: "27" is no year',
        '5 states.GUY.reviewed.2028.on: "2026-11-31" is no day of the calendar',
      ],
    ],
    ['a misspelt key', `${KEYS}    aded: []\n`, ['3 states.GUY.aded: is an unknown key']],
  ])('with %s', async (_, text, expected) => {
    await writeFile(join(folder, STATE_CALENDARS), text);
    const faults = await faultsOf(folder);
    expect(faults.map(({ line, key, problem }) => `${line} ${key}: ${problem}`)).toEqual(expected);
    for (const fault of faults)
      expect(fault).toMatchObject({ file: STATE_CALENDARS, remedy: expect.stringMatching(/\.$/) });
  });

  it('is missed where the file is not there', async () => {
    await rm(join(folder, STATE_CALENDARS));
    expect(await faultsOf(folder)).toMatchObject([{ file: STATE_CALENDARS, problem: 'the file is missing' }]);
  });
});

describe('several faults', () => {
  it('are all told at once, in the order of files and lines, even beside a fault of shape in the same file', async () => {
    await spoil(STATES, 'zone: America/Bogota', 'zone: America/Bogotta', 'Bogotta');
    await spoil(STATES, 'disputed: ask', 'dispute: ask', 'dispute');
    await spoil(STATES, 'from: 2019-04-27', 'from: 2017-04-28', '2017-04-28');
    await spoil(OBLIGATION, 'days: 3 }', 'days: -40 }', 'days: -40');
    await spoil(OBLIGATION, 'minimumDays: 30', 'minimumDays: many', 'many');
    await spoil(RESOLUTION, 'adoptedDate: 2004-06-08', 'adoptedDate: 2004-06-31', '2004-06-31');
    const faults = await faultsOf(folder);
    expect(faults.map(({ file, key, problem }) => `${file} ${key}: ${problem}`)).toEqual([
      `${OBLIGATION} rules.minimumDays: is the text "many"`,
      `${OBLIGATION} rules.ladder[2].when: reminder-1 (due -40) does not come after recall-1 (due -14)`,
      `${STATES} disputed: is missing`,
      `${STATES} dispute: is an unknown key`,
      `${STATES} states[9].zone: "America/Bogotta" is no time zone`,
      `${STATES} states[34].memberships[1].from: begins 2017-04-28, before the interval ahead of it has ended`,
      `${RESOLUTION} adoptedDate: "2004-06-31" is no day of the calendar`,
    ]);
  });

  it('are printed one below the other, each with what to do', () => {
    const text = formatFaults([
      { file: STATES, line: 12, key: 'disputed', problem: 'is missing', remedy: 'Add it.' },
      { file: OFFICES, line: 1, key: '', problem: 'the file is missing', remedy: 'Put it back.' },
    ]);
    expect(text).toBe(
      [
        '2 faults in the mandate files',
        '  parties/member-states.yaml:12  disputed: is missing',
        '    Add it.',
        '  offices.yaml:1  the file is missing',
        '    Put it back.',
      ].join('\n'),
    );
  });
});

describe('the file as delivered', () => {
  it('has no fault', async () => {
    expect(await faultsOf('mandates')).toEqual([]);
  });
});
