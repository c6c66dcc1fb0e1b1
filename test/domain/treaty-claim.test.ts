import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { findClaims } from '../../domain/treaty-claim.js';

const { treaties } = await loadCatalogue('mandates');
const claims = (party: string, text: string): string[] =>
  findClaims(text, { treaties, party, date: '2027-01-20' }).map(
    ({ treaty, rule, answered }) => `${treaty} ${rule} ${answered}`,
  );

describe('what a state writes of itself and a treaty', () => {
  it.each([
    ['BRA', 'The Government has not yet ratified the Palermo Protocol.', 'tip-protocol more-on-file signed'],
    ['BRA', 'O Brasil não ratificou o Protocolo de Palermo.', 'tip-protocol more-on-file signed'],
    ['PER', 'El Perú no ha firmado el Protocolo de Palermo.', 'tip-protocol more-on-file not_signed'],
    ['HTI', 'Haïti n’a pas encore ratifié le Protocole de Palerme.', 'tip-protocol more-on-file signed'],
    ['GTM', 'Guatemala ratificó el Protocolo de Palermo.', 'tip-protocol other-manner ratified'],
    ['BRA', 'O Brasil aderiu ao Protocolo de Palermo.', 'tip-protocol other-manner acceded'],
    [
      'PAN',
      'Panamá no es parte de la Convención sobre Tráfico Internacional de Menores.',
      'minors-convention more-on-file signed',
    ],
  ])('is flagged, %s: “%s”', (party, text, expected) => {
    expect(claims(party, `Se remite el informe. ${text} Atentamente.`)).toEqual([expected]);
  });

  it.each([
    ['BRA', 'Brazil ratified the Palermo Protocol on January 29, 2004.'],
    ['BRA', 'Brazil signed the Palermo Protocol on December 12, 2000. It ratified it in 2004.'],
    ['GTM', 'Guatemala se adhirió al Protocolo de Palermo.'],
    ['CAN', 'Canada has not signed the Inter-American Convention on International Traffic in Minors.'],
    // No form asks for it.
    ['BRA', 'Brazil is not a party to the UNTOC.'],
    ['BRA', 'Has Brazil not ratified the Palermo Protocol?'],
    ['BRA', 'The new law has not yet been adopted. The Palermo Protocol is taught at the academy.'],
    ['BRA', 'Brazil ratified the UNTOC and has not signed the Palermo Protocol.'],
    ['BRA', ''],
  ])('is let be, %s: “%s”', (party, text) => {
    expect(claims(party, text)).toEqual([]);
  });

  it('comes with the sentence and the source on file', () => {
    const [claim] = findClaims('Well. Brazil has not ratified the Palermo Protocol. More.', {
      treaties,
      party: 'BRA',
      date: '2027-01-20',
    });
    expect(claim?.sentence).toBe('Brazil has not ratified the Palermo Protocol.');
    expect(claim?.onFile).toMatchObject({ act: 'deposit', date: '2004-01-29' });
  });
});
