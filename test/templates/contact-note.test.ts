import { LANGUAGES } from '../../domain/mandate.js';
import type { Language } from '../../domain/mandate.js';
import { renderContactNote, renderContactReceipt } from '../../templates/contact-note.js';

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

const RECEIVED: Record<Language, string[]> = {
  en: ['message of October 20, 2027', 'The following are now on file:'],
  es: ['de esa Misión Permanente del 20 de octubre de 2027', 'Constan ahora los siguientes:'],
  pt: ['dessa Missão Permanente de 20 de outubro de 2027', 'Constam agora os seguintes:'],
  fr: ['de la Mission permanente du 20 octobre 2027', 'Sont désormais enregistrés :'],
};

describe.each(LANGUAGES)('the note on contacts in %s', (language) => {
  const words = {
    language,
    party: { kind: 'member-state', name: 'NAME', mission: { long: 'MISSION LONG', short: 'MISSION' } },
    office: { unit: 'UNIT', reference: 'GS/N-', city: 'Washington, D.C.' },
    addressee: 'ADDRESSEE',
    date: '2027-10-18',
    symbol: 'AG/RES. 2019 (XXXIV-O/04)',
    contacts: [
      { name: 'Mission', address: 'mission@missions.example' },
      { name: 'Name <script>', address: 'focal@capital.example' },
    ],
    replyAddress: 'r-x@tip-desk.example',
    link: 'http://desk.example/contacts/x',
  } as const;
  const { subject, text, html } = renderContactNote({
    ...words,
    contacts: [...words.contacts],
    openingDate: '2027-11-17',
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

  it('is answered by an acknowledgement that says what is on file now, and where to put it right', () => {
    const receipt = renderContactReceipt({ ...words, contacts: [...words.contacts], receivedDate: '2027-10-20' });
    const said = receipt.text.replace(/[\s\u00a0\u202f]+/g, ' ');
    for (const one of [...RECEIVED[language], 'MISSION LONG', 'focal@capital.example', 'r-x@tip-desk.example'])
      expect(said).toContain(one);
    expect(`${receipt.subject}${receipt.text}${receipt.html}`).not.toMatch(/\{\{|\}\}|undefined|\[object|____/);
    expect(receipt.html).toContain('href="http://desk.example/contacts/x"');
  });
});
