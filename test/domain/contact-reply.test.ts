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
    'Dear colleagues, we confirm. Regards',
    'Todo correcto, gracias.',
    'Conforme, muchas gracias.',
    'No hay cambios en los contactos.',
    'Los contactos se encuentran actualizados.',
    'La Misión Permanente tiene el honor de confirmar que los contactos son correctos y hace propicia la oportunidad para reiterar las seguridades de su más alta consideración.',
    'Os contatos continuam os mesmos.',
    'Não houve alterações.',
    'A Missão confirma os contatos e renova os protestos de sua mais elevada consideração.',
    'Les coordonnées sont à jour.',
    'Aucun changement.',
    'Les contacts n’ont pas changé. La Mission renouvelle les assurances de sa plus haute considération.',
    'Confirmed.\n\n> name those who replace them:\n> - By e-mail',
  ])('confirms: %j', (text) => {
    expect(confirmsContacts(text)).toBe(true);
  });

  it.each([
    '',
    'Received with thanks.',
    'We confirm, except that the focal point is now Ms. Ana Díaz.',
    'Confirmed; the new focal point is ana@mre.gob',
    'We confirm receipt of your note.',
    'To be confirmed.',
    'Se confirma el recibo de la nota.',
    'Se confirma que el punto focal será la Lic. Ana Díaz.',
    'Por confirmar.',
    'La Misión se refiere a la nota por la que se solicita confirmar los contactos y remite los datos de la Lic. Ana Díaz.',
    'Los contactos correctos son los siguientes: Ana Díaz, Ministerio de Justicia.',
    'Confirmamos o recebimento da mensagem.',
    'Os contatos já não são válidos.',
    'Nous confirmons avoir bien reçu votre message.',
    'Les contacts ont changé.',
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
