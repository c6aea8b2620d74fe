import type { Expression } from "../../src/fhirpath/index.ts";

/** What an expression is evaluated in: case pointers of its context and of its variables. */
export interface Places {
  readonly context: string | undefined;
  readonly variable: (name: string) => string | undefined;
  /** The pointer of a child, with `[]` where it is a list. */
  readonly child: (pointer: string, name: string) => string;
}

/** The pointers that an expression reads, in the order in which they stand. */
export function readPlaces(expression: Expression, places: Places): string[] {
  const found = new Set<string>();
  note(follow(expression, places.context));
  return [...found];

  function note(pointer: string | undefined): void {
    if (pointer !== undefined) found.add(pointer);
  }

  /** Notes what is read inside, and gives the place that the expression itself leads to. */
  function follow(node: Expression, context: string | undefined): string | undefined {
    switch (node.kind) {
      case "literal":
      case "empty":
      case "quantity":
      case "index":
      case "total":
        return undefined;
      case "this":
        return context;
      case "variable":
        return places.variable(node.name);
      case "path":
        return step(node.input === undefined ? context : follow(node.input, context), node.name);
      case "call":
        return followCall(node, context);
      case "item":
        note(follow(node.index, context));
        return follow(node.input, context);
      case "sign":
      case "type":
        return follow(node.input, context);
      case "binary":
        note(follow(node.left, context));
        note(follow(node.right, context));
        return undefined;
    }
  }

  function step(pointer: string | undefined, name: string): string | undefined {
    return pointer === undefined ? undefined : places.child(pointer, name);
  }

  function followCall(node: Expression & { kind: "call" }, context: string | undefined): string | undefined {
    const input = node.input === undefined ? context : follow(node.input, context);
    note(input);
    for (const argument of node.args) note(follow(argument, input));
    return input;
  }
}
