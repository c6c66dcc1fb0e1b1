import { proposedDate, readProposals } from '../../domain/proposal.js';
import type { ProposalKind } from '../../domain/proposal.js';
import { readMail } from '../../adapters/mime/mail.js';
import { readCorpus } from '../adapters/mime/corpus.js';

const RECEIVED = '2027-01-20';
const read = (text: string) => readProposals(text, RECEIVED).map(({ kind, days, until }) => [kind, days ?? until]);

const ASKED: [string, [ProposalKind, number | string | null][]][] = [
  // English
  ['The Permanent Mission requests an extension of fifteen days.', [['extensionRequested', 15]]],
  ['We would be grateful for an extension until March 15, 2027.', [['extensionRequested', '2027-03-15']]],
  ['We need 10 more days to collect the data.', [['extensionRequested', 10]]],
  ['The Ministry requires two additional weeks.', [['extensionRequested', 14]]],
  ['We kindly ask for more time.', [['extensionRequested', null]]],
  ['The Government requests an extension to 3 May.', [['extensionRequested', '2027-05-03']]],
  ['Please note that we would appreciate a later date, namely 2027-04-01.', [['extensionRequested', '2027-04-01']]],
  ['For this period there is nothing to report.', [['nil', null]]],
  ['The Government has no new information to report.', [['nil', null]]],
  ['Kindly consider this note a nil return.', [['nil', null]]],
  ['We need technical assistance to complete the form.', [['assistance', null]]],
  ['The focal point would appreciate guidance from the Secretariat.', [['assistance', null]]],
  ['This Office is not the competent authority; please contact the Ministry of Justice.', [['notCompetent', null]]],
  ['The matter falls under the competence of the Attorney General.', [['notCompetent', null]]],
  // Spanish
  ['La Misión Permanente solicita una prórroga de quince días.', [['extensionRequested', 15]]],
  ['Se solicita una ampliación del plazo hasta el 15 de marzo de 2027.', [['extensionRequested', '2027-03-15']]],
  ['Necesitamos 20 días adicionales.', [['extensionRequested', 20]]],
  ['Agradeceríamos contar con más tiempo para la respuesta.', [['extensionRequested', null]]],
  ['Rogamos conceder una prórroga hasta el 1 de abril.', [['extensionRequested', '2027-04-01']]],
  ['Por el período indicado no hay nada que informar.', [['nil', null]]],
  ['El Gobierno no tiene información que reportar.', [['nil', null]]],
  ['No tenemos novedades que comunicar.', [['nil', null]]],
  ['Solicitamos asistencia técnica para completar el formulario.', [['assistance', null]]],
  ['Agradeceríamos apoyo para responder el cuestionario.', [['assistance', null]]],
  ['Esta Secretaría no es la autoridad competente; favor dirigirse a la Fiscalía General.', [['notCompetent', null]]],
  ['El asunto no es de nuestra competencia.', [['notCompetent', null]]],
  // Portuguese
  ['A Missão solicita prorrogação do prazo por dez dias.', [['extensionRequested', 10]]],
  ['Solicita-se a prorrogação até 15 de março de 2027.', [['extensionRequested', '2027-03-15']]],
  ['Precisamos de mais quinze dias.', [['extensionRequested', 15]]],
  ['Agradeceríamos um prazo adicional.', [['extensionRequested', null]]],
  ['Neste período não há nada a informar.', [['nil', null]]],
  ['O Governo não tem informações a comunicar.', [['nil', null]]],
  ['Solicitamos assistência técnica para preencher o formulário.', [['assistance', null]]],
  ['Este Ministério não é o órgão competente.', [['notCompetent', null]]],
  // French
  ['La Mission sollicite une prolongation de quinze jours.', [['extensionRequested', 15]]],
  ['Nous demandons un délai supplémentaire jusqu’au 15 mars 2027.', [['extensionRequested', '2027-03-15']]],
  ['Nous avons besoin de dix jours supplémentaires.', [['extensionRequested', 10]]],
  ['Le Gouvernement souhaiterait une prorogation jusqu’au 1er avril.', [['extensionRequested', '2027-04-01']]],
  ['Il n’y a rien à signaler pour cette période.', [['nil', null]]],
  ['Nous n’avons aucune information à communiquer.', [['nil', null]]],
  ['Nous sollicitons une assistance technique pour remplir le formulaire.', [['assistance', null]]],
  ['Ce ministère n’est pas l’autorité compétente.', [['notCompetent', null]]],
  // Several at once, each once.
  [
    'Se solicita una prórroga de diez días. Se solicita también asistencia técnica. Se reitera la solicitud de prórroga.',
    [
      ['extensionRequested', 10],
      ['assistance', null],
    ],
  ],
];

const NOTHING = [
  'Please find attached the report of the Government.',
  'Received with thanks; forwarded to our capital.',
  'Acusamos recibo de su nota y la hemos remitido a la capital.',
  'Bien reçu, transmis à notre capitale.',
  'Segue em anexo o relatório do Governo.',
  'We do not need an extension.',
  'No further extension is required; the report follows.',
  'La Misión no solicita prórroga alguna.',
  'Não solicitamos prorrogação do prazo.',
  'Nous n’avons pas besoin d’un délai supplémentaire.',
  'Could we ask for an extension?',
  '¿Podemos solicitar una prórroga?',
  'Victims need assistance and protection.',
  'The Government provides technical assistance to victims of trafficking.',
  'El Estado brinda asistencia a las víctimas.',
  'Os serviços de apoio às vítimas atenderam 30 pessoas.',
  'L’assistance aux victimes est assurée par le ministère.',
  'The law requires that traffickers be reported within ten days.',
  'The hotline received 20 calls in two weeks.',
  'El Ministerio competente elaboró el informe.',
  'The competent authority has prepared the report.',
  'On March 15, 2027 a seminar was held.',
  '> We request an extension of ten days.',
  'Thank you.\n\nOn 3 January the Secretariat wrote:\n> The Permanent Mission requests an extension.',
  '',
];

describe('what a mail seems to ask for', () => {
  it.each(ASKED)('is read from “%s”', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each(NOTHING)('is nothing in “%s”', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('comes with its sentence, whole, and with who is named instead', () => {
    const text =
      'Dear colleagues,\n\nThank you. This Office is not the competent authority; please contact the Ministry of Justice.\n\nRegards';
    expect(readProposals(text, RECEIVED)).toMatchObject([
      {
        sentence: 'This Office is not the competent authority; please contact the Ministry of Justice.',
        ask: 'the Ministry of Justice',
      },
    ]);
    expect(
      readProposals('It is not within our competence and should be addressed to the Ministry of Justice.', RECEIVED),
    ).toMatchObject([{ ask: 'the Ministry of Justice' }]);
  });

  it('comes to a day: the one that is named, or so many after the due date', () => {
    expect(proposedDate({ until: '2027-03-15', days: 10 }, '2027-02-01')).toBe('2027-03-15');
    expect(proposedDate({ until: null, days: 10 }, '2027-02-01')).toBe('2027-02-11');
    expect(proposedDate({ until: null, days: null }, '2027-02-01')).toBeNull();
  });

  it('gives a day without a year the next one', () => {
    expect(read('We request an extension until 3 January.')).toEqual([['extensionRequested', '2028-01-03']]);
    expect(read('We request an extension until 31 February.')).toEqual([['extensionRequested', null]]);
  });

  it('is hardly anything in mail that has nothing to do with us', async () => {
    const mails = readCorpus('.').slice(0, 300);
    let found = 0;
    for (const { raw } of mails) found += readProposals((await readMail(raw)).text, RECEIVED).length;
    expect(found).toBeLessThanOrEqual(3);
  });
});
