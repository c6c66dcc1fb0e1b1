import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Ends the database server that the suites have shared, if any has asked for one, and removes what it has left. */
export default async function end() {
  const folder = process.env.COORDINATOR_TEST_RUN;
  const note = join(folder, 'server.json');
  if (existsSync(note)) {
    // One that could not be made is nobody's to end.
    const { pid, cluster } = JSON.parse(readFileSync(note, 'utf8')).value ?? {};
    // One that was killed has left its file; one that has ended may still have to be taken note of by who started it.
    for (
      let runs = pid > 0 && signal(pid, 'SIGINT');
      runs && existsSync(join(cluster, 'postmaster.pid'));
      runs = signal(pid, 0)
    )
      await delay(20);
  }
  // As root the cluster lies elsewhere (`adapters/embedded/postgres-place.ts` notes where).
  const place = join(folder, 'postgres/place');
  if (existsSync(place)) rmSync(readFileSync(place, 'utf8').trim(), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

function signal(pid, name) {
  try {
    return process.kill(pid, name);
  } catch {
    return false; // it has ended
  }
}
