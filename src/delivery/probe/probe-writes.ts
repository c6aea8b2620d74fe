import type { Patient } from "@medplum/fhirtypes";
import type { Finding } from "./probe-report.ts";
import {
  byName,
  createPatient,
  idOf,
  putPatient,
  readPatient,
  statusOf,
  testPatient,
  type ProbeWorld,
} from "./test-patients.ts";

const told = (status: number | undefined): { readonly status?: number } => (status === undefined ? {} : { status });

/** Whether a client may say under which id something new is stored. */
export async function probeClientId(world: ProbeWorld): Promise<Finding> {
  const id = world.draw();
  const status = statusOf(await putPatient(world, id, testPatient(world.draw())));
  const isStored = (await readPatient(world, id)) !== undefined;
  return isStored
    ? { probe: "client-assigned-id", verdict: "good", what: "A PUT to a new id stores it there.", ...told(status) }
    : { probe: "client-assigned-id", verdict: "warning", what: "A PUT to a new id is refused.", ...told(status) };
}

/** Whether the same conditional create twice stores one. */
export async function probeConditionalCreate(world: ProbeWorld): Promise<Finding> {
  const probe = "conditional-create-twice";
  const name = world.draw();
  const answers = [
    await createPatient(world, testPatient(name), byName(name)),
    await createPatient(world, testPatient(name), byName(name)),
  ];
  const [one, other] = answers.map(idOf);
  const status = told(answers[1] && statusOf(answers[1]));
  if (one === undefined || other === undefined)
    return { probe, verdict: "unknown", what: "A conditional create was refused.", ...status };
  return one === other
    ? { probe, verdict: "good", what: "The same conditional create twice stores one.", ...status }
    : {
        probe,
        verdict: "warning",
        what: "The same conditional create twice stores two: the condition is ignored, or its index lags.",
        ...status,
      };
}

/** Whether an update on condition of an old version is refused, by which status, and changes nothing. */
export async function probeStaleUpdate(world: ProbeWorld): Promise<Finding> {
  const probe = "stale-if-match";
  const patient = testPatient(world.draw());
  const id = idOf(await createPatient(world, patient));
  const first = id === undefined ? undefined : await readPatient(world, id);
  if (id === undefined || first?.meta?.versionId === undefined)
    return { probe, verdict: "unknown", what: "Nothing with a version could be stored." };
  await putPatient(world, id, { ...patient, active: true });
  const status = statusOf(await putPatient(world, id, { ...patient, gender: "other" }, `W/"${first.meta.versionId}"`));
  const isChanged = (await readPatient(world, id))?.gender === "other";
  if (isChanged)
    return {
      probe,
      verdict: "warning",
      what: "A stale If-Match is ignored and the newer version overwritten.",
      ...told(status),
    };
  return status === 412
    ? { probe, verdict: "good", what: "A stale If-Match is refused with 412 and changes nothing.", status }
    : {
        probe,
        verdict: "warning",
        what: `A stale If-Match is refused with ${String(status)}, not 412, and changes nothing.`,
        ...told(status),
      };
}

/** Whether an update that changes nothing makes a version. */
export async function probeEqualUpdate(world: ProbeWorld): Promise<Finding> {
  const probe = "update-without-change";
  const patient = testPatient(world.draw());
  const id = idOf(await createPatient(world, patient));
  const before = id === undefined ? undefined : await readPatient(world, id);
  if (id === undefined || !before) return { probe, verdict: "unknown", what: "Nothing could be stored." };
  const status = statusOf(await putPatient(world, id, patient));
  const after = await readPatient(world, id);
  return before.meta?.versionId === after?.meta?.versionId
    ? { probe, verdict: "good", what: "An update without change makes no version.", ...told(status) }
    : { probe, verdict: "warning", what: "An update without change makes a version.", ...told(status) };
}

/** Whether a tag that an update leaves out goes away. */
export async function probeTags(world: ProbeWorld): Promise<Finding> {
  const probe = "tags";
  const patient = testPatient(world.draw());
  const extra = { system: "urn:kypho-fhir:probe", code: "extra" };
  const tagged: Patient = { ...patient, meta: { tag: [...(patient.meta?.tag ?? []), extra] } };
  const id = idOf(await createPatient(world, tagged));
  if (id === undefined) return { probe, verdict: "unknown", what: "Nothing could be stored." };
  await putPatient(world, id, { ...patient, active: true });
  const isKept = (await readPatient(world, id))?.meta?.tag?.some(({ code }) => code === extra.code) ?? false;
  return isKept
    ? { probe, verdict: "warning", what: "Tags only grow: one that an update leaves out stays." }
    : { probe, verdict: "good", what: "A tag that an update leaves out goes away." };
}

/** Whether what no FHIR resource has is refused, or dropped without a word. */
export async function probeUnknownElements(world: ProbeWorld): Promise<Finding> {
  const probe = "unknown-elements";
  const odd = { ...testPatient(world.draw()), kyphoProbe: "x" } as Patient;
  const answer = await createPatient(world, odd);
  const [status, id] = [statusOf(answer), idOf(answer)];
  if (status === undefined || status >= 500)
    return { probe, verdict: "unknown", what: "No answer said what it does with unknown elements.", ...told(status) };
  if (status >= 300) return { probe, verdict: "good", what: "Unknown elements are refused.", status };
  const held = id === undefined ? undefined : await readPatient(world, id);
  const what =
    held && "kyphoProbe" in held
      ? `Unknown elements are stored and answered with ${status}: the server does not validate.`
      : `Unknown elements are dropped and answered with ${status}: the server does not validate.`;
  return { probe, verdict: "warning", what, status };
}
