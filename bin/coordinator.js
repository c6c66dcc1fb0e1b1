#!/usr/bin/env node
import './node-version.js';
import { pathToFileURL } from 'node:url';
import { prepare, PrepareError, ROOT } from './prepare.js';

try {
  await prepare();
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  console.error(error.message);
  process.exit(1);
}
const { main } = await import(pathToFileURL(`${ROOT}/dist/cli/main.js`).href);
await main(process.argv.slice(2));
