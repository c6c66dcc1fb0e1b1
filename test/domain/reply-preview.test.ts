import { previewOf, shownWordsOf } from '../../domain/reply-preview.js';

describe('the preview of an answer', () => {
  it.each([
    ['El lun, 3 may 2027 a las 10:15, Oficina <desk@oas.example> escribió:\n> Estimada Misión', 'Spanish, Gmail'],
    ['Em seg., 3 de mai. de 2027 às 10:15, Desk <desk@oas.example>\nescreveu:\n\n> Prezada', 'Portuguese, wrapped'],
    ['Le lun. 3 mai 2027 à 10:15, Desk <desk@oas.example> a écrit :\n> Madame', 'French'],
    ['On Mon, May 3, 2027 at 10:15 AM Desk <desk@oas.example> wrote:\n> Dear', 'English'],
    [
      'De: Desk <desk@oas.example>\nEnviado el: lunes, 3 de mayo de 2027\nPara: Misión\nAsunto: Nota\n\nEstimada',
      'Outlook, es',
    ],
    [
      '________________________________\nDe: Desk\nEnviado: 3 de maio\nPara: Missão\nAssunto: Nota\n\nPrezada',
      'Outlook, pt',
    ],
    [
      '-----Message d’origine-----\nDe : Desk\nEnvoyé : lundi 3 mai\nÀ : Mission\nObjet : Note\n\nMadame',
      'Outlook, fr',
    ],
    ['-- \nAna Silva\nMinistry', 'a signature'],
    ['Enviado desde mi iPhone', 'a telephone'],
    ['Obtener Outlook para iOS<https://aka.ms/x>', 'Outlook on a telephone, es'],
    ['Obter o Outlook para Android<https://aka.ms/x>', 'Outlook on a telephone, pt'],
    ['Télécharger Outlook pour iOS<https://aka.ms/x>', 'Outlook on a telephone, fr'],
    ['Sent with [Proton Mail](https://proton.me/) secure email.', 'Proton Mail'],
    ['----- Mail original -----\nDe: "Desk"\nÀ: "Mission"\nEnvoyé: Lundi\nObjet: Note\n\nMadame', 'Zimbra, fr'],
    ['>>> Desk <desk@oas.example> 03/05/2027 10:15 >>>\nDear', 'GroupWise'],
    ['El 3/5/27 a las 10:15, Desk escribió:\nEstimada', 'Thunderbird without marks'],
    ['lun, 3 may 2027 a las 10:15, Desk <desk@oas.example>:\n\nEstimada', 'a telephone that says no more'],
    ['03.05.2027, 10:15, "Desk" <desk@oas.example>:\n\nEstimada', 'a webmail that says no more'],
    ['En lunes, 3 de mayo de 2027, 10:15:10 GMT-3, Desk\n<desk@oas.example> escribió:\n\nEstimada', 'Yahoo, es'],
    ['On Mon, 3 May 2027 10:15:43 -0200 Desk <desk@oas.example> wrote\n\nDear', 'Zoho without a colon'],
    ['Desk escribió el 3/5/2027 a las 10:15:\n\nEstimada', 'the name before the day'],
    ['- Le 2027-05-03 10:15, Desk a écrit :\n\nMadame', 'a dash before it'],
    ['Citando a Desk <desk@oas.example>:\n\n> Estimada', 'Horde, es'],
    ['De: Desk [mailto:d@oas.example] Enviado el: lunes 3 Para: Misión Asunto: Nota\n\nEstimada', 'made one line'],
    ['Fecha: lun, 3 may 2027\nDe: Desk\nPara: Misión\nAsunto: Nota\n\nEstimada', 'the date first'],
    ['Desk <desk@oas.example>\n03/05/2027 10:15\n\nPara\n\tMisión\ncc\n\nAsunto\n\tNota\n\nEstimada', 'Notes, es'],
    ['----- Reenviado por Ana/MRE el 03/05/2027 -----\n\nEstimada', 'Notes, forwarded'],
    ['<<< Desk <desk@oas.example>  3/05/27 10:15 >>>\nDear', 'GroupWise, turned round'],
    ['-------- Mensaje original --------De: Desk Fecha: 3/5/27\nEstimada', 'a telephone that lost its line break'],
    ['Enviado con WhatsApp', 'a telephone, es'],
    ['Enviado com o e-mail seguro da Proton Mail.', 'Proton, pt'],
    ['En Lunes, Mayo 03, 2027 10:15 CEST, "Desk" <desk@oas.example> ha escrito:\n\n> Estimada', 'SOGo, es'],
    ['"Desk" ---03/05/2027 10:15:00---Estimada\n\nDe:\tDesk\nPara:\tMisión\nFecha:\t03/05/2027', 'HCL Notes, es'],
    ['3 may 2027, 10:15 por desk@oas.example:\n\n> Estimada', 'Tuta, es'],
    ['May 3, 2027, 10:15 by desk@oas.example:\n\n> Dear', 'Tuta, en'],
    ['> all\n> that was asked', 'a quote without a heading'],
  ])('ends before %j (%s)', (tail) => {
    expect(previewOf(`We answer as follows.\n\nConvictions: 12\n\n${tail}`)).toBe(
      'We answer as follows.\n\nConvictions: 12',
    );
  });

  it('keeps answers that stand between quotes, and what only looks like a heading', () => {
    expect(previewOf('> How many?\n\nTwelve.')).toBe('> How many?\n\nTwelve.');
    const prose = 'In 2026 the Ministry wrote: no change.\nFrom: 1 January\nthe law applies.';
    expect(previewOf(prose)).toBe(prose);
    const told = 'Estimados:\n\nEl 3 de mayo de 2026 la Fiscalía escribió:\n\n"No hay casos."\n\nEso es todo.';
    expect(previewOf(told)).toBe(told);
    const sections = `Sección I\n_____\n${'Texto.\n'.repeat(30)}fin`;
    expect(previewOf(sections)).toBe(sections);
  });

  it.each([
    'Enviado de mi despacho el informe que la Secretaría General solicitó en su nota del mes de enero, con sus anexos.',
    'Reunión el 3 de mayo de 2027 a las 10:00 con Ana <ana@mfa.example>\nGracias.',
    'De: enero a marzo\nPara: 12 víctimas\nhubo casos.',
  ])('keeps what only resembles a telephone or a heading: %j', (text) => {
    expect(previewOf(text)).toBe(text);
  });

  it.each([
    [
      'a memorandum',
      'MEMORÁNDUM\n\nDe: Misión Permanente\nPara: Secretaría\nFecha: 3 de mayo\nAsunto: Informe\n\nAdjunto.',
    ],
    ['what somebody wrote at an hour', 'El lunes a las 10:00 el Ministro escribió:\n\n"Se cumplirá".\n\nSaludos'],
  ])('keeps %s', (_what, text) => {
    expect(previewOf(text)).toBe(text);
  });

  it('is the whole text where answers are said to stand inside a quote without marks', () => {
    const quote = 'De: Desk\nEnviado: lunes\nPara: Misión\nAsunto: Nota\n\n1. ¿Leyes?\nSí.';
    const above = 'Estimados: nuestras respuestas van abajo en rojo.';
    expect(shownWordsOf(`${above}\n\n${quote}`)).toBe(`${above}\n\n${quote}`);
    expect(shownWordsOf(`Van adjuntas.\n\n${quote}`)).toBe('Van adjuntas.');
    expect(shownWordsOf(`${above}\n\n${quote.replaceAll(/^/gm, '> ')}`)).toBe(above);
  });

  it('is empty where everything is quoted', () => {
    expect(previewOf('> a\n> b')).toBe('');
  });
});
