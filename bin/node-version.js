/**
 * Imported before anything else by each launcher: an older Node would fail later with a message that names no remedy. Written so
 * that an old Node can read it.
 */
const OLDEST = [20, 19];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  console.error(
    `This needs Node ${OLDEST.join('.')} or newer, and this is ${process.version}. ` +
      'Install a newer one, for instance from https://nodejs.org or with `nvm install 20`.',
  );
  process.exit(1);
}
