export function needsOf(root: string, files: readonly string[]): { variables: Set<string>; built: boolean };
