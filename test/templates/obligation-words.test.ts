import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { LANGUAGES } from '../../domain/mandate.js';
import type { Contact, LadderRung, Language, Obligation, Party } from '../../domain/mandate.js';
import { partiesAsked } from '../../domain/membership.js';
import { computePlan } from '../../domain/plan.js';
import { formFor } from '../../office/posting/words.js';
import { createWords } from '../../office/posting/words.js';
import { renderPost } from '../../templates/post.js';

/** Every rung of every obligation, to whoever is written to, in every language: it can be written, and speaks to whom it goes. */

const catalogue = await loadCatalogue('mandates');
const AT = '2027-01-15T15:00:00.000Z';
const GOVERNMENT = /Government|Gobierno|Governo|Gouvernement/;
const LEFTOVER = /\{\{|\}\}|undefined|\[object/;

interface Sent {
  obligation: Obligation;
  rung: LadderRung;
  party: Party;
  contact: Contact;
}

/** One party of each kind and role for each rung that sends a mail. */
const SENT: Sent[] = catalogue.obligations.flatMap((obligation) => {
  const asked = partiesAsked(catalogue.parties, catalogue.disputed, '2027-01-15', obligation.parties);
  return obligation.rules.ladder.flatMap((rung) =>
    rung.to.flatMap((role) => {
      const kinds = [...new Set(asked.map(({ kind }) => kind))];
      return kinds.flatMap((kind): Sent[] => {
        const party = asked.find((one) => one.kind === kind && one.contacts.some((contact) => contact.role === role));
        const contact = party?.contacts.find((one) => one.role === role);
        return party && contact ? [{ obligation, rung, party, contact }] : [];
      });
    }),
  );
});

function write({ obligation, rung, party, contact }: Sent, language: Language) {
  const spoken = { ...party, language };
  const words = createWords({
    catalogue: { ...catalogue, parties: catalogue.parties.map((one) => (one.code === party.code ? spoken : one)) },
    findRecommendations: () => Promise.resolve([]),
  });
  const { rules, id } = obligation;
  const { headquarters } = catalogue;
  const { zone } = party;
  const plan = computePlan({ rules, reportDate: '2027-06-15', openedAt: AT, headquarters, zone });
  return renderPost(
    words.ofRungs({
      contact,
      at: AT,
      replyAddress: 'r-x@tip-desk.example',
      link: 'https://tip-desk.example/answer/x',
      items: [
        {
          requestId: `${id}/2027/${party.code}`,
          plan,
          earlierNotes: rung.kind === 'request' ? [] : ['2027-01-02T15:00:00.000Z'],
          tone: rung.tone ?? 'reminder',
        },
      ],
    }),
  );
}

describe('the words of every obligation', () => {
  it('are sent for ten obligations at least, in all three forms', () => {
    expect(new Set(SENT.map(({ obligation }) => obligation.id)).size).toBeGreaterThanOrEqual(8);
    expect(new Set(SENT.map(({ contact }) => formFor(contact)))).toEqual(new Set(['note', 'letter', 'organ']));
  });

  it.each(
    SENT.flatMap((sent) =>
      LANGUAGES.map((language) => ({
        ...sent,
        language,
        name: `${sent.obligation.id} ${sent.rung.id} to ${sent.contact.id} in ${language}`,
      })),
    ),
  )('$name', ({ language, ...sent }) => {
    const { subject, text } = write(sent, language);
    expect(subject).not.toBe('');
    expect(`${subject}\n${text}`).not.toMatch(LEFTOVER);
    expect(text).toContain('AG/RES. 2019');
    if (formFor(sent.contact) === 'organ') expect(text).not.toMatch(GOVERNMENT);
    if (sent.party.kind === 'permanent-observer')
      expect(`${subject}\n${text}`).toMatch(
        /Permanent Observer Mission|Misión Observadora Permanente|Missão Observadora Permanente|Mission permanente d’observation/,
      );
    else expect(text).not.toMatch(/Observer|Observadora|d’observation/);
  });

  it('print the day of the meeting, and that it is to be confirmed', () => {
    const invitation = SENT.find(
      ({ obligation, rung }) => obligation.id === 'meeting-participation' && rung.kind === 'request',
    );
    if (!invitation) throw new Error('nobody is invited');
    expect(write(invitation, 'en').text).toContain('which begins on June 15, 2027');
  });

  it('are refused in a form that the obligation has no sentence for', () => {
    const [sent] = SENT.filter(({ obligation, rung }) => obligation.id === 'organ-report' && rung.kind === 'request');
    if (!sent) throw new Error('no organ is asked');
    const contact: Contact = { ...sent.contact, role: 'capital' };
    expect(() => write({ ...sent, contact }, 'en')).toThrow(
      'organ-report.yaml has no sentence that asks as letter: ask.letter',
    );
  });
});

describe('what organs are told of elements that they have given before', () => {
  const letter = (id: string, language: Language): string => {
    const sent = SENT.find(({ obligation, rung }) => obligation.id === id && rung.kind === 'request');
    return sent ? write(sent, language).text.replace(/\s+/g, ' ') : '';
  };

  it.each<[Language, string, string]>([
    ['en', 'need not be repeated if a letter of its own', 'a reply that refers to them is sufficient'],
    ['es', 'no tendrá que repetirse si en una carta aparte', 'basta una respuesta que remita a ellos'],
    ['pt', 'não precisará ser repetido caso uma carta específica', 'basta uma resposta que a eles se refira'],
    ['fr', 'n’aura pas à être répété si une lettre distincte', 'une réponse qui y renvoie suffit'],
  ])('is one thing in the yearly letter and in that on the strategy: %s', (language, yearly, strategy) => {
    expect(letter('organ-report', language)).toContain(yearly);
    expect(letter('strategy', language)).toContain(strategy);
  });
});
