import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';

const TEMPLATES = 'templates/pages/mailbox';

/** Renders one page of the mailbox within its frame; a name that a template misspells is an error. */
export type PageRenderer = (page: string, title: string, data: object) => string;

export interface Pages {
  render: PageRenderer;
  style: string;
}

export function loadPages(): Pages {
  const folder = path.join(projectRoot(), TEMPLATES);
  const source = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
  const compile = (file: string): HandlebarsTemplateDelegate => Handlebars.compile(source(file), { strict: true });
  const frame = compile('frame.hbs');
  const pages = new Map(
    ['overview', 'mailbox', 'mail', 'sent', 'problem'].map((page) => [page, compile(`${page}.hbs`)]),
  );
  return {
    style: source('style.css'),
    render: (page, title, data) => {
      const template = pages.get(page);
      if (template === undefined) throw new RangeError(`There is no page '${page}'`);
      return frame({ title, body: template(data) });
    },
  };
}

/** The folder above this file that holds package.json: the same from the sources and from the build. */
function projectRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json')) && path.dirname(folder) !== folder)
    folder = path.dirname(folder);
  return folder;
}
