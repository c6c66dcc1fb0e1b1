import fc from 'fast-check';
import type { FormField } from '../../domain/mandate.js';
import {
  mergeAnswers,
  missingFields,
  numberIn,
  progressOf,
  readAnswers,
  sumDoubts,
} from '../../domain/questionnaire.js';
import type { Answers } from '../../domain/questionnaire.js';

const label = { en: '', es: '', pt: '', fr: '' };

function field(id: string, type: FormField['type'], more: Partial<FormField> = {}): FormField {
  return { id, type, section: id.split('.')[0] ?? '', label, required: false, ...more };
}

const FORM = [
  field('meta.name', 'text', { required: true }),
  field('meta.day', 'date'),
  field('legal.status', 'choice', { required: true, choices: ['signed', 'ratified'] }),
  field('legal.law', 'yes-no'),
  field('vp.victims', 'number', { required: true }),
  field('vp.victims.women', 'number'),
  field('vp.victims.men', 'number'),
  field('annex', 'file', { required: true }),
];
const SECTIONS = ['meta', 'legal', 'vp', 'annex'].map((id) => ({ id, title: label, isPrinted: true }));

describe('a figure as people write it', () => {
  it.each([
    ['1250', '1250'],
    ['1 250', '1250'],
    ['1\u00a0250', '1250'],
    ['1\u202f250', '1250'],
    ['1.250', '1250'],
    ['1,250', '1250'],
    ['1’250', '1250'],
    ['1.250.000', '1250000'],
    ['0', '0'],
    ['007', '7'],
    ['12.50', '12.50'],
    ['12,5', '12.5'],
    ['-3', null],
    ['1.250,50', null],
    ['1.25.000', null],
    ['about 40', null],
    ['40%', null],
    ['1e3', null],
    ['', null],
  ])('%j is %j', (text, expected) => {
    expect(numberIn(text)).toBe(expected);
  });

  it('is read again as itself', () => {
    fc.assert(fc.property(fc.nat(), (one) => numberIn(numberIn(String(one)) ?? '') === String(one)));
  });
});

describe('what was typed', () => {
  it.each<[string, string, string, string | { kind: string }]>([
    ['a text', 'meta.name', '  Ana ', 'Ana'],
    ['a date', 'meta.day', '2026-02-28', '2026-02-28'],
    ['a day that is none', 'meta.day', '2026-02-30', { kind: 'date' }],
    ['a choice', 'legal.status', 'signed', 'signed'],
    ['a choice that is not offered', 'legal.status', 'acceded', { kind: 'choice' }],
    ['yes', 'legal.law', 'yes', 'yes'],
    ['perhaps', 'legal.law', 'perhaps', { kind: 'choice' }],
    ['a figure', 'vp.victims', '1,250', '1250'],
    ['a figure that is not available', 'vp.victims', 'not-available', 'not-available'],
    ['words for a figure', 'vp.victims', 'many', { kind: 'number' }],
  ])('%s', (_, id, text, expected) => {
    const { answers, faults } = readAnswers(FORM, { [id]: text });
    if (typeof expected === 'string') expect([answers, faults]).toEqual([{ [id]: expected }, []]);
    else expect([answers, faults]).toEqual([{}, [{ field: id, text, ...expected }]]);
  });

  it('is no answer where it is empty, or where no field asks', () => {
    expect(readAnswers(FORM, { 'meta.name': ' ', 'vp.victims': '', other: 'x' })).toEqual({ answers: {}, faults: [] });
  });
});

describe('how far a form is', () => {
  it('names what is required and has no answer; not available is one, and a file is not asked for here', () => {
    const answers = { 'vp.victims': 'not-available', 'meta.name': 'Ana' };
    expect(missingFields(FORM, answers).map(({ id }) => id)).toEqual(['legal.status']);
    expect(
      progressOf({ sections: SECTIONS, form: FORM }, answers).map(({ section, answered, total, missing }) => [
        section.id,
        answered,
        total,
        missing.length,
      ]),
    ).toEqual([
      ['meta', 1, 2, 0],
      ['legal', 0, 2, 1],
      ['vp', 1, 3, 0],
    ]);
  });

  it.each<[string, Answers, [number, number] | null]>([
    ['that add up', { 'vp.victims': '5', 'vp.victims.women': '3', 'vp.victims.men': '2' }, null],
    ['that do not', { 'vp.victims': '6', 'vp.victims.women': '3', 'vp.victims.men': '2' }, [6, 5]],
    ['of which one is missing', { 'vp.victims': '6', 'vp.victims.women': '3' }, null],
    [
      'of which one is not available',
      { 'vp.victims': '6', 'vp.victims.women': '3', 'vp.victims.men': 'not-available' },
      null,
    ],
    ['without a total', { 'vp.victims.women': '3', 'vp.victims.men': '2' }, null],
  ])('looks at the parts of a figure %s', (_, answers, doubt) => {
    expect(sumDoubts(FORM, answers).map(({ total, sum }) => [total, sum])).toEqual(doubt === null ? [] : [doubt]);
  });
});

describe('two officials at one form', () => {
  const both = FORM.slice(0, 2);

  it('keep what each has written in fields that the other has not touched', () => {
    const base = { 'meta.name': 'Ana' };
    const theirs = { 'meta.name': 'Ana', 'meta.day': '2026-01-01', 'vp.victims': '3' };
    const mine = { 'meta.name': 'Ana Pérez' };
    expect(mergeAnswers({ base, mine, theirs }, both)).toEqual({
      answers: { 'meta.name': 'Ana Pérez', 'meta.day': '2026-01-01', 'vp.victims': '3' },
      overwritten: [],
    });
  });

  it('are told where both have changed one', () => {
    const theirs = { 'meta.name': 'Eva' };
    expect(mergeAnswers({ base: {}, mine: { 'meta.name': 'Ana' }, theirs }, both)).toEqual({
      answers: { 'meta.name': 'Ana' },
      overwritten: [{ field: 'meta.name', theirs: 'Eva' }],
    });
    expect(mergeAnswers({ base: { 'meta.name': 'Ana' }, mine: {}, theirs }, both)).toEqual({
      answers: {},
      overwritten: [{ field: 'meta.name', theirs: 'Eva' }],
    });
  });

  it('lose nothing: whatever is saved meanwhile is there, or was told', () => {
    const some = fc.dictionary(fc.constantFrom('meta.name', 'meta.day', 'vp.victims'), fc.constantFrom('1', '2'));
    fc.assert(
      fc.property(some, some, some, (base, typed, theirs) => {
        const { 'vp.victims': _, ...mine } = typed;
        const { answers, overwritten } = mergeAnswers({ base, mine, theirs }, both);
        return Object.entries(theirs).every(
          ([id, value]) =>
            answers[id] === value ||
            base[id] === value ||
            overwritten.some((one) => one.field === id && one.theirs === value),
        );
      }),
    );
  });
});
