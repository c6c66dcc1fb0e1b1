import { createServer } from 'node:net';

/** A port that is about to be listened on, and how its owner may move it. */
export interface PortUse {
  /** Who needs it: `the web pages`. */
  what: string;
  host: string;
  port: number;
  /** The command line option that sets it: `--web-port`. */
  option: string;
  /** The environment variable that sets it: `COORDINATOR_WEB_PORT`. */
  variable: string;
}

/** One or more ports cannot be listened on; the message names each with its remedy. */
export class PortError extends Error {
  override name = 'PortError';
}

/**
 * Finds out before anything is started whether every port can be listened on.
 * @throws PortError naming each port that cannot, with the option and the variable that move it.
 */
export async function assertPortsFree(uses: PortUse[]): Promise<void> {
  const seen = new Map<number, PortUse>();
  const faults: string[] = [];
  for (const use of uses) {
    const other = seen.get(use.port);
    const fault =
      other === undefined
        ? await tryListen(use)
        : `is also given to ${other.what} (${other.option}, ${other.variable})`;
    seen.set(use.port, use);
    if (fault !== null) {
      faults.push(
        `Port ${use.port} on ${use.host}, for ${use.what}, ${fault}: ` +
          `free it, or choose another with ${use.option} or ${use.variable}.`,
      );
    }
  }
  if (faults.length > 0) throw new PortError(faults.join('\n'));
}

const REASONS: Record<string, string> = {
  EADDRINUSE: 'is in use by another program',
  EACCES: 'may not be used by this account',
  EADDRNOTAVAIL: 'is not possible, since this machine has no such address',
};

function tryListen({ host, port }: PortUse): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(REASONS[error.code ?? ''] ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
