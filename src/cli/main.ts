import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { isHttpUrl, readConfig, type Config } from "../config.ts";
import { enrol, STRATEGIES, type FhirDestination, type Strategy } from "../delivery/index.ts";
import { keepObjectsYoung, packageVersion } from "../system/index.ts";
import type { ApiKeyOptions } from "./command/api-key.ts";
import type { ExplainOptions } from "./command/explain.ts";
import type { DoctorOptions } from "./command/doctor.ts";
import type { PreviewOptions } from "./command/site.ts";
import type { ExitCode } from "./exit-code.ts";
import { MAP_FORMS, type MapForm } from "./map-form.ts";
import { addStoreCommands } from "./store-commands.ts";
import { withWayIn } from "./way-in.ts";

const INPUT = "a file, or - for standard input; one JSON document, or NDJSON with one on each line";
const POLICIES = ["match", "create-if-absent", "upsert"] as const;

/**
 * Runs one command line; the process ends with its exit code once output is written.
 *
 * Each command is loaded when it is asked for: what the others need would take a third of its start.
 */
async function run(): Promise<ExitCode> {
  keepObjectsYoung();
  const config = readConfig(process.env);
  let code: ExitCode = 0;
  const program = new Command("kypho")
    .description("FHIR R4 adapter for percutaneous kyphoplasty: cases in, checked FHIR out.")
    .version(packageVersion())
    .exitOverride()
    .showHelpAfterError("(kypho --help lists the commands)")
    .addHelpText("after", EXIT_CODES);

  const caseSystem = new Option(
    "--case-system <uri>",
    "the site's system of case numbers, for cases that leave it out",
  );

  program
    .command("map")
    .description("map cases to FHIR and check them; nothing is stored or sent")
    .argument("<file>", INPUT)
    .option("--type <types>", "keep only these resource types, separated by commas, as a collection")
    .addOption(caseSystem)
    .addHelpText("after", "\nExample:\n  kypho map examples/typical.json --type Procedure,Observation\n")
    .action(async (file: string, options: { type?: string; caseSystem?: string }) => {
      const { mapCommand } = await import("./command/map.ts");
      const wanted = { ...intake(config, options), ...(options.type !== undefined && { type: options.type }) };
      code = await withWayIn(config, ({ pipeline }) => mapCommand(file, wanted, pipeline));
    });

  program
    .command("validate")
    .description("check FHIR resources or Bundles against R4, our profiles and those they declare")
    .argument("[file]", INPUT)
    .option("--profile <url...>", "profiles to check against besides those in meta.profile", [])
    .option("--package <file...>", "FHIR packages (.tgz) with profiles and terminology", [])
    .option("--profiles <folder...>", "folders of StructureDefinitions, ValueSets and CodeSystems", [])
    .addOption(new Option("--protocol <name>", "answer requests on standard input").choices(["ndjson"]))
    .addHelpText("after", VALIDATE_HELP)
    .action(async (file: string | undefined, options: ValidateArguments) => {
      if (options.protocol !== undefined) {
        const { validateProtocol } = await import("./command/validate-protocol.ts");
        code = await validateProtocol();
      } else if (file === undefined) program.error("error: validate needs a file, or - for standard input");
      else {
        const { validateCommand } = await import("./command/validate.ts");
        const { profile, package: packages, profiles: folders } = options;
        code = await withWayIn(config, ({ site }) =>
          validateCommand(file, { profiles: profile, packages, folders }, site),
        );
      }
    });

  program
    .command("extract")
    .description("rebuild the cases that FHIR resources were made of")
    .argument("<file...>", "files of one set of resources, or -; Bundles or resources, JSON or NDJSON")
    .addHelpText("after", "\nExample:\n  kypho map examples/typical.json | kypho extract -\n")
    .action(async (files: string[]) => {
      const { extractCommand } = await import("./command/extract.ts");
      code = await withWayIn(config, ({ site }) => extractCommand(files, site));
    });

  program
    .command("explain")
    .description("tell where each element of a case's resources comes from, and what became of its fields")
    .argument("<file>", INPUT)
    .option("--element <fhirpath>", "only these elements; an expression that begins with a resource type or Bundle")
    .option("--field <pointer>", "only what this field became; a JSON pointer into the case")
    .option("--json", "for programs")
    .option("--provenance", "as FHIR Provenance")
    .addOption(caseSystem)
    .addHelpText("after", EXPLAIN_HELP)
    .action(async (file: string, options: ExplainOptions) => {
      const { explainCommand } = await import("./command/explain.ts");
      code = await withWayIn(config, ({ site }) =>
        explainCommand(file, { ...options, ...intake(config, options) }, site),
      );
    });

  program
    .command("verify")
    .description("prove for each case that its FHIR resources hold all of it")
    .argument("<file>", INPUT)
    .addOption(caseSystem)
    .addHelpText("after", "\nExample:\n  kypho verify examples/cohort.ndjson\n")
    .action(async (file: string, options: { caseSystem?: string }) => {
      const { verifyCommand } = await import("./command/verify.ts");
      code = await withWayIn(config, ({ site }) => verifyCommand(file, intake(config, options), site));
    });

  program
    .command("transform")
    .description("run any FHIR Mapping Language map over any JSON")
    .argument("[file...]", "the source: a file of JSON or NDJSON, or -; with --check or --print, further maps")
    .requiredOption("--map <file>", "a map, as text or StructureMap; the first is run, others may be imported", collect)
    .option("--structures <folder>", "StructureDefinitions, ConceptMaps, CodeSystems and maps that the map names")
    .option("--group <name>", "the group to start with; without it, the map's first")
    .option("--check [depth]", "run nothing: parse, link and check each map; =syntax only parses")
    .addOption(
      new Option("--print <form>", "run nothing: print each map as text or as StructureMap").choices(MAP_FORMS),
    )
    .addHelpText("after", "\nExample:\n  kypho transform --map mappings/kyphoplasty.map examples/typical.json\n")
    .action(async (files: string[], options: TransformArguments) => {
      code = await transform(files, options);
    });

  program
    .command("push")
    .description("map and check cases, and write them to a FHIR server")
    .argument("<file>", INPUT)
    .requiredOption("--to <url>", "base URL of the FHIR server", httpUrl)
    .option("--token <token>", "bearer token (better: KYPHO_DESTINATION_TOKEN, which no process list shows)")
    .addOption(
      new Option(
        "--strategy <name>",
        "how resources are identified and sent; the best that the server allows by default",
      ).choices(STRATEGIES),
    )
    .addOption(
      new Option("--patient <policy>", "what may be done to patients").choices(POLICIES).default("create-if-absent"),
    )
    .addOption(
      new Option("--imaging-study <policy>", "what may be done to imaging studies").choices(POLICIES).default("upsert"),
    )
    .addOption(caseSystem)
    .addHelpText("after", "\nExample:\n  kypho push examples/cohort.ndjson --to http://localhost:8080/fhir\n")
    .action(async (file: string, options: PushOptions) => {
      const { pushCommand } = await import("./command/push.ts");
      code = await withWayIn(config, (way) =>
        pushCommand(file, toDestination(config, options), intake(config, options), way),
      );
    });

  program
    .command("serve")
    .description("serve the HTTP interface of openapi.yaml")
    .option("--host <address>", "address to listen on (KYPHO_HOST)", config.host)
    .option("--port <number>", "port to listen on, 0 for any (KYPHO_PORT)", portNumber, config.port)
    .option("--to <url>", "base URL of the FHIR server (KYPHO_DESTINATION); without it, the embedded one", httpUrl)
    .option("--config <file>", "settings file: destinations, who may call, limits, retention (KYPHO_CONFIG)")
    .addOption(caseSystem)
    .action(async (options: { host: string; port: number; to?: string; config?: string; caseSystem?: string }) => {
      const { serveCommand } = await import("./command/serve.ts");
      const { to, config: settingsFile, ...rest } = options;
      code = await serveCommand({
        ...config,
        ...rest,
        ...(to !== undefined && { destination: to }),
        ...(settingsFile !== undefined && { settingsFile }),
      });
    });

  program
    .command("doctor")
    .description("ask a FHIR server what it can do, and try what it really does")
    .argument("<destination>", "base URL of the FHIR server, or a destination's name in the settings file")
    .option("--config <file>", "settings file that has the destination (KYPHO_CONFIG)")
    .option("--token <token>", "bearer token (better: KYPHO_DESTINATION_TOKEN, which no process list shows)")
    .option(
      "--probe",
      "write a few Patients that are marked as tests, and delete them again where the server allows it",
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  kypho doctor http://localhost:8080/fhir --probe\n  kypho doctor hospital --config settings.yaml\n",
    )
    .action(async (destination: string, options: DoctorOptions) => {
      const { doctorCommand } = await import("./command/doctor.ts");
      code = await doctorCommand(config, destination, options);
    });

  program
    .command("api-key")
    .description("draw an API key and print it once, with the entry for the settings' inbound.apiKeys.file")
    .argument("<id>", "of the source, lowercase letters, digits and hyphens")
    .requiredOption("--scope <scopes>", "SMART v2 system scopes, separated by spaces")
    .requiredOption("--until <instant>", "when it ends")
    .requiredOption("--secret <file>", "the file of the settings' inbound.apiKeys.secretFile")
    .addHelpText(
      "after",
      '\nExample:\n  kypho api-key ward-3 --scope "system/Procedure.crus" --until 2027-01-01T00:00:00Z --secret api-key-secret\n',
    )
    .action(async (id: string, options: ApiKeyOptions) => {
      const { apiKeyCommand } = await import("./command/api-key.ts");
      code = await apiKeyCommand(id, options);
    });

  program
    .command("demo")
    .description("send the study's cohort to the embedded FHIR server, read it back, send it again")
    .action(async () => {
      const { demoCommand } = await import("./command/demo.ts");
      code = await demoCommand(config);
    });

  program
    .command("init-site")
    .description("write the skeleton of a folder with a site's own maps, profiles, codes and form of documents")
    .argument("<folder>", "a new or an empty folder; KYPHO_SITE names it afterwards")
    .action(async (folder: string) => {
      const { initSiteCommand } = await import("./command/site.ts");
      code = await initSiteCommand(folder);
    });

  program
    .command("preview")
    .description("list what a site's set makes of the cohort otherwise than the package alone")
    .requiredOption("--site <folder>", "the site's folder")
    .option("--accept", "write the preview's hash into the site's accepted.json")
    .option("--json", "for programs")
    .addHelpText("after", "\nExample:\n  kypho preview --site ./site\n")
    .action(async (options: PreviewOptions) => {
      const { previewCommand } = await import("./command/site.ts");
      code = await previewCommand(options);
    });

  addStoreCommands(program, config, (ended) => (code = ended));

  await program.parseAsync();
  return code;
}

const EXPLAIN_HELP = `
Examples:
  kypho explain examples/typical.json --field /levels/0/cement
  kypho explain examples/typical.json --element "Observation.where(code.coding.code = 'cement-fill').component.value"

Colours are used on a terminal, and not where NO_COLOR is set.
`;

const VALIDATE_HELP = `
Examples:
  kypho map examples/typical.json | kypho validate -
  kypho validate observation.json --profile https://site.example.org/StructureDefinition/x --profiles ./profiles

With --protocol ndjson each line of standard input is a request {id, resource, profile, profiles, valuesets, codesystems, others},
a world of its own, and each line of standard output its answer {id, valid, issues}.
`;

interface ValidateArguments {
  readonly profile: readonly string[];
  readonly package: readonly string[];
  readonly profiles: readonly string[];
  readonly protocol?: string;
}

const EXIT_CODES = `
Exit codes: 0 good; 1 the input is at fault, with an OperationOutcome on standard output; 2 usage or environment.
Settings from the environment: KYPHO_HOST, KYPHO_PORT, KYPHO_CASE_SYSTEM, KYPHO_DESTINATION, KYPHO_DESTINATION_TOKEN,
KYPHO_DATA (folder for what must outlive the process, ./.kypho by default), KYPHO_DATABASE_URL (PostgreSQL in its place),
KYPHO_CONFIG (settings file of kypho serve).
`;

interface TransformArguments {
  readonly map: readonly string[];
  readonly structures?: string;
  readonly group?: string;
  readonly check?: string | true;
  readonly print?: MapForm;
}

const collect = (file: string, files: readonly string[] = []): string[] => [...files, file];

/** `--map a.map b.map` reads as two maps; the last file that stands alone is the source. */
async function transform(
  files: readonly string[],
  { map, check, print, ...rest }: TransformArguments,
): Promise<ExitCode> {
  if (print !== undefined) {
    const { printMapsCommand } = await import("./command/print-maps.ts");
    return printMapsCommand(print, [...map, ...files]);
  }
  const { checkMapsCommand, transformCommand } = await import("./command/transform.ts");
  if (check !== undefined) {
    // `--check a.map` takes the file for its depth.
    const more = check === true || check === "syntax" || check === "all" ? [] : [check];
    return checkMapsCommand(check === "syntax" ? "syntax" : "all", { ...rest, maps: [...map, ...more, ...files] });
  }
  const source = files.at(-1);
  if (source === undefined) throw new Error("transform needs a source file, or - for standard input.");
  return transformCommand(source, { ...rest, maps: [...map, ...files.slice(0, -1)] });
}

interface PushOptions {
  readonly to: string;
  readonly token?: string;
  readonly strategy?: Strategy;
  readonly patient: (typeof POLICIES)[number];
  readonly imagingStudy: (typeof POLICIES)[number];
  readonly caseSystem?: string;
}

function toDestination(config: Config, options: PushOptions): FhirDestination {
  const bearerToken = options.token ?? config.destinationToken;
  return {
    baseUrl: options.to.replace(/\/+$/, ""),
    ...(options.strategy !== undefined && { strategy: options.strategy }),
    policies: { Patient: options.patient, ImagingStudy: options.imagingStudy },
    idSecret: enrol(config.dataFolder, options.to),
    ...(bearerToken !== undefined && { bearerToken }),
  };
}

function intake(config: Config, options: { caseSystem?: string }): { caseSystem?: string } {
  const caseSystem = options.caseSystem ?? config.caseSystem;
  return caseSystem === undefined ? {} : { caseSystem };
}

function httpUrl(text: string): string {
  if (!isHttpUrl(text)) throw new InvalidArgumentError("An http or https URL was expected.");
  return text;
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new InvalidArgumentError("A number from 0 to 65535 was expected.");
  return Number(text);
}

try {
  process.exitCode = await run();
} catch (error) {
  // Commander has printed help, version or the fault of usage; all else is the environment's.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`kypho: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
