import { LANGUAGES } from '../../domain/mandate.js';
import type { Language } from '../../domain/mandate.js';
import { renderPledgeReminder, renderThanks } from '../../templates/thanks.js';

const THANKS: Record<Language, [string, string]> = {
  en: ['contribution of USD 25,000 to the specific fund', 'announced on March 1, 2027'],
  es: ['contribución de USD 25,000 al fondo específico', 'anunciada el 1.º de marzo de 2027'],
  pt: ['contribuição de USD 25.000 para o fundo específico', 'anunciada em 1º de março de 2027'],
  fr: ['contribution de 25 000 USD au fonds spécifique', 'annoncée le 1er mars 2027'],
};

function thanks(language: Language, form: 'note' | 'letter', amount = '25000', render = renderThanks) {
  return render({
    language,
    form,
    party: { kind: 'permanent-observer', name: 'NAME', mission: { long: 'MISSION LONG', short: 'MISSION' } },
    office: { unit: 'UNIT', reference: 'GS/N-', city: 'Washington, D.C.' },
    addressee: 'ADDRESSEE',
    date: '2027-03-10',
    paragraph: 11,
    symbol: 'AG/RES. 2019 (XXXIV-O/04)',
    title: 'TITLE',
    pledge: { amount, currency: 'USD', date: '2027-03-01' },
  });
}

describe.each(LANGUAGES)('the thanks for a pledge in %s', (language) => {
  it.each(['note', 'letter'] as const)('name the contribution, its day and the paragraph, as a %s', (form) => {
    const { subject, text, html } = thanks(language, form);
    const words = text.replace(/[\s\u00a0\u202f]+/g, ' ');
    for (const part of [...THANKS[language], 'AG/RES. 2019 (XXXIV-O/04)', '11']) expect(words).toContain(part);
    expect(`${subject}${text}${html}`).not.toMatch(/\{\{|\}\}|undefined|\[object/);
    expect(words).toContain(form === 'note' ? 'MISSION LONG' : 'ADDRESSEE');
    expect(html).toContain(`lang="${language}"`);
  });

  it('do not tear a figure from its currency', () => {
    expect(thanks(language, 'note').text).toMatch(/USD\u00a025[.,]000(?! ?USD)|25\u202f000\u00a0USD au?(?=\s)/);
  });

  it('print cents only where there are any', () => {
    expect(thanks(language, 'note', '1250.50').text.replace(/[\u00a0\u202f]/g, ' ')).toMatch(/1[., ]?250[.,]50/);
  });
});

const QUESTION: Record<Language, RegExp> = {
  en: /no record yet of the receipt.* its date and reference/,
  es: /no consta aún la recepción.* su fecha y referencia/,
  pt: /ainda não (tem|temos) registro do recebimento.* sua data e referência/i,
  fr: /pas encore trace de la réception.* la date et la référence/,
};

describe.each(LANGUAGES)('the question where a pledge is in %s', (language) => {
  it.each(['note', 'letter'] as const)(
    'names it, asks for its day or its reference, and reproaches nothing, as a %s',
    (form) => {
      const { subject, text, html } = thanks(language, form, '25000', renderPledgeReminder);
      const words = text.replace(/[\s\u00a0\u202f]+/g, ' ');
      for (const part of [...THANKS[language], 'AG/RES. 2019 (XXXIV-O/04)']) expect(words).toContain(part);
      expect(words).toMatch(QUESTION[language]);
      expect(`${subject}${text}${html}`).not.toMatch(/\{\{|\}\}|undefined|\[object/);
      expect(words).not.toMatch(/overdue|unpaid|failed|vencid|impag|inadimpl|atras|retard/i);
    },
  );
});
