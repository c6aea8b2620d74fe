import { runCommand, withStrictServer } from "./transcript.ts";

const CASE = "examples/partial-dates.json";

/** The page, with what every command prints here and now. */
export async function writeExplainPage(): Promise<string> {
  const pushed = await withStrictServer((baseUrl) => runCommand(["push", CASE, "--to", baseUrl], baseUrl));
  const element = await runCommand(["explain", CASE, "--element", "Patient.birthDate"]);
  const field = await runCommand(["explain", CASE, "--field", "/levels/0/cause"]);
  const missing = await runCommand(["explain", CASE, "--element", "Patient.name"]);
  const provenance = await runCommand(["explain", CASE, "--element", "Patient.birthDate", "--provenance"]);
  return `# From a rejected resource to the input line

Made by \`npm run docs\`, which runs every command of this page; a test holds that it is current.

A hospital's FHIR server takes patients only with a whole date of birth. The case \`${CASE}\` has a part of one, which is good
FHIR and a good case, so that only the server can know. The transaction is refused; the answer of \`kypho push\` names the line of the
input in its extension \`input-position\`, beside the server's own words and the line of the map that wrote the element:

${pushed}

The server said which element it does not take. \`kypho explain\` shows what is behind it, input, map and output side by side, and what
decided that it is there:

${element}

The other way round, from a field: everything that it became, and how many more elements are there because of it, without carrying its
value.

${field}

An element that is missing is explained by the rules that would have written it, and what they lacked:

${missing}

For programs there is \`--json\`, and \`POST /explain\` with the same answer; \`GET /cases/{id}/trace\` gives it of a stored version, and
\`--provenance\` gives it as FHIR:

${provenance}

## How it is known

The map compiler emits each map twice: plain, and with a record for every value that a rule writes, every condition that it asks and every
rule that does not fire. Both give the same bytes; the second one is run for explanations alone. Nothing is guessed afterwards: an origin's
\`from\` are the fields whose value an element carries, and \`because\` those that decided that it is there, also by being absent. The
step that turns names of parts into identities, and the one that revises a stored case, say what they read. \`test/property/mapping/origins.test.ts\`
holds this against causes: it changes fields and looks what becomes of every element.

Words of a server are read for paths, ids, URLs and quoted values, since many name no entry and set no expression. Where they fit several
entries, the answer lists all of them in \`expression\`, and the fields behind each.
`;
}
