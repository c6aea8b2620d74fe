import { describe, expect, it } from "vitest";
import type { Issue } from "../../../../src/fhir/index.ts";
import {
  checkElementIds,
  checkNarrative,
  hasHtmlTag,
  passesHtmlChecks,
} from "../../../../src/structure/runtime/narrative/index.ts";

const div = (content: string) => `<div xmlns="http://www.w3.org/1999/xhtml">${content}</div>`;

function rulesOf(narrative: string, resource: unknown = {}): string[] {
  const issues: Issue[] = [];
  checkNarrative(narrative, "Patient.text.div", resource, (issue) => issues.push(issue));
  return issues.map(({ rule }) => rule);
}

describe("a narrative passes", () => {
  it.each([
    ["plain text", div("a")],
    [
      "formatting of every chapter",
      div("<h1>a</h1><p class='x'><b>b</b><br/><span style=\"color: red\">c</span></p><hr />"),
    ],
    [
      "lists and tables",
      div('<ul><li>a</li></ul><table border="1"><tr><td colspan="2" nowrap="nowrap">b</td></tr></table>'),
    ],
    ["an image alone", div('<img src="#photo" alt="a"/>')],
    ["XML's own entities and numbers", div("&lt;&gt;&amp;&quot;&apos;&#160;&#x1F600;")],
    ["comments and character data", div("<!-- a - b --><![CDATA[<b>]]>")],
    ["white space around it", `\n ${div("a")} \r\n`],
    ["languages", div('<p xml:lang="de" lang="de">a</p>')],
  ])("with %s", (_name, narrative) => {
    expect(rulesOf(narrative)).toEqual([]);
    expect(passesHtmlChecks(narrative)).toBe(true);
  });
});

describe("a narrative is refused", () => {
  it.each([
    ["an element that is not closed", "narrative-xml", div("<p>a")],
    ["end tags in the wrong order", "narrative-xml", div("<b><i>a</b></i>")],
    ["a bare ampersand", "narrative-xml", div("a & b")],
    ["an entity of HTML", "narrative-xml", div("&reg;")],
    ["an entity of no character", "narrative-xml", div("&#0;")],
    ["an attribute without quotation marks", "narrative-xml", div("<p class=a>a</p>")],
    ["an attribute twice", "narrative-xml", div("<p id='a' id='b'>a</p>")],
    ["attributes without space between", "narrative-xml", div("<p id='a'class='b'>a</p>")],
    ["two elements", "narrative-xml", div("a") + div("b")],
    ["text around it", "narrative-xml", `a${div("b")}`],
    ["a document type", "narrative-xml", `<!DOCTYPE html>${div("a")}`],
    ["a processing instruction", "narrative-xml", div("<?a b?>")],
    ["an open comment", "narrative-xml", div("<!-- a")],
    ["no element", "narrative-xml", ""],
    ["another root", "narrative-root", '<p xmlns="http://www.w3.org/1999/xhtml">a</p>'],
    ["no namespace", "narrative-root", "<div>a</div>"],
    ["white space alone", "narrative-empty", div("<p> \n</p>")],
    ["a script", "narrative-element", div("<script>a</script>")],
    ["a form", "narrative-element", div("a<form/>")],
    ["an element in upper case", "narrative-element", div("<P>a</P>")],
    ["an event handler", "narrative-attribute", div('<p onclick="a()">a</p>')],
    ["an attribute of another element", "narrative-attribute", div('<p href="a">a</p>')],
    ["a link that hides what it runs", "narrative-script", div('<a href="&#106;ava\tscript:a()">a</a>')],
    ["a control character", "narrative-xml", div("\u0001")],
    ["a link that runs", "narrative-script", div('<a href=" javascript:a()">a</a>')],
  ])("with %s", (_name, rule, narrative) => {
    expect(rulesOf(narrative)).toEqual([`profile/${rule}`]);
    expect(passesHtmlChecks(narrative)).toBe(false);
  });
});

describe("a link of a narrative", () => {
  const linked = (name: string) => div(`<a href="#${name}">a</a><p id="here">b</p><a name="there">c</a>`);
  const resource = {
    resourceType: "Patient",
    contained: [{ resourceType: "Organization", id: "inner", name: "x", _name: { id: "deep" } }],
    name: [{ id: "first" }],
  };

  it.each(["here", "there", "inner", "deep", "first", "%66irst"])("to #%s resolves", (name) => {
    expect(rulesOf(linked(name), resource)).toEqual([]);
  });

  it("to an id that is nowhere is refused, and the htmlChecks pass", () => {
    expect(rulesOf(linked("inner/first"), resource)).toEqual(["profile/narrative-link"]);
    expect(passesHtmlChecks(linked("inner/first"))).toBe(true);
  });

  it("may not mean two elements", () => {
    expect(rulesOf(div('<p id="a">a</p><p id="a">b</p>'))).toEqual(["profile/narrative-id-repeated"]);
  });
});

describe("element ids", () => {
  function repeatedIn(resource: unknown): (string | undefined)[] {
    const issues: Issue[] = [];
    checkElementIds(resource, "Patient", (issue) => issues.push(issue));
    return issues.map(({ path }) => path);
  }

  it("may stand once in a resource, sidecars and contained resources included", () => {
    const resource = {
      resourceType: "Patient",
      id: "a",
      name: [{ id: "a", family: "x", _family: { id: "b" } }, { id: "b" }],
      contained: [{ resourceType: "Organization", id: "a", telecom: [{ id: "a" }] }],
    };
    expect(repeatedIn(resource)).toEqual(["Patient.name[1].id", "Patient.contained[0].telecom[0].id"]);
  });

  it("may name the same element in both views of a structure", () => {
    const view = { element: [{ id: "Patient" }, { id: "Patient.name" }] };
    const repeated = { element: [{ id: "Patient" }, { id: "Patient" }] };
    const paths = (resource: unknown) => {
      const issues: Issue[] = [];
      checkElementIds(resource, "StructureDefinition", (issue) => issues.push(issue));
      return issues.map(({ path }) => path);
    };
    expect(paths({ resourceType: "StructureDefinition", snapshot: view, differential: view })).toEqual([]);
    expect(paths({ resourceType: "StructureDefinition", snapshot: view, differential: repeated })).toEqual([
      "StructureDefinition.differential.element[1].id",
    ]);
  });

  it("are each entry's own in a Bundle", () => {
    const entry = { resource: { resourceType: "Patient", name: [{ id: "a" }] } };
    expect(repeatedIn({ resourceType: "Bundle", entry: [entry, entry] })).toEqual([]);
    expect(repeatedIn({ resourceType: "Bundle", entry: [{ id: "a" }, { id: "a" }] })).toEqual(["Patient.entry[1].id"]);
  });
});

it("tells tags in a string from signs", () => {
  expect(["<b>", "a <script", "</p>", "<!-- -->"].every(hasHtmlTag)).toBe(true);
  expect(["a < b", "<", "<3", "x<=y"].some(hasHtmlTag)).toBe(false);
});
