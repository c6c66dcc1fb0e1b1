import { isOnlyCourtesy } from '../../domain/courtesy.js';

describe('a mail that says thanks and nothing else', () => {
  it.each([
    'Thank you.',
    'Thanks!',
    'Many thanks for your message.\n\nKind regards,\nJane Roe\nPermanent Mission of Belize to the OAS',
    'Dear colleagues,\n\nReceived with thanks.\n\nBest regards,\nJohn Smith',
    'We acknowledge receipt of your note. Thank you very much.',
    'Muchas gracias.',
    'Estimados señores:\n\nAcusamos recibo de su comunicación. Muchas gracias.\n\nAtentamente,\nMisión Permanente del Perú ante la OEA',
    'Buenos días, recibido. Saludos cordiales.',
    'Agradecemos su atención.\n\nSaludos,\n\nMaría de la Cruz\nPrimera Secretaria',
    'Prezados,\n\nMuito obrigada pela confirmação.\n\nAtenciosamente,\nAna Souza',
    'Confirmamos o recebimento. Obrigado.',
    'Bonjour,\n\nBien reçu, merci beaucoup.\n\nCordialement,\nMarie Joseph\nMission permanente d’Haïti',
    'Merci.\n\n> Le Secrétariat général présente ses compliments\n> et a l’honneur',
  ])('is a courtesy: %j', (text) => {
    expect(isOnlyCourtesy(text)).toBe(true);
  });

  it.each([
    ['Thank you. We need ten more days.'],
    ['Thank you, the reply will follow.'],
    ['Thanks. See http://files.example/x'],
    ['Thank you, is the date final?'],
    ['Received and forwarded to our capital.'],
    ['Muchas gracias, pero el punto focal ha cambiado.'],
    ['Acusamos recibo de su nota y la hemos remitido a la capital.'],
    ['Gracias. El Gobierno no tiene nada que informar.'],
    ['Gracias por su nota. Adjunto la respuesta.'],
    ['Obrigado. Precisamos de mais prazo.'],
    ['Merci. Nous avons besoin d’aide.'],
    ['The Government answers as follows.'],
    ['Saludos cordiales,\nMaría'],
    ['María de la Cruz'],
    [''],
    [`Thank you. ${'Thank you. '.repeat(80)}`],
    ['Thank you.\n\nThe ministry of justice has adopted a law\n'],
    ['Thank you.\n\nMaria'.replace('Maria', 'new law adopted')],
  ])('is no courtesy alone: %j', (text) => {
    expect(isOnlyCourtesy(text)).toBe(false);
  });
});
