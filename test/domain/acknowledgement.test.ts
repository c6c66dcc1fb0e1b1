import { refusalToAcknowledge } from '../../domain/acknowledgement.js';
import { MAIL_CLASSES } from '../../domain/mail-class.js';

const mail = { mailClass: 'answer' as const, envelopeFrom: 'a@b.example' };

describe('an acknowledgement', () => {
  it('goes to whoever has written, by mail or otherwise', () => {
    expect(refusalToAcknowledge('mission@missions.example', mail)).toBeNull();
    expect(refusalToAcknowledge('mission@missions.example', null)).toBeNull();
    expect(refusalToAcknowledge('mission@missions.example', { ...mail, mailClass: null })).toBeNull();
  });

  it.each([
    'no-reply@x.example',
    'noreply@x.example',
    'MAILER-DAEMON@x.example',
    'bounces+1@x.example',
    'nao-responda@x.example',
    'the desk',
  ])('does not go to %s', (sender) => {
    expect(refusalToAcknowledge(sender, mail)).not.toBeNull();
  });

  it('does not go to a null sender', () => {
    expect(refusalToAcknowledge('a@b.example', { ...mail, envelopeFrom: '' })).toMatch(/no sender/);
  });

  it.each(MAIL_CLASSES)('is due to a mail of class %s only where a person has written it', (mailClass) => {
    const isDue = refusalToAcknowledge('a@b.example', { ...mail, mailClass }) === null;
    expect(isDue).toBe(['answer', 'message', 'empty'].includes(mailClass));
  });
});
