import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

/*
 * Every regular expression of the project. A literal is read from the syntax tree. One that is made by `RegExp(…)` is read when its module
 * is loaded, since only then are its parts put together: what is made by then is what runs.
 */

/** @typedef {{ file: string, line: number, column: number, source: string, flags: string }} Expression */
/** @typedef {{ file: string, line: number, column: number }} Construction where `RegExp(…)` is called */

/**
 * The literals of a file, and the places where it makes an expression.
 * @returns {{ literals: Expression[], constructions: Construction[] }}
 */
export function readSource(file, text) {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const literals = [];
  const constructions = [];
  const placeOf = (node) => {
    const { line, character } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
    return { file, line: line + 1, column: character + 1 };
  };
  const visit = (node) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      literals.push({ ...placeOf(node), source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && isRegExp(node.expression))
      constructions.push(placeOf(node));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { literals, constructions };
}

/** `RegExp`, `globalThis.RegExp`. */
function isRegExp(callee) {
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(name) && name.text === 'RegExp';
}

/**
 * All expressions below the folders, and the constructions that made none while their modules were loaded: those are made from what
 * comes in at run time.
 * @param {string} root the project's folder; its `dist/` is up to date
 */
export async function readProject(root, folders) {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .filter((name) => /(?<!\.d)\.[cm]?[jt]s$/.test(name))
      .map((name) => join(folder, name)),
  );
  const sources = files.map((file) => readSource(file, readFileSync(join(root, file), 'utf8')));
  const constructions = sources.flatMap((source) => source.constructions);
  const made = await recordOf(root, [...new Set(constructions.map(({ file }) => file))]);
  const isMade = (place) => made.some((one) => isSamePlace(one, place));
  return {
    expressions: [...sources.flatMap((source) => source.literals), ...made],
    atRunTime: constructions.filter((place) => !isMade(place)),
  };
}

const isSamePlace = (a, b) => a.file === b.file && a.line === b.line && a.column === b.column;

/** Loads the compiled modules and notes each expression that they make, with its place in the source. */
async function recordOf(root, files) {
  const made = [];
  const Native = globalThis.RegExp;
  const note = (expression) => {
    const place = calledFrom(new Error().stack ?? '', root);
    if (place !== null) made.push({ ...place, source: expression.source, flags: expression.flags });
    return expression;
  };
  process.setSourceMapsEnabled(true);
  globalThis.RegExp = new Proxy(Native, {
    construct: (target, given) => note(Reflect.construct(target, given)),
    apply: (target, self, given) => note(Reflect.apply(target, self, given)),
  });
  try {
    for (const file of files) await import(pathToFileURL(compiled(root, file)).href);
  } finally {
    globalThis.RegExp = Native;
  }
  return made.filter(({ file }) => files.includes(file));
}

function compiled(root, file) {
  return file.endsWith('.ts') ? join(root, 'dist', file.replace(/ts$/, 'js')) : join(root, file);
}

/** The line of the stack below the proxy: `at near (/…/domain/proposal.ts:87:3)`. */
function calledFrom(stack, root) {
  const [, path, line, column] =
    /(?:\(|^ *at )([^\s():]{1,999}):(\d{1,9}):(\d{1,9})\)?$/.exec(stack.split('\n')[3] ?? '') ?? [];
  if (path === undefined) return null;
  return { file: relative(root, path.replace(/^file:\/\//, '')), line: Number(line), column: Number(column) };
}
