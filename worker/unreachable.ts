import type { Config } from './config.js';

/** A server that does not answer, or turns us away: the message names it, the setting and the remedy. */
export class ServerUnreachable extends Error {
  override readonly name = 'ServerUnreachable';
}

/** What PostgreSQL and the network say where the setting is at fault, in words; everything else is passed on as it is. */
const DATABASE_FAULTS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be looked up at present',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to it',
  '28P01': 'it does not take the name and password',
  '28000': 'it does not take the name',
  '3D000': 'it has no such database',
};

/** Runs the first work on the database. Throws ServerUnreachable where it cannot be reached; its password is never repeated. */
export async function reachDatabase<T>(
  { databaseUrl }: Pick<Config, 'databaseUrl'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (fault) {
    const words = DATABASE_FAULTS[codeOf(fault)];
    if (words === undefined || databaseUrl === null) throw fault;
    const { host, pathname } = new URL(databaseUrl);
    throw new ServerUnreachable(
      `PostgreSQL at ${host}${pathname} cannot be used: ${words}. Start it or correct DATABASE_URL, and start again.`,
      { cause: fault },
    );
  }
}

/** Connects to Temporal. Throws ServerUnreachable where that fails, whatever the reason: the SDK says no more. */
export async function reachTemporal<T>(address: string | undefined, connect: () => Promise<T>): Promise<T> {
  try {
    return await connect();
  } catch (fault) {
    const words = fault instanceof Error ? fault.message : String(fault);
    throw new ServerUnreachable(
      `Temporal at ${address ?? 'its address'} does not answer (${words}). Start it or correct TEMPORAL_ADDRESS, and start again.`,
      { cause: fault },
    );
  }
}

/** The code of a fault, or of what caused it. Several addresses that were tried come as one fault. */
function codeOf(fault: unknown): string {
  const { code, cause, errors } = (fault ?? {}) as { code?: unknown; cause?: unknown; errors?: unknown[] };
  if (typeof code === 'string') return code;
  if (Array.isArray(errors)) return codeOf(errors[0]);
  return cause === undefined ? '' : codeOf(cause);
}
