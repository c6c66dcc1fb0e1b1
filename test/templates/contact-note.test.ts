import { LANGUAGES } from '../../domain/mandate.js';
import type { Language } from '../../domain/mandate.js';
import { renderContactNote } from '../../templates/contact-note.js';

const WORDS: Record<Language, string[]> = {
  en: ['as of November 17, 2027', 'would confirm, before that date', 'On the web page of these contacts: http'],
  es: [
    'a partir del 17 de noviembre de 2027',
    'tuviera a bien confirmar, antes de esa fecha',
    'En la página web de estos contactos: http',
  ],
  pt: [
    'a partir de 17 de novembro de 2027',
    'a gentileza de confirmar, antes dessa data',
    'Na página destes contatos na internet: http',
  ],
  fr: [
    'à compter du 17 novembre 2027',
    'bien vouloir confirmer, avant cette date',
    'Sur la page web de ces contacts : http',
  ],
};

describe.each(LANGUAGES)('the note on contacts in %s', (language) => {
  const { subject, text, html } = renderContactNote({
    language,
    party: { kind: 'member-state', name: 'NAME', mission: { long: 'MISSION LONG', short: 'MISSION' } },
    office: { unit: 'UNIT', reference: 'GS/N-', city: 'Washington, D.C.' },
    addressee: 'ADDRESSEE',
    date: '2027-10-18',
    symbol: 'AG/RES. 2019 (XXXIV-O/04)',
    openingDate: '2027-11-17',
    contacts: [
      { name: 'Mission', address: 'mission@missions.example' },
      { name: 'Name <script>', address: 'focal@capital.example' },
    ],
    replyAddress: 'r-x@tip-desk.example',
    link: 'http://desk.example/contacts/x',
  });
  const flat = text.replace(/[\s\u00a0\u202f]+/g, ' ');

  it('lists the contacts, says by when they are wanted, and where to answer', () => {
    for (const words of [
      ...WORDS[language],
      'MISSION LONG',
      'focal@capital.example',
      'r-x@tip-desk.example',
      'AG/RES. 2019',
    ])
      expect(flat).toContain(words);
    expect(subject).toContain('MISSION');
    expect(`${subject}${text}${html}`).not.toMatch(/\{\{|\}\}|undefined|\[object/);
    expect(html).toContain('href="http://desk.example/contacts/x"');
    expect(html).not.toContain('<script>');
  });
});
