import { existsSync } from 'node:fs';
import path from 'node:path';

/** The workflow bundle that `npm test` builds before any test runs. */
export function workflowBundle(): { codePath: string } {
  const codePath = path.resolve('dist/workflow-bundle.js');
  if (!existsSync(codePath)) throw new Error('dist/workflow-bundle.js is missing: run `npm run build`');
  return { codePath };
}
