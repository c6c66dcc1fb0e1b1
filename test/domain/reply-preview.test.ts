import { previewOf } from '../../domain/reply-preview.js';

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

  it('is empty where everything is quoted', () => {
    expect(previewOf('> a\n> b')).toBe('');
  });
});
