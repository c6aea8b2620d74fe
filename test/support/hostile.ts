import { gzipSync } from "node:zlib";
import { readExample } from "./example.ts";

/** One document that means harm. */
export interface HostileDocument {
  readonly name: string;
  readonly body: Buffer;
  readonly encoding?: "gzip";
}

const minimal = JSON.stringify(readExample("minimal"));
/** The minimal case with text put in as its first fields. */
const beginning = (text: string): string => minimal.replace("{", `{${text},`);

const repeated = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(",");
const fields = (count: number): string => repeated(count, (index) => `"f${index}":1`);

/** As much as a document may hold, and all of it wrong: what takes longest of all that is not refused at a glance. */
const laborious: Readonly<Record<string, string>> = {
  "38,000 empty assessments": beginning(`"assessments":[${repeated(38_000, () => "{}")}]`),
  "38 entries of 990 unknown fields": beginning(`"aftercare":[${repeated(38, () => `{${fields(990)}}`)}]`),
  "an unknown list of 38 objects, with written numbers": beginning(
    `${fields(900)},"x":[${repeated(38, () => `{${fields(990).replaceAll(":1", ":1.0")}}`)}]`,
  ),
  "38,000 wrong codes": beginning(`"indication":{"panel":[${repeated(38_000, (index) => `"x${index}"`)}]}`),
  "950 long unknown names": beginning(repeated(950, (index) => `"f${index}${"x".repeat(50)}":1`)),
  "9,800 images with the same UID": beginning(
    `"imaging":[{"key":"a","series":[${repeated(2, () => `{"instances":[${repeated(4_900, () => '{"uid":"1.2.3","sopClassUid":"1.2"}')}]}`)}]}]`,
  ),
};

/** What a stranger may send in place of a case: each must be refused with a status from 400 to 499. */
export function hostileDocuments(): readonly HostileDocument[] {
  const texts: Readonly<Record<string, string>> = {
    "a million brackets": "[".repeat(999_999),
    "brackets 5,000 deep that close": "[".repeat(5_000) + "]".repeat(5_000),
    "objects 100,000 deep": '{"a":'.repeat(100_000) + "1" + "}".repeat(100_000),
    "a case with an unknown field 60 deep": beginning(`"x":${"[".repeat(60)}${"]".repeat(60)}`),
    "a field __proto__": beginning('"__proto__":{"polluted":true}'),
    "a field constructor": beginning('"constructor":{"prototype":{"polluted":true}}'),
    "__proto__ inside the patient": minimal.replace('"patient":{', '"patient":{"__proto__":{"polluted":true},'),
    "an escaped __proto__": beginning('"\\u005f_proto__":{"polluted":true}'),
    "a field twice": beginning('"caseId":"OTHER"'),
    "a field twice, once escaped": beginning('"case\\u0049d":"OTHER"'),
    "a number of 990,000 digits": beginning(`"x":${"9".repeat(990_000)}`),
    "a number with an exponent of 900,000 digits": beginning(`"x":1e${"9".repeat(900_000)}`),
    "a fraction of 900,000 digits": beginning(`"x":0.${"1".repeat(900_000)}`),
    "half of a surrogate pair": minimal.replace('"caseId":"', '"caseId":"\\ud800'),
    "the other half of a surrogate pair": beginning('"x":"\\udfff"'),
    "an escaped NUL": minimal.replace('"caseId":"', '"caseId":"\\u0000'),
    "a NUL between tokens": minimal.replace("{", "{\u0000"),
    "a raw line feed in a string": minimal.replace('"caseId":"', '"caseId":"\n'),
    "a string of 990,000 characters": beginning(`"x":"${"a".repeat(990_000)}"`),
    "a name of 990,000 characters": beginning(`"${"a".repeat(990_000)}":1`),
    "60,000 unknown fields": beginning(fields(60_000)),
    "250,000 levels": beginning(`"levels":[${repeated(250_000, () => "{}")}]`),
    ...laborious,
    NaN: beginning('"x":NaN'),
    "a comment": minimal.replace("{", "{/* */"),
    "a trailing comma": minimal.replace(/\}$/, ",}"),
    "two documents": `${minimal}${minimal}`,
    nothing: "",
    "blanks alone": " ".repeat(500_000),
    "more than a document may have": beginning(`"x":"${"a".repeat(1_100_000)}"`),
    "a pattern's worst case": minimal.replace('"caseId":"', `"caseId":"${"a".repeat(100_000)}!`),
  };
  const bytes: Readonly<Record<string, Buffer>> = {
    "UTF-16": Buffer.from(minimal, "utf16le"),
    "an overlong NUL": Buffer.concat([Buffer.from('{"caseId":"'), Buffer.from([0xc0, 0x80]), Buffer.from('"}')]),
    "a byte that no UTF-8 has": Buffer.concat([Buffer.from('{"caseId":"'), Buffer.from([0xff]), Buffer.from('"}')]),
    "a byte-order mark": Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(minimal)]),
    noise: Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 256)),
  };
  return [
    ...Object.entries(texts).map(([name, text]) => ({ name, body: Buffer.from(text) })),
    ...Object.entries(bytes).map(([name, body]) => ({ name, body })),
    { name: "100 MB of blanks in gzip", body: gzipSync(Buffer.alloc(100_000_000, 0x20)), encoding: "gzip" },
    { name: "gzip that is none", body: Buffer.from(minimal), encoding: "gzip" },
    { name: "half of a gzip", body: gzipSync(Buffer.from(minimal)).subarray(0, 100), encoding: "gzip" },
  ];
}
