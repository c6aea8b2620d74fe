import type { Model } from "../../src/fhirpath/index.ts";
import type { Draw } from "./fhir-arbitrary.ts";

/** A path as it is being written: its text, the types of its items, and whether there may be several. */
interface Path {
  readonly text: string;
  readonly types: readonly string[];
  readonly isList: boolean;
}

const STRINGS = ["string", "code", "uri", "id", "markdown"];
const NUMBERS = ["integer", "positiveInt", "unsignedInt", "decimal"];
/** What is left to the tests of single features, since interpreters differ there. */
const PASSED_OVER = new Set(["extension", "modifierExtension", "contained", "id", "text", "meta", "implicitRules"]);

/** Draws expressions that give a boolean, over values of a type. */
export function drawExpression(model: Model, type: string, words: readonly string[], draw: Draw): string {
  return condition({ text: "", types: [type], isList: false }, 3, { model, words, draw });
}

interface Making {
  readonly model: Model;
  readonly words: readonly string[];
  readonly draw: Draw;
}

/** A boolean about a focus, which a path starts from. */
function condition(focus: Path, depth: number, making: Making): string {
  const { draw } = making;
  const inner = () => condition(focus, depth - 1, making);
  if (depth > 0 && draw.chance(0.55)) {
    const made = draw.pick([
      () => `(${inner()} and ${inner()})`,
      () => `(${inner()} or ${inner()})`,
      () => `(${inner()} xor ${inner()})`,
      () => `(${inner()} implies ${inner()})`,
      () => `(${inner()}).not()`,
      () => `iif(${inner()}, ${inner()}, ${inner()})`,
    ]);
    return made();
  }
  const path = walk(focus, making);
  return draw.chance(0.45) ? ofValue(path, making) : ofCollection(path, depth, making);
}

/** One to three steps down. */
function walk(focus: Path, making: Making): Path {
  const { draw } = making;
  let path = step(focus, making);
  while (draw.chance(0.6) && !path.types.some((type) => isPrimitive(type, making))) path = step(path, making);
  return path;
}

const isPrimitive = (type: string, { model }: Making) => model.type(type)?.kind === "primitive";

function step(from: Path, making: Making): Path {
  const { model, draw } = making;
  const [type = ""] = from.types;
  const elements = [...(model.type(type)?.elements.values() ?? [])].filter(({ name }) => !PASSED_OVER.has(name));
  if (from.types.length !== 1 || elements.length === 0) return from;
  const element = draw.pick(elements);
  const text = `${from.text === "" ? "" : `${from.text}.`}${element.name}`;
  const isList = from.isList || element.isList;
  if (!element.isChoice) return { text, types: element.types, isList };
  const wanted = draw.pick(element.types);
  return draw.chance(0.5)
    ? { text, types: element.types, isList }
    : { text: `${text}.ofType(${wanted})`, types: [wanted], isList };
}

/** What is asked of any collection. */
function ofCollection(path: Path, depth: number, making: Making): string {
  const { draw } = making;
  const { text } = path;
  const isOpen = path.types.length > 1;
  const item = { text: "", types: path.types, isList: false };
  const criterion = () =>
    isOpen || isPrimitive(path.types[0] ?? "", making) ? "$this.exists()" : condition(item, depth - 2, making);
  return draw.pick([
    () => `${text}.exists()`,
    () => `${text}.empty()`,
    () => `${text}.count() ${draw.pick(["=", "<", ">", "<=", ">="])} ${draw.below(3)}`,
    () => `${text}.exists(${criterion()})`,
    () => `${text}.all(${criterion()})`,
    () => `${text}.where(${criterion()}).exists()`,
    () => `${text}.where(${criterion()}).count() > ${draw.below(2)}`,
    () => `${text}.select(${criterion()}).allTrue()`,
    () => `${text}.select(${criterion()}).anyFalse()`,
    () => `${text}.isDistinct()`,
    () => `${text}.distinct().count() = ${text}.count()`,
    () => `${text}.first().exists()`,
    () => `${text}.tail().empty()`,
    () => `${text}.skip(1).take(1).count() = 1`,
    () => `${text}.last().count() = 1`,
    () => `(${text} | ${text}).count() <= ${text}.count()`,
    () => `${text}.combine(${text}).count() = ${draw.below(4)}`,
    () => `${text}.intersect(${text}).exists()`,
    () => `${text}.exclude(${text}).empty()`,
    () => `${text}.subsetOf(${text})`,
    () => `${text}[0].exists()`,
    // A backbone has no name in FHIRPath.
    () => `${text}.first() is ${draw.pick(path.types).replace(/^.*\..*$/, "BackboneElement")}`,
  ])();
}

/** What is asked of the first value of a path. */
function ofValue(path: Path, making: Making): string {
  const { draw, words } = making;
  const [type = ""] = path.types;
  const one = path.isList ? `${path.text}.first()` : path.text;
  const word = `'${draw.pick(words)}'`;
  if (path.types.length > 1) return `(${one} is ${draw.pick(path.types)})`;
  if (type === "boolean") return draw.pick([one, `${one} = true`, `${one} != true`, `${one}.not()`]);
  if (NUMBERS.includes(type))
    return draw.pick([
      `${one} ${draw.pick(["=", "!=", "<", ">", "<=", ">="])} ${draw.below(3)}`,
      `${one} + 1 ${draw.pick(["=", "<", ">"])} 2`,
      `${one} * 2 - 1 >= ${draw.below(4)}`,
      `${one} in (1 | 2)`,
      `${one}.abs() > 1`,
    ]);
  if (!STRINGS.includes(type)) return `${one}.exists()`;
  return draw.pick([
    `${one} = ${word}`,
    `${one} != ${word}`,
    `${one} ~ ${word}`,
    `${one} in (${word} | 'b' | 'female')`,
    `${path.text} contains ${word}`,
    `${one}.startsWith('${draw.pick(["a", "b", "f"])}')`,
    `${one}.endsWith('e')`,
    `${one}.contains('${draw.pick(["a", "l"])}')`,
    `${one}.matches('^[a-f]')`,
    `${one}.length() ${draw.pick(["=", "<", ">"])} ${draw.below(8)}`,
    `${one}.substring(1).exists()`,
    `(${one} & 'x').length() > 1`,
    `(${one} + 'x').exists()`,
    `${one}.upper() = ${word}.upper()`,
    `${one}.indexOf('a') >= 0`,
    `${one}.replace('a', 'b') = ${word}`,
    `${one} < ${word}`,
    `${one} >= ${word}`,
  ]);
}
