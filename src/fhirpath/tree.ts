/** A parsed expression. `at` is the offset in the text that holds it, so that an issue points at its word. */
export type Expression =
  | { readonly kind: "literal"; readonly type: LiteralType; readonly text: string; readonly at: number }
  | { readonly kind: "empty"; readonly at: number }
  | { readonly kind: "variable"; readonly name: string; readonly at: number }
  | { readonly kind: "this" | "index" | "total"; readonly at: number }
  | { readonly kind: "path"; readonly input?: Expression; readonly name: string; readonly at: number }
  | {
      readonly kind: "call";
      readonly input?: Expression;
      readonly name: string;
      readonly args: readonly Expression[];
      readonly at: number;
    }
  | { readonly kind: "item"; readonly input: Expression; readonly index: Expression; readonly at: number }
  | { readonly kind: "sign"; readonly sign: "+" | "-"; readonly input: Expression; readonly at: number }
  | {
      readonly kind: "binary";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
      /** Where the text of both operands starts and ends. */
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: "type";
      readonly operator: "is" | "as";
      readonly input: Expression;
      readonly type: string;
      readonly at: number;
    }
  | {
      readonly kind: "quantity";
      readonly value: string;
      /** A UCUM code (`'mg'`), or the singular of a calendar's word (`days`). */
      readonly unit: string;
      readonly isCalendar: boolean;
      readonly at: number;
    };

export type LiteralType = "string" | "integer" | "decimal" | "boolean" | "date" | "dateTime" | "time";

export type Operator =
  | "*"
  | "/"
  | "div"
  | "mod"
  | "+"
  | "-"
  | "&"
  | "|"
  | "<="
  | "<"
  | ">"
  | ">="
  | "="
  | "~"
  | "!="
  | "!~"
  | "in"
  | "contains"
  | "and"
  | "or"
  | "xor"
  | "implies";

/** What is wrong with an expression, and where in the text. */
export interface Fault {
  readonly rule:
    | "fhirpath/syntax"
    | "fhirpath/unsupported"
    | "fhirpath/unknown-variable"
    | "fhirpath/unknown-element"
    | "fhirpath/type";
  readonly message: string;
  readonly at: number;
}

/** Thrown inside this folder to leave a deep parse or emit; the faces turn it into a value. */
export class ExpressionFault extends Error {
  readonly fault: Fault;
  constructor(rule: Fault["rule"], message: string, at: number) {
    super(message);
    this.fault = { rule, message, at };
  }
}
