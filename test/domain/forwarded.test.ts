import { readConfirmation, readForwarded } from '../../domain/forwarded.js';

describe('what was forwarded inside a text', () => {
  it.each<[string, string, { address: string; name: string; subject: string; text: string; comment?: string }]>([
    [
      'Gmail',
      'FYI\n\n---------- Forwarded message ---------\nFrom: Ana Díaz <ana@mre.gob>\nDate: Mon, Jan 4, 2027 at 10:12 AM\nSubject: Informe anual\nTo: <tip@oas.org>\n\n\nAdjunto el informe.\nAna',
      {
        address: 'ana@mre.gob',
        name: 'Ana Díaz',
        subject: 'Informe anual',
        text: 'Adjunto el informe.\nAna',
        comment: 'FYI',
      },
    ],
    [
      'Outlook in English',
      'Please file.\n\n________________________________\nFrom: Ana Díaz <ana@mre.gob>\nSent: Monday, January 4, 2027 10:12 AM\nTo: TIP <tip@oas.org>; Other <o@x.org>\nCc: x@y.org\nSubject: Report\n\nAttached.',
      { address: 'ana@mre.gob', name: 'Ana Díaz', subject: 'Report', text: 'Attached.', comment: 'Please file.' },
    ],
    [
      'Outlook in Spanish',
      'De: Ana Díaz [mailto:ana@mre.gob]\nEnviado el: lunes, 4 de enero de 2027 10:12\nPara: tip@oas.org\nAsunto: Informe\n\nAdjunto.',
      { address: 'ana@mre.gob', name: 'Ana Díaz', subject: 'Informe', text: 'Adjunto.', comment: '' },
    ],
    [
      'Outlook in French, with narrow spaces before the colons',
      'De\u00a0: Jean Pierre <jp@mae.gouv.ht>\nEnvoyé\u00a0: lundi 4 janvier 2027 10:12\nÀ\u00a0: tip@oas.org\nObjet\u00a0: Rapport\n\nCi-joint.',
      { address: 'jp@mae.gouv.ht', name: 'Jean Pierre', subject: 'Rapport', text: 'Ci-joint.' },
    ],
    [
      'Outlook in Portuguese',
      '-----Mensagem original-----\nDe: João <joao@itamaraty.gov.br>\nEnviada em: segunda-feira, 4 de janeiro de 2027 10:12\nPara: tip@oas.org\nAssunto: Relatório\n\nSegue.',
      { address: 'joao@itamaraty.gov.br', name: 'João', subject: 'Relatório', text: 'Segue.', comment: '' },
    ],
    [
      'Apple Mail, quoted',
      'See below\n\n> Begin forwarded message:\n> \n> From: Ana <ana@mre.gob>\n> Subject: Informe\n> Date: January 4, 2027 at 10:12:00 EST\n> To: tip@oas.org\n> \n> Adjunto.\n> Ana',
      { address: 'ana@mre.gob', name: 'Ana', subject: 'Informe', text: 'Adjunto.\nAna', comment: 'See below' },
    ],
    [
      'Gmail in bold labels',
      '*From:* Ana <ana@mre.gob>\n*Date:* Mon, 4 Jan 2027\n*To:* tip@oas.org\n*Subject:* Informe\n\nAdjunto.',
      { address: 'ana@mre.gob', name: 'Ana', subject: 'Informe', text: 'Adjunto.' },
    ],
  ])('%s', (_program, text, { address, name, comment, ...expected }) => {
    const found = readForwarded(text);
    expect(found).toMatchObject({ from: { address, name }, ...expected });
    if (comment !== undefined) expect(found?.comment).toBe(comment);
    expect(found?.date).not.toBe('');
  });

  it.each([
    ['', 'nothing'],
    ['The delegate of Brazil telephoned: the report will come on Friday.', 'a note of a call'],
    ['From: the desk\nTo: all\nSubject: lunch\n\nAt noon.', 'a sender without an address'],
    ['From: ana@mre.gob\n\nHello', 'no more than an address'],
    ['On Monday, 4 January 2027, Ana <ana@mre.gob> wrote:\n> Adjunto.', 'a reply'],
  ])('%j is none: %s', (text) => {
    expect(readForwarded(text)).toBeNull();
  });

  it('reads a hostile text in no time', () => {
    const begun = performance.now();
    readForwarded(`${'From: '.repeat(50_000)}\n`.repeat(20));
    readForwarded(`From: ${'a'.repeat(500_000)}@${'b.'.repeat(200_000)}\nSubject: x`);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('a reply that confirms', () => {
  it.each([
    ['Yes, please.', { is: 'yes' }],
    ['\n\n  OK', { is: 'yes' }],
    ['Sí', { is: 'yes' }],
    ['Oui.', { is: 'yes' }],
    ['D’accord', { is: 'yes' }],
    ['No, it is about something else', { is: 'no' }],
    ['Não', { is: 'no' }],
    ['Message', { is: 'message' }],
    ['annual-report/2027/PER', { is: 'request', requestId: 'annual-report/2027/PER' }],
    ['No: recommendations/2027-H1/BRA', { is: 'request', requestId: 'recommendations/2027-H1/BRA' }],
    ['Nobody knows', { is: 'unclear' }],
    ['', { is: 'unclear' }],
    ['yesterday', { is: 'unclear' }],
  ])('%j', (text, confirmation) => {
    expect(readConfirmation(text)).toEqual(confirmation);
  });
});

describe('a block of fields that a mail program has broken', () => {
  it('goes on where the recipients take several lines, and where a field stands below its label', () => {
    expect(
      readForwarded('From: ana@mre.gob\nTo: one@oas.org,\ntwo@oas.org\nSubject:\nInforme anual\n\nAdjunto.'),
    ).toMatchObject({ from: { address: 'ana@mre.gob' }, subject: 'Informe anual', text: 'Adjunto.' });
  });

  it('is none without a date and a subject, without an address, or with words between its fields', () => {
    for (const text of ['From: ana@mre.gob\n\nAdjunto.', 'From: Ana\nSubject: x\n\nAdjunto.'])
      expect(readForwarded(text)).toBeNull();
    expect(readForwarded('From: ana@mre.gob\nwas here\nSubject: x\n\nAdjunto.')).toBeNull();
  });

  it('has no date where none is said', () => {
    expect(readForwarded('From: ana@mre.gob\nSubject: x\n\nAdjunto.')).toMatchObject({ date: '', subject: 'x' });
    expect(readForwarded('From: ana@mre.gob\nDate: January 4\n\nAdjunto.')).toMatchObject({ subject: '' });
  });
});
