import type { ElementDefinitionConstraint } from "@medplum/fhirtypes";
import type { Code, Names } from "../../codegen/index.ts";
import type { Model } from "../../fhirpath/index.ts";
import type { Definitions } from "../definitions.ts";
import type { ElementNode } from "../tree/element-node.ts";

/** An object to write a check for: its elements, and what its definition says of it. */
export interface Part {
  /** Whose constraints hold of the object. */
  readonly node: ElementNode;
  /** Whose children are its elements. */
  readonly source: ElementNode;
  /** The FHIR type: `CodeableConcept`, `BackboneElement`, of a resource its own. */
  readonly type: string;
  /** The type's name for FHIRPath: of a backbone element its path in the base definition. */
  readonly modelType: string;
  /** The type or resource whose root content references are read from. */
  readonly home: string;
  /** What the object is known to keep already: of a slice, the element that it is a slice of. */
  readonly base?: ElementNode;
  /** The URL of the extension that the object is. */
  readonly extensionUrl?: string;
}

/** Where the code of one module is put together, and how its pieces are written. */
export interface Emission {
  readonly definitions: Definitions;
  readonly model: Model;
  /** Names of the module that no local may hide. */
  readonly names: Names;
  /** Whether there are extensions that stand in this element, and not wherever its type does. */
  readonly isExtended: (node: ElementNode) => boolean;
  /** Imports something of `runtime/clean`. */
  readonly use: (helper: string) => Code;
  /** Imports something of `fhirpath/runtime`. */
  readonly useFhirPath: (helper: string) => Code;
  /** A constant with this value, made once when the module is linked to a world; the same text gives the same one. */
  readonly constant: (hint: string, value: Code) => Code;
  /** The check of a data type. */
  readonly dataType: (type: string) => Code;
  /** The check of any other structure, by its URL. */
  readonly structure: (url: string) => Code;
  /** The check of an object that the definition describes itself, written where it is new. */
  readonly objectCheck: (part: Part) => Code;
  /** What stands above the code of an invariant, for readers. */
  readonly remark: (constraint: ElementDefinitionConstraint) => Code;
  /** Notes an expression that cannot be compiled; nothing is passed over in silence. */
  readonly fault: (fault: InvariantFault) => void;
}

/** An invariant that FHIRPath's compiler refused. */
export interface InvariantFault {
  readonly key: string;
  readonly expression: string;
  readonly type: string;
  readonly message: string;
}

/** An element's value at hand while its check is written. */
export interface ValueSite {
  readonly node: ElementNode;
  readonly type: string;
  /** What the value is known to keep already. */
  readonly base?: ElementNode | undefined;
  /** The name that holds the value. */
  readonly value: Code;
  /** The object around it, as a Part. */
  readonly around: Part;
}

/** Writes the conditions that a value without any issue meets; none where nothing can fail. */
export type Rule = (site: ValueSite, emission: Emission) => readonly Code[];
