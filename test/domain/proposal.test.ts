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
  ['Mucho agradeceremos ampliar el plazo hasta el 30 de abril.', [['extensionRequested', '2027-04-30']]],
  ['Requerimos de 5 días hábiles más para completar la respuesta.', [['extensionRequested', 5]]],
  ['La Misión desea consultar la posibilidad de extender el plazo por un mes adicional.', [['extensionRequested', 30]]],
  [
    'Con referencia a la nota de fecha 3 de enero de 2027, se solicita una prórroga de veinte días.',
    [['extensionRequested', 20]],
  ],
  [
    'La información será remitida a más tardar el 15 de abril, por lo que se solicita una prórroga.',
    [['extensionRequested', '2027-04-15']],
  ],
  ['Solicitamos posponer la entrega al 1.º de abril.', [['extensionRequested', '2027-04-01']]],
  ['Solicitamos una prórroga al 31/03/2027.', [['extensionRequested', '2027-03-31']]],
  ['Solicitamos una prórroga al 05/04/2027.', [['extensionRequested', null]]],
  ['El Gobierno no cuenta con información adicional para reportar.', [['nil', null]]],
  ['No se presentaron novedades en el período.', [['nil', null]]],
  ['Agradeceríamos recibir orientación de la Secretaría General.', [['assistance', null]]],
  ['Quisiéramos contar con asesoría técnica.', [['assistance', null]]],
  ['La institución competente es el Ministerio Público.', [['notCompetent', null]]],
  ['No somos la entidad responsable de esta materia.', [['notCompetent', null]]],
  ['Solicitamos una prórroga de tres semanas contadas a partir del 1 de marzo.', [['extensionRequested', 21]]],
  ['La Misión solicita un plazo de quince días.', [['extensionRequested', 15]]],
  ['Se reporta sin novedad.', [['nil', null]]],
  // Portuguese
  ['A Missão solicita prorrogação do prazo por dez dias.', [['extensionRequested', 10]]],
  ['Solicita-se a prorrogação até 15 de março de 2027.', [['extensionRequested', '2027-03-15']]],
  ['Precisamos de mais quinze dias.', [['extensionRequested', 15]]],
  ['Agradeceríamos um prazo adicional.', [['extensionRequested', null]]],
  ['Neste período não há nada a informar.', [['nil', null]]],
  ['O Governo não tem informações a comunicar.', [['nil', null]]],
  ['Solicitamos assistência técnica para preencher o formulário.', [['assistance', null]]],
  ['Este Ministério não é o órgão competente.', [['notCompetent', null]]],
  ['Pedimos a prorrogação por 30 (trinta) dias.', [['extensionRequested', 30]]],
  ['Precisamos de um pouco mais de tempo.', [['extensionRequested', null]]],
  ['Gostaríamos de estender o prazo por um mês.', [['extensionRequested', 30]]],
  ['Rogamos o adiamento da entrega para 15/04/2027.', [['extensionRequested', '2027-04-15']]],
  [
    'Com referência à nota de 3 de janeiro, solicita a prorrogação até o dia 1º de abril.',
    [['extensionRequested', '2027-04-01']],
  ],
  ['O Governo não dispõe de informações adicionais a transmitir.', [['nil', null]]],
  ['Nada a declarar no período.', [['nil', null]]],
  ['Gostaríamos de receber orientação da Secretaria-Geral.', [['assistance', null]]],
  ['O assunto é de competência do Ministério da Justiça.', [['notCompetent', null]]],
  ['A matéria não compete a esta Secretaria.', [['notCompetent', null]]],
  ['Sem novidades no período.', [['nil', null]]],
  ['Não somos competentes na matéria.', [['notCompetent', null]]],
  // French
  ['La Mission sollicite une prolongation de quinze jours.', [['extensionRequested', 15]]],
  ['Nous demandons un délai supplémentaire jusqu’au 15 mars 2027.', [['extensionRequested', '2027-03-15']]],
  ['Nous avons besoin de dix jours supplémentaires.', [['extensionRequested', 10]]],
  ['Le Gouvernement souhaiterait une prorogation jusqu’au 1er avril.', [['extensionRequested', '2027-04-01']]],
  ['Il n’y a rien à signaler pour cette période.', [['nil', null]]],
  ['Nous n’avons aucune information à communiquer.', [['nil', null]]],
  ['Nous sollicitons une assistance technique pour remplir le formulaire.', [['assistance', null]]],
  ['Ce ministère n’est pas l’autorité compétente.', [['notCompetent', null]]],
  ['Nous vous demandons de bien vouloir reporter l’échéance au 15/04/2027.', [['extensionRequested', '2027-04-15']]],
  ['Il nous faudrait deux semaines de plus.', [['extensionRequested', 14]]],
  ['Nous aurions besoin de dix (10) jours ouvrables supplémentaires.', [['extensionRequested', 10]]],
  ['La Mission demande que le délai soit prolongé d’un mois.', [['extensionRequested', 30]]],
  [
    'Se référant à la note du 3 janvier 2027, la Mission sollicite un délai de vingt jours de plus.',
    [['extensionRequested', 20]],
  ],
  ['Rien de nouveau à signaler.', [['nil', null]]],
  ['Néant.', [['nil', null]]],
  ['Aucun fait nouveau n’est à signaler.', [['nil', null]]],
  ['Un appui technique nous serait utile pour répondre.', [['assistance', null]]],
  ['Le dossier relève de la compétence du Ministère des Affaires sociales.', [['notCompetent', null]]],
  ['Nous ne sommes pas l’institution responsable de ce dossier.', [['notCompetent', null]]],
  ['Nous sollicitons un délai jusqu’à fin mars.', [['extensionRequested', null]]],
  ['Il nous faut encore dix jours.', [['extensionRequested', 10]]],
  // A polite question asks.
  ['Could we ask for an extension of ten days?', [['extensionRequested', 10]]],
  ['Would it be possible to receive two more weeks?', [['extensionRequested', 14]]],
  ['Could you help us with guidance from the Secretariat?', [['assistance', null]]],
  ['¿Podemos solicitar una prórroga?', [['extensionRequested', null]]],
  ['¿Sería posible contar con una prórroga hasta el 15 de marzo?', [['extensionRequested', '2027-03-15']]],
  ['¿Podría la Secretaría brindarnos asistencia técnica?', [['assistance', null]]],
  ['Seria possível prorrogar o prazo por quinze dias?', [['extensionRequested', 15]]],
  ['Poderíamos contar com apoio técnico?', [['assistance', null]]],
  ['Serait-il possible d’obtenir un délai supplémentaire ?', [['extensionRequested', null]]],
  ['Pourriez-vous nous accorder quinze jours de plus ?', [['extensionRequested', 15]]],
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
  'Would technical assistance be useful in preparing the answer?',
  '¿Sería útil contar con asistencia técnica para preparar la respuesta?',
  'Does the Government need more time?',
  'Is an extension of the law planned?',
  '¿Se ha solicitado una prórroga?',
  'A Missão solicitou prorrogação?',
  'Victims need assistance and protection.',
  'The Government provides technical assistance to victims of trafficking.',
  'El Estado brinda asistencia a las víctimas.',
  'Os serviços de apoio às vítimas atenderam 30 pessoas.',
  'L’assistance aux victimes est assurée par le ministère.',
  'The law requires that traffickers be reported within ten days.',
  'The hotline received 20 calls in two weeks.',
  'El Ministerio competente elaboró el informe.',
  'The competent authority has prepared the report.',
  'Se trasladó su comunicación a las instituciones competentes y se responderá oportunamente.',
  'La ley requiere que las víctimas reciban apoyo para completar sus estudios.',
  'Agradecemos el apoyo técnico brindado por la OEA.',
  'El Ministerio, que es la autoridad competente, elaboró el informe.',
  'La información de la solicitud corresponde al año 2026.',
  'A nota foi transmitida às autoridades competentes em Brasília.',
  'Não há dados desagregados por sexo.',
  'O prazo do inquérito foi prorrogado por 30 dias.',
  'La Mission accuse réception de la note, qu’elle a transmise aux autorités compétentes.',
  'Aucun cas n’a été signalé en 2026.',
  'La question relève du droit pénal.',
  'Ci-joint le rapport ; aucun délai supplémentaire n’est nécessaire.',
  'La ley fija un plazo de quince días para la investigación.',
  'Le délai de réflexion est de trente jours.',
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

  it.each([
    [
      'Dicho asunto no compete a esta institución; se sugiere remitir la consulta a la Fiscalía General.',
      'la Fiscalía General',
    ],
    ['El tema es de competencia del Ministerio de Justicia.', 'Ministerio de Justicia'],
    ['Este órgão não é responsável pelo tema. Favor encaminhar ao Ministério da Justiça.', 'Ministério da Justiça'],
    ['A matéria não é da alçada deste órgão; favor dirigir-se à Polícia Federal.', 'Polícia Federal'],
    [
      'Cette question ne relève pas de notre compétence ; veuillez vous adresser au Ministère de la Justice.',
      'Ministère de la Justice',
    ],
    ['Ce dossier ne relève pas de nos attributions.', null],
  ])('names who is to be asked instead in “%s”', (text, ask) => {
    expect(readProposals(text, RECEIVED)).toMatchObject([{ kind: 'notCompetent', ask }]);
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
    // What was written to this desk asks for something, and lies apart.
    const mails = readCorpus('.')
      .filter(({ file }) => !/^(?:awkward|reports)\//.test(file))
      .slice(0, 300);
    let found = 0;
    for (const { raw } of mails) found += readProposals((await readMail(raw)).text, RECEIVED).length;
    expect(found).toBeLessThanOrEqual(3);
  });
});
