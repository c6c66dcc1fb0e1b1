import type { Connection } from '@temporalio/client';
import { SearchAttributeType } from '@temporalio/common';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.js';

/** The numbers of the server's own enumeration (temporal.api.enums.v1.IndexedValueType). */
const INDEXED_TYPE = { [SearchAttributeType.KEYWORD]: 2, [SearchAttributeType.KEYWORD_LIST]: 7 } as const;

/** Registers the search attributes that are missing in the namespace. Safe to repeat and to run from several processes. */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = SEARCH_ATTRIBUTES.filter((key) => !(key.name in (customAttributes ?? {})));
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: indexedTypes(missing) });
}

/** Search attributes with their types, as the server's registration takes them. */
export function indexedTypes(keys = SEARCH_ATTRIBUTES): Record<string, number> {
  return Object.fromEntries(keys.map((key) => [key.name, INDEXED_TYPE[key.type as keyof typeof INDEXED_TYPE]]));
}
