import { confirmsContacts } from '../../domain/contact-reply.js';

describe('a reply to the question for contacts', () => {
  it.each([
    'We confirm that the contacts are correct.',
    'The Permanent Mission presents its compliments and has the honor to confirm the contacts on file.',
    'All of these are correct.\n\nBest regards,\nAna',
    'No changes.',
    'Se confirma que los contactos son correctos.',
    'Esta Misión confirma los datos. Sin cambios.',
    'Confirmamos. Os contatos estão corretos.',
    'Nous confirmons que ces coordonnées sont exactes.',
    'Confirmed.\n\n> name those who replace them:\n> - By e-mail',
  ])('confirms: %j', (text) => {
    expect(confirmsContacts(text)).toBe(true);
  });

  it.each([
    '',
    'Received with thanks.',
    'We confirm, except that the focal point is now Ms. Ana Díaz.',
    'Confirmed; the new focal point is ana@mre.gob',
    'We cannot confirm this; the contacts are not correct.',
    'No confirmamos los contactos.',
    'Los contactos son correctos, salvo el de la capital.',
    'Os contatos não estão corretos.',
    'Les coordonnées ne sont pas exactes.',
    'Confirmamos, pero Juan será reemplazado en marzo.',
  ])('leaves it to a person: %j', (text) => {
    expect(confirmsContacts(text)).toBe(false);
  });

  it('leaves a long letter to a person', () => {
    expect(confirmsContacts(`We confirm. ${'And the Mission adds. '.repeat(200)}`)).toBe(false);
  });
});
