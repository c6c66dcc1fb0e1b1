import { Command } from 'commander';
import { publicationOf } from '../office/decisions/publication.js';
import { matrixOf } from '../domain/matrix.js';
import type { MatrixAnswer, MatrixRow, MeasureCell } from '../domain/matrix.js';
import type { FormField, Obligation } from '../domain/mandate.js';
import { partiesAsked } from '../domain/membership.js';
import { dateIn } from '../domain/plan.js';
import { headingIn } from '../domain/recommendation.js';
import type { Recommendation } from '../domain/recommendation.js';
import { ENGLISH_VALUES, valueWords } from '../templates/questionnaire.js';
import { systemClock } from '../worker/clock.js';
import type { OpenRecord } from '../worker/composition.js';
import { findObligation, findParty } from './known.js';
import { print, printJson, printTable } from './output.js';
import { partyNamed, withParty } from './party-option.js';
import { withRecord } from './session.js';

/** The paragraph whose information the matrix lays out. */
const PARAGRAPH = 3;

export function matrixCommand(): Command {
  return withParty(new Command('matrix'), 'one state by its code or name; all by default')
    .description(
      'measures and national mechanism of each state against the recommendations, paragraph 3, with evidence',
    )
    .option('--json', 'one JSON object a line: each state')
    .action((named: string | undefined, options: { party?: string; json?: boolean }) => {
      const text = partyNamed(named, options);
      return withRecord(async (record) => {
        const { catalogue, registers } = record;
        const today = dateIn(systemClock.now(), catalogue.headquarters.zone);
        const members = partiesAsked(catalogue.parties, catalogue.disputed, today, ['member-states']);
        const states = text === undefined ? members : [findParty(catalogue, text)];
        const recommendations = await registers.findEntries('recommendations');
        const questions = questionsOf(catalogue);
        const rows = matrixOf(states, questions, recommendations, await answersOf(record));
        if (options.json) rows.forEach(printJson);
        else show(rows, questions, recommendations);
      });
    });
}

/** The duties whose answers may tell of the paragraph. */
function servingOf({ obligations }: OpenRecord['catalogue']): Obligation[] {
  return obligations.filter(({ paragraph, serves }) => paragraph === PARAGRAPH || serves.includes(PARAGRAPH));
}

/** The questions of their forms that stem from it. */
function questionsOf(catalogue: OpenRecord['catalogue']): FormField[] {
  return servingOf(catalogue).flatMap(({ form }) =>
    form.filter(({ paragraphs = [] }) => paragraphs.includes(PARAGRAPH)),
  );
}

/** The answers to every duty that serves the paragraph. */
async function answersOf({ catalogue, intake }: OpenRecord): Promise<MatrixAnswer[]> {
  const rows = await intake.findAnswersTo(servingOf(catalogue).map(({ id }) => id));
  return rows.map(({ party, request, submission, receivedAt, answers, obligation, ...use }) => {
    const form = findObligation(catalogue, obligation);
    const printed = publicationOf({ answers, ...use }, form).answers;
    const withheld = Object.keys(answers ?? {}).filter((field) => printed[field] === undefined);
    return { party, request, submission, receivedAt, answers, withheld };
  });
}

function show(rows: MatrixRow[], questions: FormField[], recommendations: Recommendation[]): void {
  print(
    'Unknown says that nothing is on record, never that nothing was done. What was answered on the form is shown with the day on which ' +
      'it was received; an answer by words and files is named, not read.\n',
  );
  printTable(
    [
      'state',
      'newest answer',
      ...questions.map(({ label }) => label.en),
      ...recommendations.map((one) => headingIn(one, 'en')),
    ],
    rows.map(({ party, answer, measures, recommendations: cells }) => [
      party,
      answer === null ? 'unknown' : `${answer.request}, ${answer.receivedAt.slice(0, 10)}`,
      ...measures.map((cell, index) => measureWords(questions[index], cell)),
      ...cells.map(({ status, date, evidence }) =>
        date === null ? status : `${status} since ${date} (${evidence ?? 'no evidence'})`,
      ),
    ]),
  );
  if (recommendations.length === 0)
    print('\nNo recommendation is on record: see `coordinator recommendation load --help`.');
}

function measureWords(question: FormField | undefined, { value, receivedAt, isWithheld }: MeasureCell): string {
  if (question === undefined || value === null || receivedAt === null) return 'unknown';
  const words = valueWords(question, value, 'en', ENGLISH_VALUES).replaceAll(/\s+/g, ' ');
  return `${words} (${receivedAt.slice(0, 10)}${isWithheld ? '; for the use of the General Secretariat only' : ''})`;
}
