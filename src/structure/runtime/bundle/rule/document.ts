import { entryPath, type BundleRule, type BundleView, type EntryView } from "../bundle-view.ts";
import { asObject, asString, objectsOf, type JsonObject } from "../json.ts";
import { findUnreachable } from "./reach.ts";

const SPEC = "https://hl7.org/fhir/R4/documents.html#content";

/** A document begins with its Composition, is identified and dated (bdl-9 to bdl-11), holds what that names and nothing else. */
export const documentRule: BundleRule = (view) => {
  if (view.type !== "document") return;
  checkIdentity(view);
  const [first] = view.entries;
  if (first?.resource === undefined || first.type !== "Composition") {
    const path = first ? `${entryPath(view, first)}.resource` : view.path;
    const message = `${path} was expected to begin with a Composition, as a document does; found none.`;
    view.find({ rule: "profile/document-composition", code: "required", message, path, spec: SPEC });
    return;
  }
  checkReferences(view, first, first.resource);
  for (const { entry, isLinkedBack } of findUnreachable(view)) {
    const path = entryPath(view, entry);
    if (!isLinkedBack) {
      const message = `${path} was expected to be referred to from the Composition, directly or by others; found no way.`;
      view.find({ rule: "profile/document-unreachable", code: "business-rule", message, path, spec: SPEC });
    } else if (entry.type !== "Provenance") {
      const message = `${path} was expected to be referred to from the Composition; it only refers to what is.`;
      view.find({
        severity: "warning",
        rule: "profile/document-linked-back",
        code: "business-rule",
        message,
        path,
        spec: SPEC,
      });
    }
  }
};

function checkIdentity(view: BundleView): void {
  const identifier = asObject(view.bundle["identifier"]);
  if (identifier?.["system"] === undefined || identifier["value"] === undefined) {
    const path = identifier ? `${view.path}.identifier` : view.path;
    const message = `${path} needs an identifier with system and value in a document, found less.`;
    view.find({ rule: "profile/document-identifier", code: "required", message, path, spec: SPEC });
  }
  if (view.bundle["timestamp"] === undefined) {
    const message = `${view.path} needs a timestamp in a document, found none.`;
    view.find({ rule: "profile/document-timestamp", code: "required", message, path: view.path, spec: SPEC });
  }
}

/** What the Composition names itself is in the document. */
function checkReferences(view: BundleView, first: EntryView, composition: JsonObject): void {
  const check = (reference: unknown, path: string): void => {
    const text = asString(asObject(reference)?.["reference"]);
    if (text === undefined || text.startsWith("#") || view.resolver().findEntry(text, first.fullUrl)) return;
    const message = `${path} was expected to refer to an entry of the document, found none of that address.`;
    view.find({ rule: "profile/document-reference", code: "not-found", message, path, spec: SPEC });
  };
  const checkEach = (list: unknown, path: string): void => {
    objectsOf(list).forEach((one, index) => {
      check(one, `${path}[${index}]`);
    });
  };
  const checkSections = (sections: unknown, path: string): void => {
    objectsOf(sections).forEach((section, index) => {
      const at = `${path}[${index}]`;
      checkEach(section["author"], `${at}.author`);
      check(section["focus"], `${at}.focus`);
      checkEach(section["entry"], `${at}.entry`);
      checkSections(section["section"], `${at}.section`);
    });
  };
  const place = `${entryPath(view, first)}.resource`;
  for (const name of ["subject", "encounter", "custodian"]) check(composition[name], `${place}.${name}`);
  checkEach(composition["author"], `${place}.author`);
  objectsOf(composition["attester"]).forEach(({ party }, index) => {
    check(party, `${place}.attester[${index}].party`);
  });
  objectsOf(composition["event"]).forEach(({ detail }, index) => {
    checkEach(detail, `${place}.event[${index}].detail`);
  });
  checkSections(composition["section"], `${place}.section`);
}
