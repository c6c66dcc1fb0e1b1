import { existsSync, readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { Language } from '../domain/mandate.js';
import { formatSize } from './size.js';

export interface ReportedAnswer {
  part: number;
  version: number;
  /** The latest version of its part. */
  isCurrent: boolean;
  /** Received after the text had closed: an addendum. */
  isAfterClosing: boolean;
  /** Date and hour, in words. */
  received: string;
  /** The channel by which it came, in words. */
  sender: string;
  language: Language;
  text: string;
  files: { name: string; size: number; sha256: string }[];
}

export interface StateSection {
  code: string;
  name: string;
  /** By which states stand in order. */
  sortName: string;
  isReached: boolean;
  /** Every answer came after the due date. */
  isFirstLate: boolean;
  answers: ReportedAnswer[];
}

/** Everything that a report says; each figure is computed from the record. */
export interface ReportWords {
  title: string;
  symbol: string;
  paragraph: number;
  paragraphText: string;
  /** In words. */
  date: string;
  /** The cycle is open: an interim compilation. */
  isInterim: boolean;
  openedDate: string;
  dueExplanation: string;
  closingExplanation: string;
  asked: number;
  reached: number;
  answered: number;
  inTime: number;
  afterDue: number;
  states: StateSection[];
  silent: StateSection[];
  notReached: StateSection[];
  addenda: StateSection[];
}

let template: HandlebarsTemplateDelegate | undefined;

/** The report as one HTML document that needs nothing else: its style is inside, it has no script. */
export function renderReport(words: ReportWords): string {
  template ??= Handlebars.create().compile(readTemplate(), { strict: true });
  return template({
    ...words,
    rate:
      words.reached === 0
        ? 'unknown, since no state was reached'
        : `${Math.round((100 * words.answered) / words.reached)} %`,
    statesAnswered: count(words.answered, 'member state', 'member states'),
    states: words.states.map(drawState),
    hasStates: words.states.length > 0,
    hasSilent: words.silent.length > 0,
    hasNotReached: words.notReached.length > 0,
    hasAddenda: words.addenda.length > 0,
  });
}

function drawState(state: StateSection): object {
  const current = state.answers.filter((answer) => answer.isCurrent);
  return {
    ...state,
    current: current.map(drawAnswer),
    earlier: state.answers.filter((answer) => !answer.isCurrent).map(drawAnswer),
    hasEarlier: state.answers.length > current.length,
  };
}

function drawAnswer(answer: ReportedAnswer): object {
  return {
    ...answer,
    heading: `Part ${answer.part}, version ${answer.version}`,
    paragraphs: answer.text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== ''),
    hasText: answer.text !== '',
    files: answer.files.map((file) => ({ ...file, sizeWords: formatSize(file.size, 'en') })),
    hasFiles: answer.files.length > 0,
  };
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Templates are data and are not compiled: the built code reads them from the source folder. */
function readTemplate(): string {
  const places = ['./report/annual-report.html.hbs', '../../templates/report/annual-report.html.hbs'].map(
    (place) => new URL(place, import.meta.url),
  );
  const place = places.find((one) => existsSync(one));
  if (!place) throw new Error('templates/report/annual-report.html.hbs is missing');
  return readFileSync(place, 'utf8');
}
