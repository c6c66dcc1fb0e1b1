export interface Construction {
  file: string;
  line: number;
  column: number;
}
export interface Expression extends Construction {
  source: string;
  flags: string;
}
export interface Found {
  expressions: Expression[];
  atRunTime: Construction[];
}
export function readSource(file: string, text: string): { literals: Expression[]; constructions: Construction[] };
export function readProject(root: string, folders: readonly string[]): Promise<Found>;
