import type { Result } from "../fhir/index.ts";
import { relations } from "./parse-concept-map.ts";
import { parseMap } from "./parse.ts";
import {
  quoted,
  type MapGroup,
  type MapParameter,
  type MapRule,
  type MapSource,
  type MapTarget,
  type StructureMap,
} from "./structure-map.ts";
import type { ConceptMap } from "./terminology.ts";
import type { MapTree } from "./tree.ts";

/**
 * Reads a map that is given as its resource.
 *
 * @param file how issues name it; their lines are those of the printed text
 */
export function readStructureMap(resource: StructureMap, file: string): Result<MapTree> {
  return parseMap(printMap(resource), file);
}

/** Prints a StructureMap as the text that gives it back when it is parsed. https://hl7.org/fhir/R4/mapping-language.html */
export function printMap(map: StructureMap): string {
  const head = [
    `map ${double(map.url)} = ${double(map.name)}`,
    ...(map.contained ?? []).filter(isConceptMap).map(printConceptMap),
    (map.structure ?? [])
      .map(
        ({ url, alias, mode }) => `uses ${double(url)}${alias === undefined ? "" : ` alias ${name(alias)}`} as ${mode}`,
      )
      .join("\n"),
    (map.import ?? []).map((url) => `imports ${double(url)}`).join("\n"),
    ...map.group.map(printGroup),
  ];
  return `${head.filter((part) => part !== "").join("\n\n")}\n`;
}

const isConceptMap = (one: unknown): one is ConceptMap & { readonly id: string } =>
  typeof one === "object" && one !== null && (one as { resourceType?: unknown }).resourceType === "ConceptMap";

function printConceptMap({ id, group = [] }: ConceptMap & { readonly id: string }): string {
  const prefixes: string[] = [];
  const prefixOf = (url: string) => {
    if (!prefixes.includes(url)) prefixes.push(url);
    return `s${String(prefixes.indexOf(url) + 1)}`;
  };
  const signs = new Map([...relations].map(([sign, equivalence]) => [equivalence, sign]));
  const rows = group.flatMap(({ source = "", target: to = "", element = [] }) =>
    element.flatMap(({ code = "", target = [] }) =>
      target.map((one) => {
        const sign = signs.get(one.equivalence ?? "equivalent") ?? "==";
        const left = `${prefixOf(source)}:${double(code)}`;
        return `  ${left} ${sign}${one.code === undefined ? "" : ` ${prefixOf(to)}:${double(one.code)}`}`;
      }),
    ),
  );
  const heads = prefixes.map((url) => `  prefix ${prefixOf(url)} = ${double(url)}`);
  return [`conceptmap ${double(`#${id}`)} {`, ...heads, ...rows, "}"].join("\n");
}

function printGroup(group: MapGroup): string {
  const inputs = group.input.map(
    (input) => `${input.mode} ${name(input.name)}${input.type === undefined ? "" : ` : ${name(input.type)}`}`,
  );
  const base = group.extends === undefined ? "" : ` extends ${name(group.extends)}`;
  const mode = group.typeMode === "types" ? " <<types>>" : group.typeMode === "type-and-types" ? " <<type+>>" : "";
  return `group ${name(group.name)}(${inputs.join(", ")})${base}${mode} ${printRules(group.rule ?? [], "")}`;
}

function printRules(rules: readonly MapRule[], margin: string): string {
  return `{\n${rules.map((rule) => printRule(rule, `${margin}  `)).join("")}${margin}}`;
}

function printRule(rule: MapRule, margin: string): string {
  const sources = rule.source.map(printSource).join(", ");
  const targets = (rule.target ?? []).map(printTarget).join(", ");
  const groups = (rule.dependent ?? []).map((one) => `${name(one.name)}(${one.variable.map(argument).join(", ")})`);
  const then =
    groups.length > 0
      ? ` then ${groups.join(", ")}`
      : (rule.rule ?? []).length > 0
        ? ` then ${printRules(rule.rule ?? [], margin)}`
        : "";
  return `${margin}${sources}${targets === "" ? "" : ` -> ${targets}`}${then} ${double(rule.name)};\n`;
}

/** A literal is written as it stands; anything else is the name of a variable. */
const argument = (text: string) => (/^(?:'|[-+]?[0-9]|(?:true|false)$|@)/.test(text) ? text : name(text));

function printSource(source: MapSource): string {
  const words = [
    `${name(source.context)}${source.element === undefined ? "" : `.${name(source.element)}`}`,
    source.type === undefined ? "" : `: ${name(source.type)}`,
    source.min === undefined ? "" : `${String(source.min)}..${source.max ?? "*"}`,
    printDefault(source),
    source.listMode ?? "",
    source.variable === undefined ? "" : `as ${name(source.variable)}`,
    source.condition === undefined ? "" : `where ${source.condition}`,
    source.check === undefined ? "" : `check ${source.check}`,
    source.logMessage === undefined ? "" : `log ${source.logMessage}`,
  ];
  return words.filter((word) => word !== "").join(" ");
}

function printDefault(source: MapSource): string {
  if (source.defaultValueExpression !== undefined) return `default (${source.defaultValueExpression.expression ?? ""})`;
  if (source.defaultValueString !== undefined) return `default ${quoted(source.defaultValueString)}`;
  const plain = source.defaultValueInteger ?? source.defaultValueDecimal ?? source.defaultValueBoolean;
  return plain === undefined ? "" : `default ${JSON.stringify(plain)}`;
}

function printTarget(target: MapTarget): string {
  const place =
    target.context === undefined
      ? ""
      : `${name(target.context)}${target.element === undefined ? "" : `.${name(target.element)}`}`;
  const transform = target.transform === undefined ? "" : printTransform(target.transform, target.parameter ?? []);
  const modes = (target.listMode ?? []).map((mode) =>
    mode === "share" ? `share ${name(target.listRuleId ?? "")}` : mode,
  );
  const words = [
    place === "" || transform === "" ? `${place}${transform}` : `${place} = ${transform}`,
    target.variable === undefined ? "" : `as ${name(target.variable)}`,
    ...modes,
  ];
  return words.filter((word) => word !== "").join(" ");
}

function printTransform(transform: string, parameters: readonly MapParameter[]): string {
  const last = parameters.at(-1);
  if (transform === "copy" && last !== undefined) return printParameter(last);
  if (transform !== "evaluate") return `${transform}(${parameters.map(printParameter).join(", ")})`;
  const [focus] = parameters;
  const expression = last?.valueString ?? "";
  return parameters.length < 2 || focus === undefined
    ? `(${expression})`
    : `evaluate(${printParameter(focus)}, ${expression})`;
}

function printParameter(parameter: MapParameter): string {
  if (parameter.valueId !== undefined) return name(parameter.valueId);
  if (parameter.valueString !== undefined) return quoted(parameter.valueString);
  if (parameter.valueDecimal !== undefined) {
    const written = JSON.stringify(parameter.valueDecimal);
    return written.includes(".") ? written : `${written}.0`;
  }
  return String(parameter.valueInteger ?? parameter.valueBoolean ?? "");
}

const double = (text: string) => `"${quoted(text).slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"')}"`;

/** A name as it is, or in back quotes. */
function name(text: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && !literals.has(text)) return text;
  return `\`${text.replaceAll(/[\\`]/g, "\\$&")}\``;
}
const literals: ReadonlySet<string> = new Set(["true", "false"]);
