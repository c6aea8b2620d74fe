import { code, comment, join, key, lines, member, nothing, type Code } from "../../codegen/index.ts";
import type { ElementModel, Operand } from "../../fhirpath/index.ts";
import { withSources } from "./sources.ts";
import type { Writer } from "./writer.ts";

/** One thing that a rule puts into an object. */
export interface Entry {
  readonly property: string;
  readonly element: ElementModel;
  /** The source line, for the comment. */
  readonly origin: string;
  readonly put:
    | { readonly kind: "value"; readonly value: Code; readonly isConstant: boolean }
    | { readonly kind: "child"; readonly child: TargetObject }
    /** A statement that sets the property, or does not. */
    | { readonly kind: "maybe"; readonly statement: Code; readonly shared?: SharedItem };
}

/** What goes into a list where it is there, and all results share it; `record` says so in a traced module. */
interface SharedItem {
  readonly item: Code;
  readonly record: Code;
}

/** A stretch of code that runs as a whole or not at all. */
export interface Block {
  /** The block that it stands in; none for that of a function. */
  readonly around?: Block;
  /** It may run several times for one run of the block around. */
  readonly isLoop?: boolean;
  readonly statements: (Code | (() => Code))[];
  /** Objects that are not written yet, since what follows may still belong into their literal. */
  pending: TargetObject[];
}

/** What a traced module must say of an object. */
export interface Tracing {
  /** What its making depends on; undefined where it is made elsewhere. */
  because: Code | undefined;
  /** Something names it by its id. */
  isNamed: boolean;
  /** What goes into it, in the order of the rules. */
  readonly puts: TracedPut[];
  isResolved: boolean;
}

/** Something that goes into an object. */
export interface TracedPut {
  /** Undefined where a group may put anything anywhere. */
  readonly property: string | undefined;
  readonly object: TargetObject | undefined;
  /** It is there whenever the object is, and comes from nowhere: so the object's own record can tell of it. */
  isStatic: boolean;
  readonly site: { readonly rule: number; readonly line: number; readonly isList: boolean } | undefined;
}

/**
 * An object of the target while its map is compiled.
 *
 * As long as it is pending, what rules put into it is gathered and then written as one literal in the order of the definition.
 * Whether it needs a name, and whether it may stay empty, is known only when everything is compiled, so it is written last.
 */
export interface TargetObject {
  readonly type: string;
  readonly name: Code;
  /** In a traced module, the id of its record at run time, and what is known of it when the map is compiled. */
  readonly trace: Code;
  readonly tracing: Tracing;
  readonly block: Block;
  readonly isResource: boolean;
  /** It is, or is in, the value of a choice: there HL7's engine refuses what a transform made. */
  readonly inChoice: boolean;
  entries: Entry[];
  state: "pending" | "written";
  parent: { readonly object: TargetObject; readonly property: string; readonly element: ElementModel } | undefined;
  /** Something refers to it by name. */
  isNamed: boolean;
  /** Something is certainly in it. */
  isFilled: boolean;
  /** Objects that were put into it in its own block. */
  readonly children: TargetObject[];
  /** A group may have reached its elements. */
  isPassedOn: boolean;
  /** Code that is written elsewhere got hold of it. */
  isHandedOut: boolean;
  /** After its literal, something goes into it, or it goes into a second object. */
  isUsedLater: boolean;
  /** Lists that a statement has put something into. */
  readonly lists: Set<string>;
  isClosed: boolean;
  /** Single elements that have an object of their own in this function. */
  readonly singles: Map<string, TargetObject>;
  /** It is a parameter, shared, or was there before: it is never written as a literal. */
  readonly isGiven: boolean;
  /** What is known of one that may be there already. */
  reached: ReachedObject | undefined;
}

/**
 * A single object that rules of one function fill, whether it is there already or not.
 *
 * As long as nothing but items that all results share goes into its lists, it needs no name, and what it becomes is shared too.
 */
export interface ReachedObject {
  /** Something needs it by its name. */
  isUsed: boolean;
  readonly block: Block;
  readonly items: ReachedItem[];
  /** The object with an item more, from the object as code. */
  readonly withItem: (object: Code, property: string, item: Code) => Code;
  /** `parent.property`. */
  readonly place: Code;
}

interface ReachedItem {
  readonly property: string;
  readonly block: Block;
  /** Undefined where results do not share it. */
  readonly shared: () => Code | undefined;
}

export function createObject(
  given: Pick<TargetObject, "type" | "name" | "trace" | "block" | "isResource" | "inChoice" | "isGiven">,
): TargetObject {
  return {
    ...given,
    reached: undefined,
    tracing: { because: undefined, isNamed: false, puts: [], isResolved: false },
    entries: [],
    state: given.isGiven ? "written" : "pending",
    parent: undefined,
    isNamed: given.isGiven,
    isFilled: false,
    children: [],
    isPassedOn: false,
    isHandedOut: given.isGiven,
    isUsedLater: false,
    lists: new Set(),
    isClosed: false,
    singles: new Map(),
  };
}

/** The name of an object for code that needs it. */
export function nameOf(object: TargetObject): Code {
  object.isNamed = true;
  if (object.reached !== undefined) object.reached.isUsed = true;
  return object.name;
}

/** Says that an object is certainly not empty at the end. */
export function isCertain(object: TargetObject): boolean {
  return object.isFilled || object.children.some(isCertain);
}

/**
 * Puts something into an object: into its literal while it is pending, else by a statement.
 *
 * @param traced what a traced module says of it
 */
export function put(object: TargetObject, entry: Entry, block: Block, traced: Block["statements"] = []): void {
  block.statements.push(...traced);
  if (entry.put.kind === "value" && block === object.block) object.isFilled = true;
  if (entry.put.kind === "child" && block === object.block) object.children.push(entry.put.child);
  if (object.state === "pending") {
    object.entries.push(entry);
    return;
  }
  object.isUsedLater = true;
  const { put: what } = entry;
  if (object.reached !== undefined && what.kind === "value" && entry.element.isList) {
    const added = addItem(object, entry.property, what.value, block);
    putReached(object, entry, block, () => (what.isConstant ? what.value : undefined), added);
    return;
  }
  if (what.kind === "child" && object.reached !== undefined) return;
  nameOf(object);
  if (what.kind === "child") return; // Its own writing attaches it.
  block.statements.push(comment(entry.origin));
  if (what.kind === "maybe") block.statements.push(what.statement);
  else if (entry.element.isList) block.statements.push(addItem(object, entry.property, what.value, block));
  else block.statements.push(code`${member(object.name, entry.property)} = ${what.value};`);
}

/** Puts an item into a list of an object that may be there already, by a statement unless its declaration has it. */
function putReached(
  { reached }: TargetObject,
  { property, origin }: Pick<Entry, "property" | "origin">,
  block: Block,
  shared: () => Code | undefined,
  added: Code | (() => Code),
): void {
  if (reached === undefined) return;
  const item = { property, block, shared };
  reached.items.push(item);
  block.statements.push(() => {
    if (!isShared(reached)) return lines([comment(origin), typeof added === "function" ? added() : added]);
    const value = shared();
    if (block === reached.block || value === undefined) return nothing;
    return lines([comment(origin), code`${reached.place} = ${reached.withItem(reached.place, property, value)};`]);
  });
}

/** Nothing needs it by its name, what comes with its declaration comes first, and results share all that goes into it. */
function isShared({ isUsed, items, block }: ReachedObject): boolean {
  const declared = items.filter((item) => item.block === block);
  const comeFirst = declared.length > 0 && declared.every((item, index) => item === items[index]);
  return !isUsed && comeFirst && items.every(({ shared }) => shared() !== undefined);
}

/** Declares an object that may be there already. */
export function declareReached(object: TargetObject, reached: ReachedObject, found: Code): void {
  object.reached = reached;
  object.block.statements.push(() => {
    if (!isShared(reached)) return code`const ${object.name} = (${reached.place} = ${found});`;
    const made = reached.items
      .filter(({ block }) => block === reached.block)
      .reduce((sum, { property, shared }) => reached.withItem(sum, property, shared() ?? nothing), reached.place);
    return code`${reached.place} = ${made};`;
  });
}

/** A statement that adds an item to a list of an object that is written. */
export function addItem(object: TargetObject, property: string, value: Code, block: Block): Code {
  return itemIn(member(object.name, property), value, takesFirst(object, property, block));
}

/** @param isFirst makes a list of the right size, where V8 gives one that is pushed to room for 17 */
export const itemIn = (list: Code, item: Code, isFirst: boolean) =>
  isFirst ? code`${list} = [${item}];` : code`(${list} ??= []).push(${item});`;

/** Whether the item that comes next is surely the first of its list. */
function takesFirst(object: TargetObject, property: string, block: Block): boolean {
  const isFirst = !object.isHandedOut && !hasList(object, property) && runsOnceIn(object.block, block);
  object.lists.add(property);
  return isFirst;
}

const hasList = (object: TargetObject, property: string) =>
  object.lists.has(property) || object.entries.some((entry) => entry.property === property);

/** Whether a block runs at most once in each run of another one. */
function runsOnceIn(outer: Block, block: Block): boolean {
  for (let at: Block | undefined = block; at !== undefined; at = at.around) {
    if (at === outer) return true;
    if (at.isLoop === true) return false;
  }
  return false;
}

/**
 * Writes the pending objects of a block that code to come may touch: those given, those in them, and those that go into a list
 * of one of them, since items keep their order. Without `touched`, all.
 */
export function writePending(block: Block, writer: Writer, touched?: ReadonlySet<TargetObject>): void {
  const roots = block.pending;
  block.pending = [];
  for (const object of roots) {
    if (
      touched === undefined ||
      touched.has(object) ||
      (object.parent !== undefined && touched.has(object.parent.object))
    )
      writeObject(object, block, writer, true);
    else {
      block.pending.push(object);
      writeInside(object, block, writer, touched);
    }
  }
}

/** The parts of a pending object that are touched get written; it stays open itself. */
function writeInside(object: TargetObject, block: Block, writer: Writer, touched: ReadonlySet<TargetObject>): void {
  for (const { put: what } of object.entries) {
    if (what.kind !== "child" || what.child.state !== "pending") continue;
    if (touched.has(what.child)) writeObject(what.child, block, writer, false);
    else writeInside(what.child, block, writer, touched);
  }
}

function writeObject(object: TargetObject, block: Block, writer: Writer, closes: boolean): void {
  object.state = "written";
  const children = object.entries.flatMap(({ put: what }) => (what.kind === "child" ? [what.child] : []));
  for (const child of children) if (child.state === "pending") writeObject(child, block, writer, false);
  // A comment of its own goes with the literal that it opens, so it is written late, too.
  block.statements.push(() =>
    isInline(object) || isLoneConstant(object, writer) ? nothing : writeLiteral(object, writer),
  );
  if (object.type === "Reference" && object.entries.some(({ property }) => property === "reference"))
    writeReference(object, block);
  if (object.parent !== undefined && !hasInLiteral(object.parent.object, object))
    writeAttachment(object, block, writer);
  for (const child of children) if (child.isClosed) closeObject(child, block, writer);
  if (object.isClosed && closes) closeObject(object, block, writer);
}

/** Notes a Reference for the step that puts ids in; it needs its name for that. */
export function writeReference(object: TargetObject, block: Block): void {
  block.statements.push(code`run.references.push(${nameOf(object)});`);
}

const hasInLiteral = (parent: TargetObject, child: TargetObject) =>
  parent.entries.some(({ put: what }) => what.kind === "child" && what.child === child);

function writeAttachment(object: TargetObject, block: Block, writer: Writer): void {
  const { parent } = object;
  if (parent === undefined) return;
  const isItemOfReached = parent.object.reached !== undefined && parent.element.isList;
  if (!isItemOfReached) nameOf(parent.object);
  const target = member(parent.object.name, parent.property);
  const origin = object.entries[0]?.origin;
  const isFirst = parent.element.isList && takesFirst(parent.object, parent.property, block);
  const write = () => {
    const isConstant = isLoneConstant(object, writer);
    const value = isConstant ? constantOf(object, writer) : object.name;
    const above = isConstant && origin !== undefined ? comment(origin) : nothing;
    if (parent.element.isList) return lines([above, itemIn(target, value, isFirst)]);
    return isAttachedLate(object) ? nothing : lines([above, code`${target} = ${value};`]);
  };
  if (!isItemOfReached) block.statements.push(write);
  else {
    const shared = () => (isLoneConstant(object, writer) ? constantOf(object, writer) : undefined);
    putReached(parent.object, { property: parent.property, origin: "" }, block, shared, write);
  }
}

/** The constant that goes into an object which was written before. */
function constantOf(object: TargetObject, writer: Writer): Code {
  return writer.constant(object.parent?.property ?? "constant", literalOf(object, sorted(object), writer, undefined));
}

/** A constant that goes into an object which was written before. */
function isLoneConstant(object: TargetObject, writer: Writer): boolean {
  const { parent } = object;
  if (
    parent === undefined ||
    object.isNamed ||
    object.isGiven ||
    !isCertain(object) ||
    hasInLiteral(parent.object, object)
  )
    return false;
  return isLiteral(object, writer);
}

/** A single object that may stay empty is put into its parent when its rule ends, and only if it has content. */
function isAttachedLate(object: TargetObject): boolean {
  return (
    object.parent !== undefined &&
    !object.parent.element.isList &&
    !isCertain(object) &&
    !object.parent.object.isPassedOn
  );
}

/** The rule that made the object ends: if it may be empty, it is looked at. */
export function closeObject(object: TargetObject, block: Block, writer: Writer): void {
  object.isClosed = true;
  const { parent } = object;
  if (object.state === "pending" || parent === undefined || parent.object.state === "pending") return; // Writing the parent comes back to it.
  block.statements.push(() => {
    if (isCertain(object) || completionOf(parent.object, writer) === object) return nothing;
    const target = member(parent.object.name, parent.property);
    const hasContent = writer.use(object.isResource ? "resourceHasContent" : "hasContent");
    if (parent.element.isList)
      return code`if (!${hasContent}(${object.name})) ${writer.use("remove")}(${parent.object.name}, ${parent.property}, ${object.name});`;
    if (isAttachedLate(object)) return code`if (${hasContent}(${object.name})) ${target} = ${object.name};`;
    return code`if (!${hasContent}(${object.name})) delete ${target};`;
  });
  // The two names are needed if the object turns out to be uncertain, which is known only later.
  if (!isCertain(object)) {
    nameOf(parent.object);
    nameOf(object);
  }
}

function isInline(object: TargetObject): boolean {
  const { parent } = object;
  return !object.isNamed && parent !== undefined && isCertain(object) && hasInLiteral(parent.object, object);
}

function sorted(object: TargetObject): Entry[] {
  return [...object.entries].sort((a, b) => a.element.order - b.element.order);
}

function isLater(entry: Entry): boolean {
  return entry.put.kind === "maybe" || (entry.put.kind === "child" && isAttachedLate(entry.put.child));
}

function writeLiteral(object: TargetObject, writer: Writer): Code {
  const shared = sharedHolder(object, writer) ?? completed(object, writer);
  if (shared !== undefined) return shared;
  const entries = sorted(object);
  const first = entries.findIndex(isLater);
  const inside = first < 0 ? entries : entries.slice(0, first);
  const after = first < 0 ? [] : entries.slice(first);
  const origin = entries[0]?.origin;
  return lines([
    origin === undefined ? nothing : comment(origin),
    code`const ${object.name} = ${literalOf(object, inside, writer, origin)};`,
    ...after.flatMap((entry) => {
      const isFirst = entries.find(({ property }) => property === entry.property) === entry;
      return [comment(entry.origin), statementOf(object, entry, isFirst, writer)];
    }),
  ]);
}

/** An object with nothing but one list of items that all results share is shared with them. */
function sharedHolder(object: TargetObject, writer: Writer): Code | undefined {
  const { parent, entries } = object;
  const [first] = entries;
  const items = entries.flatMap(({ property, put: what }) =>
    what.kind === "maybe" && property === first?.property ? (what.shared ?? []) : [],
  );
  if (first === undefined || items.length < entries.length) return undefined;
  if (parent === undefined || isReachedLater(object) || object.singles.size > 0) return undefined;
  const holders = writer.hoist(`of_${first.property}`, code`${writer.use("holders")}(${first.property})`);
  const given = join(
    items.map(({ item }) => item),
    ", ",
  );
  return lines([
    comment(first.origin),
    code`const ${object.name} = ${holders}(${given});`,
    ...items.map(({ item, record }) => (record === nothing ? nothing : code`if (${item} != null) {\n  ${record}\n}`)),
  ]);
}

/** A constant with one element more, which all results share, is shared with them. */
function completed(object: TargetObject, writer: Writer): Code | undefined {
  const last = completionOf(object, writer);
  const entries = sorted(object);
  const [first] = entries;
  if (last === undefined || first === undefined) return undefined;
  const property = last.parent?.property ?? "";
  const base = writer.constant(
    object.parent?.property ?? "constant",
    literalOf(object, entries.slice(0, -1), writer, undefined),
  );
  const complete = writer.hoist(`with_${property}`, code`${writer.use("completer")}(${base}, ${property})`);
  return lines([comment(first.origin), code`const ${object.name} = ${complete}(${last.name});`]);
}

/** The child that comes last into an object of constants, when it is one that results share or stays empty. */
function completionOf(object: TargetObject, writer: Writer): TargetObject | undefined {
  if (object.parent === undefined || isReachedLater(object)) return undefined;
  if (object.isResource || object.type === "Reference") return undefined;
  const entries = sorted(object);
  const last = entries.at(-1);
  if (last?.put.kind !== "child" || !isLater(last) || sharedHolder(last.put.child, writer) === undefined)
    return undefined;
  return areLiteral(entries.slice(0, -1), writer) && entries.length > 1 ? last.put.child : undefined;
}

/** What is written after its literal may change it. */
function isReachedLater({ isUsedLater, isHandedOut, isPassedOn }: TargetObject): boolean {
  return isUsedLater || isHandedOut || isPassedOn;
}

function statementOf(object: TargetObject, entry: Entry, isFirst: boolean, writer: Writer): Code {
  const { put: what, property, element } = entry;
  if (what.kind === "maybe") return what.statement;
  if (what.kind === "child" && isAttachedLate(what.child)) return nothing;
  const value = what.kind === "value" ? what.value : childValue(what.child, writer);
  const target = member(object.name, property);
  return element.isList ? itemIn(target, value, isFirst) : code`${target} = ${value};`;
}

function childValue(child: TargetObject, writer: Writer): Code {
  if (!isInline(child)) return child.name;
  const entries = sorted(child);
  const made = literalOf(child, entries, writer, undefined);
  return isConstant(child, writer) ? writer.constant(child.parent?.property ?? "constant", made) : made;
}

/** All its content is literal, and nothing touches it after it was made. */
function isConstant(object: TargetObject, writer: Writer): boolean {
  return isInline(object) && isLiteral(object, writer);
}

function isLiteral(object: TargetObject, writer: Writer): boolean {
  if (object.type === "Reference" || object.isResource) return false;
  return areLiteral(object.entries, writer);
}

function areLiteral(entries: readonly Entry[], writer: Writer): boolean {
  return entries.every(({ put: what }) =>
    what.kind === "value" ? what.isConstant : what.kind === "child" && isConstant(what.child, writer),
  );
}

function literalOf(
  object: TargetObject,
  entries: readonly Entry[],
  writer: Writer,
  commented: string | undefined,
): Code {
  const constant = isConstant(object, writer) || isLoneConstant(object, writer);
  const fields: {
    readonly property: string;
    readonly element: ElementModel;
    readonly values: Code[];
    readonly origin: string;
  }[] = [];
  for (const { property, element, put: what, origin } of entries) {
    const value =
      what.kind === "value"
        ? what.value
        : what.kind === "child"
          ? constant
            ? literalOf(what.child, sorted(what.child), writer, undefined)
            : childValue(what.child, writer)
          : nothing;
    const known = fields.find((field) => field.property === property);
    if (known === undefined) fields.push({ property, element, values: [value], origin });
    else if (element.isList) known.values.push(value);
    else known.values[0] = value;
  }
  const head = object.isResource ? [code`resourceType: ${object.type}`] : [];
  const written = fields.map(({ property, element, values }) => {
    const value = element.isList ? code`[${join(values, ", ")}]` : (values[0] ?? nothing);
    return value.text === property ? value : code`${key(property)}: ${value}`;
  });
  const flat = join([...head, ...written], ", ");
  const origins = new Set(fields.map(({ origin }) => origin));
  if (
    constant ||
    (flat.text.length < 100 && !flat.text.includes("\n") && (origins.size <= 1 || commented === undefined))
  ) {
    return flat.text === "" ? code`{}` : code`{ ${flat} }`;
  }
  let last = commented;
  const rows = fields.map(({ origin }, index) => {
    const row = code`${written[index] ?? nothing},`;
    if (origin === last) return row;
    last = origin;
    return lines([comment(origin), row]);
  });
  return code`{\n  ${lines([...head.map((row) => code`${row},`), ...rows])}\n}`;
}

/** A group, or an expression, may reach the elements of an object: what follows finds them where they belong. */
export function passOn(object: TargetObject): void {
  object.isPassedOn = true;
  object.isHandedOut = true;
  object.tracing.isNamed = true;
  object.tracing.puts.push({ property: undefined, object: undefined, isStatic: false, site: undefined });
  object.singles.forEach(passOn);
}

/** An object of the target as a value: what rules have put into it so far. */
export function readTarget(object: TargetObject, { block, writer }: { block: Block; writer: Writer }): Operand {
  writePending(block, writer, new Set([object]));
  passOn(object);
  const operand: Operand = {
    code: nameOf(object),
    type: object.type,
    isList: false,
    mayBeEmpty: false,
    isName: true,
  };
  return withSources(operand, [{ node: object.trace, path: "", rows: [] }]);
}
