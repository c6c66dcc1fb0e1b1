import { existsSync, readdirSync, readFileSync } from 'node:fs';
import Handlebars from 'handlebars';

/** Renders one page of a folder; a name that a template misspells is an error, inside `if` and `each` too. */
export interface Pages {
  render: (page: string, data: object) => string;
  /** The text of another file of the folder: a style sheet, a catalog of words. */
  read: (file: string) => string;
}

/**
 * The pages of a folder under `templates/pages`, compiled once: `<name>.hbs` is a page, `_<name>.hbs` a part that pages
 * share.
 *
 * @throws Error that names the folder when it is missing
 */
export function loadPages(folder: string): Pages {
  const root = folderOf(folder);
  const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');
  const handlebars = withStrictHelpers();
  const pages = new Map<string, HandlebarsTemplateDelegate>();
  for (const file of readdirSync(root).filter((name) => name.endsWith('.hbs'))) {
    const name = file.slice(0, -'.hbs'.length);
    if (name.startsWith('_'))
      handlebars.registerPartial(name.slice(1), handlebars.compile(read(file), { strict: true }));
    else pages.set(name, handlebars.compile(read(file), { strict: true }));
  }
  return {
    read,
    render(page, data) {
      const template = pages.get(page);
      if (!template) throw new RangeError(`There is no page '${page}' in templates/pages/${folder}`);
      return template(data);
    },
  };
}

// The templates are data and are not compiled: the built code in dist/templates reads them from the source folder.
function folderOf(folder: string): URL {
  const places = [
    new URL(`./pages/${folder}/`, import.meta.url),
    new URL(`../../templates/pages/${folder}/`, import.meta.url),
  ];
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Error(`The page templates are missing: expected them in ${places.map(String).join(' or ')}`);
  return found;
}

/** Handlebars is strict with `{{name}}` but takes a missing name in `{{#if}}`, `{{#each}}` and `{{#with}}` for 'no'. */
function withStrictHelpers(): typeof Handlebars {
  const handlebars = Handlebars.create();
  for (const name of ['if', 'unless', 'each', 'with'] as const) {
    const original = handlebars.helpers[name] as Handlebars.HelperDelegate;
    handlebars.registerHelper(name, function (this: unknown, value: unknown, options: Handlebars.HelperOptions) {
      if (value === undefined) throw new Error(`{{#${name}}} was given a name that the page's data lack`);
      return original.call(this, value, options) as unknown;
    });
  }
  return handlebars;
}
