import type { DigestTask } from '../../domain/digest.js';
import type { Catalogue, IsoDate } from '../../domain/mandate.js';
import { registerTasks } from '../../domain/register-task.js';
import type { Registers } from '../ports/registers.js';

/** What the registers leave for the Coordinator to do on a day at headquarters. */
export async function findRegisterTasks(
  registers: Pick<Registers, 'findEntries'>,
  { obligations, parties, headquarters }: Catalogue,
  today: IsoDate,
): Promise<DigestTask[]> {
  const [pledges, observations] = await Promise.all([
    registers.findEntries('pledges'),
    registers.findEntries('observations'),
  ]);
  return registerTasks({ pledges, observations, obligations, parties, today, zone: headquarters.zone });
}
