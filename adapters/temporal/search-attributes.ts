import type { Connection } from '@temporalio/client';
import { SearchAttribute } from '../../domain/ids.js';

/** The numbers of the server's own enumeration (temporal.api.enums.v1.IndexedValueType). */
const INDEXED_TYPE = { KEYWORD: 2, KEYWORD_LIST: 7 } as const;

/** Registers the search attributes that are missing in the namespace. Safe to repeat and to run from several processes. */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(indexedTypes()).filter(([name]) => !(name in (customAttributes ?? {})));
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing) });
}

/** Every search attribute with its type, as the server's registration takes them. */
export function indexedTypes(): Record<string, number> {
  return Object.fromEntries(Object.values(SearchAttribute).map(({ name, type }) => [name, INDEXED_TYPE[type]]));
}
