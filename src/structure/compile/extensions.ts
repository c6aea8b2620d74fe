import { code, join, lines, literal, nothing, type Code } from "../../codegen/index.ts";
import { eachItem } from "./each-item.ts";
import { valueOf, type ElementNode } from "../tree/element-node.ts";
import { conditionBlock } from "./condition.ts";
import type { Element, ElementCode } from "./element.ts";
import type { Emission, Part } from "./emission.ts";
import type { Locals } from "./locals.ts";
import { moreConditions } from "./value-check.ts";

/**
 * Writes the extensions of an object: each known and allowed here, kept to its definition, and counted by its slice.
 * https://hl7.org/fhir/R4/extensibility.html
 */
export function emitExtensions(element: Element, part: Part, locals: Locals, emission: Emission): ElementCode {
  const { child, types } = element;
  const [first] = types;
  if (first === undefined) return { cases: [], endings: [] };
  const { property } = first;
  const holder = emission.constant(
    "holder",
    code`world.holder(${literal({
      paths: [...new Set([part.source.path, part.node.path])],
      type: part.type,
      modelType: part.modelType,
      isModifier: child.name === "modifierExtension",
      ...(part.extensionUrl !== undefined && { extensionUrl: part.extensionUrl }),
    })})`,
  );
  const { min = 0, max = "*" } = child.definition;
  const isSliced = child.slices.length > 0;
  const local = min > 0 || max !== "*" || isSliced ? locals.property(property) : undefined;
  // Whatever extension this is, its parts may have short names.
  const isPart = part.type === "Extension";
  return {
    cases: [
      {
        property,
        block: lines([
          conditionBlock([code`${emission.use("areCleanExtensions")}(part, ${holder}, ${isPart}, scope)`]),
          locals.keep(property),
        ]),
      },
    ],
    endings: local
      ? [
          min > 0 ? code`if (${local} === undefined) return false;` : nothing,
          min > 1 ? code`if (${local}.length < ${min}) return false;` : nothing,
          max === "*" ? nothing : code`if (${local} !== undefined && ${local}.length > ${Number(max)}) return false;`,
          isSliced ? emitSlices(child, local, part, emission) : nothing,
        ]
      : [],
  };
}

/** The URLs that a slice stands for; undefined where the definition does not say. */
function urlsOf({ definition, children }: ElementNode): readonly string[] | undefined {
  const profiles = definition.type?.flatMap(({ profile }) => profile ?? []) ?? [];
  if (profiles.length > 0) return profiles.map((profile) => profile.split("|", 1)[0] ?? "");
  const url = children?.get("url");
  const fixed = url && valueOf(url.definition, "fixed");
  return typeof fixed === "string" ? [fixed] : undefined;
}

function emitSlices(child: ElementNode, list: Code, part: Part, emission: Emission): Code {
  const { discriminator, rules = "open", ordered } = child.definition.slicing ?? {};
  const isByUrl = discriminator?.every(({ type, path }) => type === "value" && path === "url") ?? true;
  const slices = child.slices.map((slice) => ({ slice, urls: urlsOf(slice) }));
  const isPlain = rules === "open" || rules === "closed";
  if (
    !isByUrl ||
    ordered === true ||
    !isPlain ||
    slices.some(({ slice, urls }) => urls === undefined || slice.sliceName?.includes("/"))
  ) {
    return code`if (${list} !== undefined) return false;`;
  }
  const counted = slices.map(({ slice, urls = [] }) => {
    const count = emission.names.fresh(`${slice.sliceName ?? "slice"}_count`);
    const test = join(
      urls.map((url) => code`item.url === ${url}`),
      " || ",
    );
    return { slice, count, test };
  });
  const branches = counted.map(({ slice, count, test }) => {
    const conditions = slice.children
      ? moreConditions({ node: slice, type: "Extension", value: code`item`, around: part, base: child }, emission)
      : [];
    return code`if (${test}) {
  ${lines([code`${count}++;`, conditionBlock(conditions)])}
  continue;
}`;
  });
  const required = counted.filter(({ slice }) => (slice.definition.min ?? 0) > 0);
  return lines([
    ...counted.map(({ count }) => code`let ${count} = 0;`),
    code`if (${list} !== undefined) ${eachItem(list, lines([...branches, rules === "closed" ? code`return false;` : nothing]))}`,
    ...counted.map(({ slice, count }) => {
      const { max = "*" } = slice.definition;
      return max === "*" ? nothing : code`if (${count} > ${Number(max)}) return false;`;
    }),
    ...required.map(({ slice, count }) => code`if (${count} < ${slice.definition.min ?? 0}) return false;`),
  ]);
}
