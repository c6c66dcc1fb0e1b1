import { sql } from 'kysely';
import ts from 'typescript';
import { startRecord } from '../../world/record.js';
import type { TestRecord } from '../../world/record.js';

/*
 * `schema.ts` says what the statements are compiled against, the migrations what is really there: a column that only one of them
 * knows, or one that may be null in one of them alone, would be found by the first who meets it.
 */

interface Column {
  table: string;
  column: string;
  /** `text`, `number`, `boolean` or `json`: what the driver gives. */
  type: string;
  isNullable: boolean;
  /** Whether an insert may leave it out. */
  hasDefault: boolean;
}

/** How the driver returns a type of PostgreSQL: dates and instants as strings (`database.ts`), and so are the numbers of 64 bits. */
const DRIVER_TYPES: Record<string, string> = {
  text: 'text',
  date: 'text',
  'timestamp with time zone': 'text',
  bigint: 'text',
  integer: 'number',
  'double precision': 'number',
  boolean: 'boolean',
  jsonb: 'json',
};

async function migratedColumns({ db }: TestRecord): Promise<Column[]> {
  const { rows } = await sql<{
    table: string;
    column: string;
    type: string;
    nullable: string;
    given: string | null;
    identity: string;
  }>`select table_name as "table", column_name as "column", data_type as "type", is_nullable as "nullable",
       column_default as "given", is_identity as "identity"
     from information_schema.columns where table_schema = 'public' and table_name not like 'kysely%'`.execute(db);
  return rows.map(({ table, column, type, nullable, given, identity }) => ({
    table: nameInCode(table),
    column: nameInCode(column),
    type: DRIVER_TYPES[type] ?? type,
    isNullable: nullable === 'YES',
    hasDefault: given !== null || identity === 'YES',
  }));
}

/** `mail_out_id` of the database is `mailOutId` in code (`database.ts`). */
const nameInCode = (name: string): string => name.replace(/_([a-z0-9])/g, (_, first: string) => first.toUpperCase());

/** The interfaces of `schema.ts` as the compiler understands them. */
function declaredColumns(): (Column & { isGenerated: boolean })[] {
  const file = 'adapters/postgres/schema.ts';
  const program = ts.createProgram([file], { strict: true, module: ts.ModuleKind.NodeNext, noEmit: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const schema = source?.statements.find(
    (one): one is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(one) && one.name.text === 'Schema',
  );
  if (!schema) throw new Error('schema.ts has no interface Schema');
  return schema.members.flatMap((member) => {
    const table = member.name?.getText() ?? '';
    const rows = checker.getTypeAtLocation(member);
    return rows.getProperties().map((property) => {
      const [declaration] = property.declarations ?? [];
      const words = declaration && ts.isPropertySignature(declaration) ? (declaration.type?.getText() ?? '') : '';
      const given = checker.getTypeOfSymbol(property);
      const select = selected(given);
      return {
        table,
        column: property.name,
        type: words.includes('JSONColumnType<') ? 'json' : scalarOf(select),
        isNullable: parts(given).some(isNull) || parts(select).some(isNull),
        hasDefault: false,
        isGenerated: words.startsWith('Generated<') || words.includes('undefined'),
      };
    });
  });

  /** What a select gives of a kysely column type. */
  function selected(type: ts.Type): ts.Type {
    const column = parts(type).find((one) => one.getProperty('__select__'));
    const select = column?.getProperty('__select__');
    return select ? checker.getTypeOfSymbol(select) : type;
  }
  function scalarOf(type: ts.Type): string {
    const kinds = parts(type).filter((one) => !isNull(one));
    if (kinds.every(({ flags }) => flags & ts.TypeFlags.StringLike)) return 'text';
    if (kinds.every(({ flags }) => flags & ts.TypeFlags.NumberLike)) return 'number';
    if (kinds.every(({ flags }) => flags & ts.TypeFlags.BooleanLike)) return 'boolean';
    return checker.typeToString(type);
  }
}

const parts = (type: ts.Type): ts.Type[] => (type.isUnion() ? type.types : [type]);
const isNull = ({ flags }: ts.Type): boolean => (flags & ts.TypeFlags.Null) !== 0;
const nameOf = ({ table, column }: Column): string => `${table}.${column}`;

describe('the schema that statements are compiled against', () => {
  let record: TestRecord;
  let migrated: Column[];
  const declared = declaredColumns();

  beforeAll(async () => {
    record = await startRecord();
    migrated = await migratedColumns(record);
  });
  afterAll(async () => record.stop());

  const columnOf = (one: Column): Column | undefined => migrated.find((other) => nameOf(other) === nameOf(one));

  it('names every table and every column of the migrated database, and no other', () => {
    expect(declared.map(nameOf).sort()).toEqual(migrated.map(nameOf).sort());
  });

  it('says of every column what the driver gives, and whether it may be null', () => {
    const facts = ({ type, isNullable }: Column): string => `${type}${isNullable ? ' or null' : ''}`;
    const words = (some: (Column | undefined)[]): string[] =>
      some.map((one) => (one ? `${nameOf(one)}: ${facts(one)}` : 'missing'));
    expect(words(declared)).toEqual(words(declared.map(columnOf)));
  });

  it('lets an insert leave out only what the database fills in', () => {
    for (const one of declared.filter(({ isGenerated }) => isGenerated)) {
      const real = columnOf(one);
      expect({ column: nameOf(one), isFilledIn: real?.hasDefault === true || real?.isNullable === true }).toEqual({
        column: nameOf(one),
        isFilledIn: true,
      });
    }
  });

  it('is read quickly by the other end of each reference that grows with the mail', async () => {
    const { rows } = await sql<{ indexed: string }>`
      select c.relname || '.' || a.attname as indexed from pg_index i
      join pg_class c on c.oid = i.indrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    `.execute(record.db);
    const indexed = rows.map((row) => nameInCode(row.indexed));
    for (const column of ['dispatch.mailOutId', 'message.receiptId', 'task.receiptId', 'receipt.requestId'])
      expect(indexed).toContain(column);
  });

  it('tells of an idle connection that broke, and answers the next question', async () => {
    const broken: string[] = [];
    const { openDatabase } = await import('../../../adapters/postgres/database.js');
    const db = openDatabase(record.url, { maxConnections: 1, onBroken: ({ message }) => broken.push(message) });
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
    await sql`select pg_terminate_backend(${rows[0]?.pid ?? 0})`.execute(record.db);
    for (const until = Date.now() + 10_000; broken.length === 0 && Date.now() < until;)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(broken).toEqual([expect.stringMatching(/terminat/)]);
    await expect(sql`select 1 as one`.execute(db)).resolves.toMatchObject({ rows: [{ one: 1 }] });
    await db.destroy();
  });
});
