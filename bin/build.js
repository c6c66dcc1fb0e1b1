import './node-version.js';
import { prepare, PrepareError } from './prepare.js';

try {
  await prepare();
  console.log('Built: dist/ is up to date.');
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  console.error(error.message);
  process.exit(1);
}
