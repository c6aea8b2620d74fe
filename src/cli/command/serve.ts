import { packageFile } from "../../system/index.ts";
import type { Config } from "../../config.ts";
import { startService, type RunningService } from "../../main.ts";
import type { ExitCode } from "../exit-code.ts";

/** `kypho serve`: listens until it is told to stop, then lets requests in flight end. */
export async function serveCommand(config: Config): Promise<ExitCode> {
  const service = await startService(config);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
  process.stdout.write(greeting(service));
  await stopped;
  await service.close();
  return 0;
}

function greeting({ url, destinations }: RunningService): string {
  const lines = destinations.map(({ name, destination }) => `  destination   ${name} ${destination.baseUrl}`);
  return `kypho-fhir listens on ${url}
${lines.join("\n")}
  API reference ${url}/docs

Try: curl -s -X POST --data @${packageFile("examples/typical.json")} -H 'content-type: application/json' '${url}/map?_type=Procedure'
`;
}
