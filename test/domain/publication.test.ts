import fc from 'fast-check';
import type { FormField } from '../../domain/mandate.js';
import {
  joinedAnswers,
  markIn,
  printedAnswers,
  sectionsWithheld,
  statedFigures,
  withheldBecause,
} from '../../domain/publication.js';

const label = { en: 'a question', es: 'una pregunta', pt: 'uma pergunta', fr: 'une question' };
const field = (id: string, more: Partial<FormField> = {}): FormField => ({
  id,
  section: id.split('.')[0] ?? '',
  label,
  type: 'text',
  required: false,
  ...more,
});
const USE = { type: 'choice', choices: ['public', 'restricted'] } as const;
const FORM = {
  sections: ['meta', 'legal', 'vp'].map((id) => ({ id, title: label, isPrinted: id !== 'meta' })),
  form: [
    field('meta.name'),
    field('meta.use', { ...USE, choices: [...USE.choices], restricts: 'answer' }),
    field('legal.law'),
    field('legal.use', { ...USE, choices: [...USE.choices], restricts: 'section' }),
    field('vp.victims', { type: 'number', adds: true }),
    field('vp.months', { type: 'number' }),
    field('vp.use', { ...USE, choices: [...USE.choices], restricts: 'section' }),
  ],
};
const SAID = { 'meta.name': 'Ana', 'legal.law': 'Ley 1', 'vp.victims': '7' };

describe('what of an answer on the form may be printed', () => {
  it.each<[string, Record<string, string>, string[], string[], string | null]>([
    ['nothing is said of it', {}, [], ['legal.law', 'vp.victims'], null],
    ['it may be published', { 'meta.use': 'public' }, [], ['legal.law', 'vp.victims'], null],
    ['it is for the office alone', { 'meta.use': 'restricted' }, ['meta', 'legal', 'vp'], [], 'the answer says so'],
    ['a section is', { 'vp.use': 'restricted' }, ['vp'], ['legal.law'], null],
    ['a section is not', { 'meta.use': 'restricted', 'vp.use': 'public' }, ['meta', 'legal'], ['vp.victims'], null],
  ])('where %s', (_, said, withheld, printed, because) => {
    const answers = { ...SAID, ...said };
    expect(sectionsWithheld(FORM, answers).map(({ id }) => id)).toEqual(withheld);
    expect(Object.keys(printedAnswers(FORM, answers)).filter((id) => !id.endsWith('.use'))).toEqual(printed);
    expect(withheldBecause({ answers, text: '', said: null }, FORM)).toBe(because);
  });

  it('never holds what is for the office alone, nor a section that is withheld', () => {
    const use = fc.constantFrom('public', 'restricted', undefined);
    fc.assert(
      fc.property(use, use, use, (all, legal, vp) => {
        const given = Object.entries({ 'meta.use': all, 'legal.use': legal, 'vp.use': vp });
        const answers = {
          ...SAID,
          ...Object.fromEntries(given.flatMap(([id, value]) => (value ? [[id, value]] : []))),
        };
        const printed = printedAnswers(FORM, answers);
        expect(printed['meta.name']).toBeUndefined();
        expect(printed['legal.law'] === undefined).toBe((legal ?? all) === 'restricted');
        expect(printed['vp.victims'] === undefined).toBe((vp ?? all) === 'restricted');
      }),
    );
  });

  it.each<[string, boolean, Record<string, string> | null, string, string | null]>([
    ['kept out by a person', true, SAID, '', 'the mission asked'],
    ['allowed by a person, whatever the form says', false, { 'meta.use': 'restricted' }, '', null],
    ['allowed by a person, whatever its mark', false, null, 'RESERVADO\nTexto', null],
  ])('is %s', (_, isWithheld, answers, text, because) => {
    const said = { isWithheld, because: 'the mission asked' };
    expect(withheldBecause({ answers, text, said }, FORM)).toBe(because);
    if (answers === null) return;
    const withheld = sectionsWithheld(FORM, { ...SAID, ...answers }, said).map(({ id }) => id);
    expect(withheld).toEqual(isWithheld ? ['meta', 'legal', 'vp'] : []);
    const printed = printedAnswers(FORM, { ...SAID, ...answers }, said);
    expect([printed['legal.law'], printed['vp.victims'], printed['meta.name']]).toEqual(
      isWithheld ? [undefined, undefined, undefined] : ['Ley 1', '7', undefined],
    );
  });
});

describe('a mark of classification', () => {
  it.each([
    ['CONFIDENTIAL\n\nDear Madam,', 'CONFIDENTIAL'],
    ['Nota 12/27\n\n*** RESERVADO ***\n\nSeñora:', '*** RESERVADO ***'],
    ['[Confidencial]\nTexto', '[Confidencial]'],
    ['Para uso exclusivo de la Secretaría General.\nTexto', 'Para uso exclusivo de la Secretaría General.'],
    ['À l’usage exclusif du Secrétariat général\nTexte', 'À l’usage exclusif du Secrétariat général'],
    ['DIFFUSION RESTREINTE\nTexte', 'DIFFUSION RESTREINTE'],
    ['SIGILOSO\nTexto', 'SIGILOSO'],
    ['Não divulgar\nTexto', 'Não divulgar'],
    ['This e-mail is confidential and for the use of the addressee only.', null],
    ['Este mensaje es confidencial.', null],
    ['La ley protege datos de carácter reservado', null],
    ['   CONFIDENTIAL  \nTexto', 'CONFIDENTIAL'],
    ['FOR  OFFICIAL   USE ONLY', 'FOR  OFFICIAL   USE ONLY'],
    [`NO${' '.repeat(190)}PUBLICAR`, `NO${' '.repeat(190)}PUBLICAR`],
    [`NO${' '.repeat(191)}PUBLICAR`, null],
    ['> CONFIDENTIAL\nSee the file.', null],
    ['  >> CONFIDENTIAL\nSee the file.', null],
    ['The victims’ data are restricted\nby law.', null],
    ['', null],
  ])('in %j is %j', (text, mark) => {
    expect(markIn(text)).toBe(mark);
    const because = mark === null ? null : `it bears the mark “${mark}”`;
    expect(withheldBecause({ answers: null, text, said: null }, FORM)).toBe(because);
  });
});

describe('the figures that several have stated', () => {
  const figures = (...parties: [string, Record<string, string>][]) =>
    statedFigures(
      FORM.form,
      parties.map(([name, answers]) => ({ name, answers })),
    ).map(({ field: { id }, stated, notAvailable, total }) => [
      id,
      stated.map(({ name, value }) => `${name} ${value}`).join(),
      notAvailable.join(),
      total,
    ]);

  it.each<[string, Parameters<typeof figures>, ReturnType<typeof figures>]>([
    ['of nobody', [], []],
    ['of one who says nothing of them', [['A', {}]], []],
    ['zero, which is a figure', [['A', { 'vp.victims': '0' }]], [['vp.victims', 'A 0', '', '0']]],
    [
      'beside one who does not have it and one who is silent',
      [
        ['A', { 'vp.victims': '7' }],
        ['B', { 'vp.victims': 'not-available' }],
        ['C', {}],
      ],
      [['vp.victims', 'A 7', 'B', '7']],
    ],
    ['that nobody has', [['A', { 'vp.victims': 'not-available' }]], [['vp.victims', '', 'A', null]]],
    [
      'that do not add up to anything',
      [
        ['A', { 'vp.months': '12' }],
        ['B', { 'vp.months': '24' }],
      ],
      [['vp.months', 'A 12,B 24', '', null]],
    ],
    [
      'with a fraction',
      [
        ['A', { 'vp.victims': '0.1' }],
        ['B', { 'vp.victims': '0.20' }],
      ],
      [['vp.victims', 'A 0.1,B 0.20', '', '0.30']],
    ],
    ['with hundredths', [['A', { 'vp.victims': '1.05' }]], [['vp.victims', 'A 1.05', '', '1.05']]],
    ['beside words, which are no figure', [['A', { 'legal.law': '7' }]], []],
  ])('%s', (_, parties, expected) => {
    expect(figures(...parties)).toEqual(expected);
  });

  it('add up to what was stated, in whatever order, however large', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 18n }), { minLength: 1, maxLength: 20 }), (values) => {
        const parties = values.map((value, index): [string, Record<string, string>] => [
          `P${index}`,
          { 'vp.victims': String(value) },
        ]);
        const total = String(values.reduce((sum, value) => sum + value, 0n));
        expect(figures(...parties)[0]?.[3]).toBe(total);
        expect(figures(...parties.reverse())[0]?.[3]).toBe(total);
      }),
    );
  });

  it('are those of the later part, where two parts of one party differ', () => {
    const later = { receivedAt: '2027-01-02T00:00:00.000Z', answers: { 'vp.victims': '8' } };
    const earlier = { receivedAt: '2027-01-01T00:00:00.000Z', answers: { 'vp.victims': '7', 'vp.months': '3' } };
    for (const parts of [
      [later, earlier],
      [earlier, later],
    ])
      expect(joinedAnswers(parts)).toEqual({ 'vp.victims': '8', 'vp.months': '3' });
    const atOnce = { ...later, answers: { 'vp.victims': '9' } };
    expect(joinedAnswers([later, atOnce])).toEqual({ 'vp.victims': '9' });
  });
});
