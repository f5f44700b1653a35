// Writes custom-elements.json, which tells editors and catalogues of <cardlet-card>. All of it is read from the
// types and the stylesheet; a test compares it with docs/api.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Members that the browser calls, or that only tell others apart. */
const NOT_CALLED = /Callback$|^(type|emit|listen)$/;

/** Writes the manifest into a folder that has the package's types. */
export function writeManifest(folder) {
  const types = (name) => readFileSync(join(folder, `${name}.d.ts`), "utf8");
  const element = types("card-element");
  const css = readFileSync(join(folder, "cardlet.css"), "utf8");
  const properties = propertiesOf(types("card-properties"));
  const declaration = {
    kind: "class",
    customElement: true,
    tagName: "cardlet-card",
    name: "CardletCard",
    description: "A card form that turns what is typed into a token.",
    attributes: attributesOf(types("card-attributes")).map((attribute) => {
      const property = properties.find(({ name }) => name === camelCase(attribute.name));
      return { ...attribute, ...(property && { fieldName: property.name }) };
    }),
    members: [...properties, ...membersOf(types("form-control")), ...membersOf(element)],
    events: eventsOf(types("events")),
    cssProperties: namesIn(css, /(--cardlet-[\w-]+):/g),
    cssStates: namesIn(readFileSync("www/card-element.ts", "utf8"), /setState\("([\w-]+)"/g),
  };
  const own = { name: "CardletCard", module: "dist/element.js" };
  const manifest = {
    schemaVersion: "2.1.0",
    modules: [
      {
        kind: "javascript-module",
        path: "dist/element.js",
        declarations: [declaration],
        exports: [{ kind: "js", name: "CardletCard", declaration: own }],
      },
      {
        kind: "javascript-module",
        path: "dist/define.js",
        exports: [{ kind: "custom-element-definition", name: "cardlet-card", declaration: own }],
      },
    ],
  };
  writeFileSync(join(folder, "custom-elements.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

function attributesOf(types) {
  const found = types.matchAll(/\/\*\* (.+) \*\/\n\s+"?([\w-]+)"?\?: (.+) \| undefined;/g);
  return [...found].map(([, description, name, text]) => ({ name, description, type: { text } }));
}

/** The properties that mirror attributes. */
function propertiesOf(types) {
  const found = types.matchAll(/^ {4}(\w+): (string|boolean);$/gm);
  return [...found].map(([, name, text]) => ({ kind: "field", name, type: { text }, reflects: true }));
}

/** The methods and the read-only properties. */
function membersOf(types) {
  const found = types.matchAll(/(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)? {4}(get )?(\w+)\((.*)\): (.+);$/gm);
  return [...found]
    .filter(([, , , name]) => !NOT_CALLED.test(name))
    .map(([, comment, isRead, name, given, text]) => {
      const description = comment && { description: plain(comment) };
      const readonly = !types.includes(` set ${name}(`);
      if (isRead)
        return { kind: "field", name, ...(readonly && { readonly }), type: { text }, ...description };
      const parameters = [...given.matchAll(/(\w+)(\?)?: ((?:(?!, \w+\??:).)+)/g)].map(
        ([, parameter, optional, type]) => ({
          name: parameter,
          type: { text: type },
          ...(optional && { optional: true }),
        }),
      );
      return { kind: "method", name, ...description, parameters, return: { type: { text } } };
    });
}

function eventsOf(types) {
  const found = types.matchAll(/\/\*\* (.+) \*\/\n\s+"([\w-]+)": (CustomEvent<.+>);/g);
  return [...found].map(([, description, name, text]) => ({ name, description, type: { text } }));
}

function namesIn(text, pattern) {
  return [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].map((name) => ({ name }));
}

function camelCase(name) {
  return name.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

/** A comment's text without the marks of a comment and without its tags. */
function plain(comment) {
  const [text = ""] = comment.split(/\n\s*\* @/);
  return text.replaceAll(/\s*\n\s*\*?\s*/g, " ").trim();
}
