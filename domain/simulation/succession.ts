import type { ScriptedSuccession } from '../script.js';
import { told } from './part.js';
import type { World } from './world.js';

/** A mission or a ministry names another person; what is sent afterwards goes to the successor. */
export function succeed(one: ScriptedSuccession, id: string, at: string, world: World): null {
  const { addressBook, postOffice, diary, input, party } = world;
  const { authority, reason, name, address } = one;
  const contact = addressBook.holderOf(one.role);
  const by = 'the script';
  const refusal = addressBook.replace({ kind: 'replaced', id, at, contact, name, address, authority, reason, by });
  if (refusal !== null) {
    diary.line({ at, kind: 'refused', rung: 'contact', to: null, because: refusal });
    return null;
  }
  const because = told(one, `${contact} is replaced by ${name} <${address}>: ${reason}`);
  diary.line({ at, kind: 'changed', rung: 'contact', to: null, because });
  if (!input.unreachable.includes(party.code)) postOffice.handOver(at, addressBook.holderOf(one.role));
  return null;
}
