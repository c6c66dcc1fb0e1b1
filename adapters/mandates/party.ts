import { PARTY_GROUPS } from '../../domain/mandate.js';
import type { Path, Source } from './source.js';
import { listAt, valueAt } from './source.js';

/** A party as its file has it, with the place where it stands. */
export interface ListedParty {
  source: Source;
  path: Path;
  value: unknown;
}

/** The parties of every kind, the member states first. */
export function listedParties({
  states,
  observers,
  entities,
}: Record<'states' | 'observers' | 'entities', Source>): ListedParty[] {
  const lists: [Source, string][] = [
    [states, 'states'],
    [observers, 'observers'],
    [entities, 'entities'],
  ];
  return lists.flatMap(([source, key]) =>
    listAt(source.value, [key]).map((value, index) => ({ source, path: [key, index], value })),
  );
}

/** Records codes that two parties of different files share. Within the file of the states `checkUnique` has told them. */
export function checkCodes(parties: ListedParty[]): void {
  parties.forEach(({ source, path, value }, index) => {
    const code = valueAt(value, ['code']);
    const first = parties.findIndex((one) => valueAt(one.value, ['code']) === code);
    const isTold = source.id === 'member-states' && parties[first]?.source === source;
    if (typeof code !== 'string' || first === index || isTold) return;
    const problem = `${code} is the code of another party in ${parties[first]?.source.file ?? ''}`;
    source.fault([...path, 'code'], problem, 'Give each party a code of its own; a state is a member or an observer.');
  });
}

/** Records groups and codes that an obligation asks twice, or that no file holds; `isWhole` where every file of parties could be read. */
export function checkAsked(obligation: Source, parties: ListedParty[], isWhole: boolean): void {
  const codes = new Set(parties.map(({ value }) => valueAt(value, ['code'])));
  const groups = Object.keys(PARTY_GROUPS);
  listAt(obligation.value, ['parties']).forEach((name, index, asked) => {
    if (typeof name !== 'string') return;
    if (asked.indexOf(name) < index) {
      obligation.fault(['parties', index], `${name} is named twice`, 'Name each party or group once.');
    } else if (isWhole && !groups.includes(name) && !codes.has(name)) {
      const remedy = `Name a group (${groups.join(', ')}), or a party by its code.`;
      obligation.fault(['parties', index], `there is no party or group ${name}`, remedy);
    }
  });
}

/** Records contacts of parties that are not listed, and parties ever asked that have nobody to be written to; `isWhole` as above. */
export function checkContacts(parties: ListedParty[], contacts: Source, isWhole: boolean): void {
  if (contacts.value === undefined || !isWhole) return;
  const codes = new Set(parties.map(({ value }) => valueAt(value, ['code'])));
  for (const code of Object.keys(valueAt(contacts.value, ['contacts']) ?? {})) {
    if (!codes.has(code)) {
      const remedy = 'Correct the code, or add the party to its file in parties/.';
      contacts.fault(['contacts', code], `no party has the code ${code}`, remedy);
    }
  }
  for (const { source, value } of parties) {
    const code = valueAt(value, ['code']);
    const channel = source.id === 'entities' ? 'secretariat' : 'mission';
    const isAsked =
      source.id === 'member-states'
        ? listAt(value, ['memberships']).some((one) =>
            ['member', 'disputed'].includes(String(valueAt(one, ['status']))),
          )
        : valueAt(value, ['kind']) !== 'office';
    if (typeof code !== 'string' || !isAsked || valueAt(contacts.value, ['contacts', code, channel])) continue;
    const remedy = `Add "${channel}" with name and address under ${code}: the ${channel} is the official channel.`;
    const who = source.id === 'member-states' ? 'member' : 'party';
    contacts.fault(['contacts', code], `the ${who} ${code} has no ${channel} to write to`, remedy);
  }
}
