import { readJointReply } from '../../domain/joint-reply.js';
import type { Matter } from '../../domain/joint-reply.js';
import { readProposals } from '../../domain/proposal.js';
import { paragraphsOf } from '../../domain/sentence.js';
import { loadCatalogue } from '../../adapters/mandates/catalogue.js';

const IDS = ['annual-report/2027/PER', 'recommendations/2027-H1/PER', 'meeting-participation/2027/PER'];

let matters: Matter[];

beforeAll(async () => {
  const { obligations } = await loadCatalogue('mandates');
  matters = IDS.map((requestId) => ({
    requestId,
    names: obligations.find(({ id }) => requestId.startsWith(`${id}/`))?.calledBy ?? [],
  }));
});

/** What each request is shown: sentences, files, and what is proposed for it. */
function read(text: string, files: string[] = []): [string[], string[], string[]][] {
  const { evidence, mayBeAbout } = readJointReply({ text, files }, matters);
  return IDS.map((id) => [
    evidence.get(id)?.sentences ?? [],
    evidence.get(id)?.files ?? [],
    readProposals(text, '2027-01-20', (sentence) => mayBeAbout(sentence, id)).map(({ kind }) => kind),
  ]);
}

describe('a reply to a post on several requests', () => {
  it('that answers two and asks for delay in the third', () => {
    const text =
      'The Permanent Mission has the honor to transmit the information for the 2027 annual report.\n\n' +
      'With regard to the recommendations, there is nothing to report.\n\n' +
      'As to the meeting of national authorities, the list of delegates is being drawn up. We need ten more days.\n\n' +
      'The Mission avails itself of this opportunity.';
    expect(read(text, ['Annual_Report 2027.pdf', 'scan0001.pdf', 'recommendation-3.docx'])).toEqual([
      [
        ['The Permanent Mission has the honor to transmit the information for the 2027 annual report.'],
        ['Annual_Report 2027.pdf'],
        [],
      ],
      [['With regard to the recommendations, there is nothing to report.'], ['recommendation-3.docx'], ['nil']],
      [
        ['As to the meeting of national authorities, the list of delegates is being drawn up.'],
        [],
        ['extensionRequested'],
      ],
    ]);
  });

  it.each<[string, string, string[][]]>([
    [
      'a list in Spanish',
      'Al respecto:\n- Informe anual: se adjunta.\n- Recomendaciones: no hay nada que informar.\n- Reunión: se solicita una prórroga de diez días.',
      [[], ['nil'], ['extensionRequested']],
    ],
    [
      'a numbered list in Portuguese',
      '1. Relatório anual: solicita-se a prorrogação do prazo por dez dias.\n2. Recomendações: segue anexo.\n3. Reunião: segue a lista.',
      [['extensionRequested'], [], []],
    ],
    [
      'French',
      'Le rapport annuel est joint.\n\nS’agissant des recommandations, il n’y a rien à signaler. Pour la réunion, la Mission sollicite une prolongation de quinze jours.',
      [[], ['nil'], ['extensionRequested']],
    ],
    [
      'words that name none of them',
      'We need ten more days.',
      [['extensionRequested'], ['extensionRequested'], ['extensionRequested']],
    ],
    [
      'words that name two alike',
      'For the annual report and the recommendations we need ten more days.',
      [['extensionRequested'], ['extensionRequested'], ['extensionRequested']],
    ],
    [
      'a paragraph that names nothing after one that does',
      'The annual report is attached.\n\nWe need technical assistance to complete the form.',
      [['assistance'], ['assistance'], ['assistance']],
    ],
  ])('in %s', (_, text, proposed) => {
    expect(read(text).map(([, , kinds]) => kinds)).toEqual(proposed);
  });

  it('says nothing of a file that is named after two', () => {
    expect(read('', ['annual report and recommendations.pdf', 'INFORME ANUAL.PDF']).map(([, files]) => files)).toEqual([
      ['INFORME ANUAL.PDF'],
      [],
      [],
    ]);
  });
});

describe('the sentences of a text', () => {
  it.each<[string, string[][]]>([
    ['', []],
    ['One. Two\nlines.\n\nThree?', [['One.', 'Two lines.'], ['Three?']]],
    ['Points:\r\n- a.\r\n* b\r\n(c) d\r\n2) e', [['Points:'], ['- a.'], ['* b'], ['(c) d'], ['2) e']]],
    ['in 2027\n2 of them', [['in 2027 2 of them']]],
  ])('%j', (text, expected) => {
    expect(paragraphsOf(text)).toEqual(expected);
  });
});
