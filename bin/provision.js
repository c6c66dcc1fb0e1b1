import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withLock } from './lock.js';
import { ROOT, run } from './prepare.js';

const CACHE = join(ROOT, '.cache');
const TEST_SERVER = { group: 'io.temporal', artifact: 'temporal-test-server', version: '1.35.0' };

/**
 * What tests need beyond the packages: each is fetched once, kept in .cache/, and handed over by an environment variable. A test
 * file says that it needs one by naming the variable; what no test names is not fetched.
 */
const NEEDS = [
  { variable: 'COORDINATOR_TEST_SERVER', what: "Temporal's time-skipping test server", find: findTestServer },
  { variable: 'COORDINATOR_TEMPORAL_CLI', what: 'the Temporal server', find: findTemporalServer },
  { variable: 'COORDINATOR_CHROMIUM', what: 'Chromium', find: findChromium },
  {
    variable: 'COORDINATOR_CLAMD',
    what: 'a virus scanner, clamd',
    find: (log) => findServer(log, 'clamd', 'clamav-daemon'),
  },
  {
    variable: 'COORDINATOR_DOVECOT',
    what: 'an IMAP server, Dovecot',
    find: (log) => findServer(log, 'dovecot', 'dovecot-imapd'),
  },
];

/** What finds the Temporal server is the service's own code, which must have been built. */
export const NEEDS_BUILD = 'COORDINATOR_TEMPORAL_CLI';

/**
 * @param {{ log: (line: string) => void, variables: ReadonlySet<string> }} options `variables` are those that the tests name
 * @returns {Promise<{ env: Record<string, string>, skipped: string[] }>} the variables to set, and what could not be had, with the reason
 */
export async function provision({ log, variables }) {
  const env = {};
  const skipped = [];
  const onWait = (pid) => log(`Waiting for process ${pid}, which is fetching what tests need`);
  await withLock(join(CACHE, 'provision.lock'), { onWait }, async () => {
    for (const { variable, what, find } of NEEDS.filter(({ variable }) => variables.has(variable))) {
      try {
        env[variable] = process.env[variable] || (await find(log));
      } catch (error) {
        skipped.push(`what needs ${what} (${variable}): ${error.message}`);
      }
    }
  });
  return { env, skipped };
}

/** Maven first: it takes five seconds and asks a package registry. The SDK's own download follows where there is no Java. */
async function findTestServer(log) {
  const wrapper = join(CACHE, 'test-server', `temporal-test-server-${TEST_SERVER.version}`);
  if (existsSync(wrapper) && (await isThere('java', ['-version']))) return wrapper;
  const faults = [];
  for (const way of [fetchByMaven, fetchBySdk, installJavaThenMaven]) {
    try {
      return await way(wrapper, log);
    } catch (error) {
      faults.push(error.message);
    }
  }
  throw new Error(faults.join('; '));
}

async function fetchByMaven(wrapper, log) {
  if (!(await isThere('java', ['-version']))) throw new Error('Java is not installed');
  if (!(await isThere('mvn', ['--version']))) throw new Error('Maven is not installed');
  const { group, artifact, version } = TEST_SERVER;
  log(`Fetching ${group}:${artifact}:${version} with Maven`);
  const folder = join(CACHE, 'test-server');
  mkdirSync(folder, { recursive: true });
  const pom = join(folder, 'pom.xml');
  writeFileSync(
    pom,
    `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>test-server</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`,
  );
  const draft = join(folder, `draft-${process.pid}`);
  const { code, output } = await run('mvn', [
    ...['--quiet', '--batch-mode', '--strict-checksums', '-f', pom],
    ...['dependency:copy-dependencies', `-DoutputDirectory=${draft}`, '-DincludeScope=runtime'],
  ]);
  if (code !== 0) throw new Error(`Maven failed: ${firstLine(output)}`);
  const jars = join(folder, `jars-${version}`);
  rmSync(jars, { recursive: true, force: true });
  renameSync(draft, jars);
  // The SDK runs an existing executable with the port as first argument, which is what the server's main class takes.
  writeFileSync(
    wrapper,
    `#!/bin/sh
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$(dirname "$0")/jars-${version}/*" io.temporal.testserver.TestServer "$@"
`,
  );
  chmodSync(wrapper, 0o755);
  return wrapper;
}

async function fetchBySdk(_wrapper, log) {
  log('Asking temporal.download for the test server');
  const folder = join(CACHE, 'test-server', 'sdk');
  mkdirSync(folder, { recursive: true });
  const script = `
    import { TestWorkflowEnvironment } from '@temporalio/testing';
    const executable = { type: 'cached-download', downloadDir: process.argv[1], ttl: '365 days' };
    await (await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } })).teardown();`;
  const { code, output } = await run(process.execPath, ['--input-type=module', '--eval', script, folder]);
  const name = readdirSync(folder).find((file) => file.startsWith('temporal-test-server'));
  if (code !== 0 || name === undefined) throw new Error(`the SDK's download failed: ${firstLine(output)}`);
  return join(folder, name);
}

async function installJavaThenMaven(wrapper, log) {
  await aptInstall(log, 'default-jre-headless', 'maven');
  return fetchByMaven(wrapper, log);
}

async function findTemporalServer(log) {
  const module = pathToFileURL(join(ROOT, 'dist/adapters/embedded/temporal-binary.js')).href;
  const { findTemporal } = await import(module);
  const { path } = await findTemporal({ folder: join(CACHE, 'temporal'), env: process.env, log });
  return path;
}

async function findChromium(log) {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  for (const name of names) if (await isThere(name, ['--version'])) return name;
  await aptInstall(log, 'chromium');
  return 'chromium';
}

/** A server that Debian packages; its own service is not started, each test starts one for itself. */
async function findServer(log, program, ...packages) {
  const places = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/opt/homebrew/sbin'].map((folder) =>
    join(folder, program),
  );
  const found = () => places.find((place) => existsSync(place));
  if (found() === undefined) await aptInstall(log, ...packages);
  const place = found();
  if (place === undefined) throw new Error(`${program} is not where it was installed to`);
  return place;
}

async function aptInstall(log, ...packages) {
  if (process.getuid?.() !== 0 || !(await isThere('apt-get', ['--version']))) {
    throw new Error(`${packages.join(' and ')} can be installed for you only as root on Debian`);
  }
  log(`Installing ${packages.join(' and ')} with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  const { code, output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
  });
  if (code !== 0) throw new Error(`apt-get failed: ${firstLine(output)}`);
}

const isThere = async (command, args) => (await run(command, args)).code === 0;

const firstLine = (output) => output.trim().split('\n')[0];
