import { isTakenAtOnce, readSuccessor } from '../../domain/successor.js';

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

describe('a successor whom a mission names', () => {
  const contacts = [{ address: 'focal.per@capital-per.example' }, { address: 'mission.per@missions.example' }];
  const FULL = 'Nuestro nuevo punto focal es la Sra. Laura Gómez <lgomez@capital-per.example>.';
  const ELSEWHERE = 'Nuestro nuevo punto focal es la Sra. Laura Gómez <lgomez@fiscalia.example>.';

  it.each([
    ['in full, at a domain on file', FULL, {}, true],
    ['and the mission was asked for its contacts', ELSEWHERE, { isAsked: true }, true],
    ['at a domain that nobody on file uses', ELSEWHERE, {}, false],
    ['by somebody else', FULL, { isMission: false, isAsked: true }, false],
    ['without an address', 'Nuestro nuevo punto focal es la Sra. Rosa Díaz.', { isAsked: true }, false],
    [
      'without a name',
      'El nuevo punto focal es ahora la oficina, lgomez@capital-per.example.',
      { isAsked: true },
      false,
    ],
    [
      'for a day that may lie ahead',
      'A partir del 1 de enero el nuevo punto focal será la Sra. Laura Gómez <lgomez@capital-per.example>.',
      { isAsked: true },
      false,
    ],
    [
      'beside another one',
      `${FULL} La suplente es la Sra. Ana Ruiz <aruiz@capital-per.example>.`,
      { isAsked: true },
      false,
    ],
    ['as itself', 'He sido designado como nuevo punto focal.', { isAsked: true }, false],
  ] as const)('%s', (_case, text, proof, expected) => {
    const sender = text.startsWith('He sido') ? 'otro@missions.example' : 'mission.per@missions.example';
    const named = read(text, sender, 'Luis Paz');
    expect(named).not.toBeNull();
    if (named) expect(isTakenAtOnce(named, { isMission: true, isAsked: false, contacts, ...proof })).toBe(expected);
  });

  it('waits where the domain is one in which anybody can have an address', () => {
    const own = [{ address: 'focal@gmail.com' }];
    const named = read('Our focal point is now Ms Jane Roe <jroe@gmail.com>.', 'mission.per@missions.example');
    expect(named && isTakenAtOnce(named, { isMission: true, isAsked: false, contacts: own })).toBe(false);
  });
});
