import { readSuccessor } from '../../domain/successor.js';

const read = (text: string, sender = 'focal.per@capital-per.example', senderName = 'Punto focal') =>
  readSuccessor({
    text,
    sender,
    senderName,
    known: new Set(['focal.per@capital-per.example', 'mission.per@missions.example']),
    isOurs: (address) => address.endsWith('@tip-desk.example'),
  });

describe('whom a text names as the new contact', () => {
  it.each([
    ['Our focal point is now Ms Jane Roe <jroe@state.example>.', 'Ms Jane Roe', 'jroe@state.example'],
    [
      'Please note that Mr. John A. Smith (JSmith@Justice.example) has been designated as the new focal point.',
      'Mr. John A. Smith',
      'jsmith@justice.example',
    ],
    [
      'The focal point has changed.\n\nName: Jane Roe\nTitle: Director\nE-mail: jroe@state.example',
      'Jane Roe',
      'jroe@state.example',
    ],
    [
      'The Government has appointed Jane Roe, jroe@state.example, as its point of contact.',
      'Jane Roe',
      'jroe@state.example',
    ],
    [
      'Nuestro nuevo punto focal es la Sra. Laura Gómez <lgomez@capital.example>.',
      'Sra. Laura Gómez',
      'lgomez@capital.example',
    ],
    [
      'Informamos que nuestro punto focal es ahora la Lic. María de la Cruz Quispe, mquispe@capital.example, Directora General.',
      'Lic. María de la Cruz Quispe',
      'mquispe@capital.example',
    ],
    [
      'La Misión Permanente tiene el honor de comunicar que el señor Juan Pérez reemplaza a la señora Díaz como enlace. Su correo es jperez@capital.example.',
      '',
      'jperez@capital.example',
    ],
    [
      'Se ha designado como punto de contacto a:\n\nNombre: Ana Ruiz Soto\nCargo: Fiscal\nCorreo: aruiz@fiscalia.example',
      'Ana Ruiz Soto',
      'aruiz@fiscalia.example',
    ],
    ['O novo ponto focal é a Dra. Ana Souza (asouza@mj.example).', 'Dra. Ana Souza', 'asouza@mj.example'],
    [
      'Informamos que doravante o ponto de contato será o Sr. João da Silva, jsilva@mj.example.',
      'Sr. João da Silva',
      'jsilva@mj.example',
    ],
    [
      'Notre nouveau point focal est Mme Marie Joseph, mjoseph@justice.example.',
      'Mme Marie Joseph',
      'mjoseph@justice.example',
    ],
    [
      'Le point focal est désormais M. Jean Charles <jcharles@mast.example>.',
      'M. Jean Charles',
      'jcharles@mast.example',
    ],
  ])('reads %j', (text, name, address) => {
    const found = read(text);
    expect(found).toMatchObject({ address });
    if (name !== '') expect(found?.name).toBe(name);
  });

  it.each([
    'I am the new focal point; please write to me from now on.',
    'He sido designada nuevo punto focal de mi Gobierno.',
    'Fui designado ponto focal do meu país.',
    'Je suis désormais le point focal.',
  ])('takes whoever writes %j for the one that is named', (text) => {
    expect(read(text, 'Ana.New@Capital.example', 'Ana New')).toMatchObject({
      name: 'Ana New',
      address: 'ana.new@capital.example',
    });
  });

  it('tells whom the new contact replaces, and that it is the alternate', () => {
    expect(
      read('Ms Jane Roe <jroe@state.example> replaces focal.per@capital-per.example as focal point.'),
    ).toMatchObject({ address: 'jroe@state.example', replaces: 'focal.per@capital-per.example', isAlternate: false });
    expect(read('El nuevo punto focal suplente es el Sr. Luis Paz, lpaz@x.example.')).toMatchObject({
      isAlternate: true,
    });
  });

  it('names a person without an address, who is to be asked for it', () => {
    expect(read('Our new focal point is Ms. Jane Roe.')).toMatchObject({ name: 'Ms. Jane Roe', address: '' });
  });

  it.each([
    '',
    'Please find the information attached.',
    'Who is now our focal point? Is it jroe@state.example?',
    'Our focal point has not changed: jroe@state.example.',
    'El punto focal sigue siendo la Sra. Díaz, diaz@x.example.',
    'A new focal point will be designated shortly.',
    'The national focal point was trained on new forms of trafficking.',
    'The Ministry has appointed a new focal point against trafficking in each province.',
    'Our focal point is now focal.per@capital-per.example.',
    'The new address for replies is r-abc@tip-desk.example; our focal point has it now.',
    'Received, thank you.\n\n> Our new focal point is Ms Jane Roe <jroe@state.example>.',
    'Gracias.\n\n--\nAna Díaz\nNuevo punto focal\nadiaz@x.example',
  ])('names nobody in %j', (text) => {
    expect(read(text)).toBeNull();
  });
});
