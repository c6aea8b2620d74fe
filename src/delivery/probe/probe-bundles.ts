import type { Bundle, BundleEntry } from "@medplum/fhirtypes";
import { resourceOf, statusOf, byName, findPatients, testPatient, type ProbeWorld } from "./test-patients.ts";
import type { Finding } from "./probe-report.ts";

/**
 * Whether a transaction with one bad entry leaves nothing behind.
 *
 * @param settle waits until the index shows what was stored
 */
export async function probeAtomicity(world: ProbeWorld, settle: () => Promise<unknown>): Promise<Finding> {
  const probe = "transaction-atomicity";
  const name = world.draw();
  const answer = await world.send({
    method: "POST",
    path: "",
    content: transaction(
      { resource: testPatient(name), request: { method: "POST", url: "Patient" } },
      {
        resource: testPatient(world.draw(), { managingOrganization: { reference: `Organization/${world.draw()}` } }),
        request: { method: "POST", url: "Patient" },
      },
    ),
  });
  const status = statusOf(answer);
  if (status === undefined) return { probe, verdict: "unknown", what: "No answer to a transaction came." };
  const entries = (resourceOf(answer) as Bundle | undefined)?.entry ?? [];
  const isAllGood = status < 300 && entries.every(({ response }) => /^2/.test(response?.status ?? ""));
  if (isAllGood)
    return {
      probe,
      verdict: "unknown",
      what: "A reference that leads nowhere is accepted, so no entry failed.",
      status,
    };
  await settle();
  return (await findPatients(world, name)).length === 0
    ? { probe, verdict: "good", what: "A transaction with a bad entry leaves nothing behind.", status }
    : { probe, verdict: "warning", what: "A transaction with a bad entry is carried out in part.", status };
}

/** Whether two entries of one identity are answered one by one. */
export async function probeMergedEntries(world: ProbeWorld): Promise<Finding> {
  const probe = "merged-entries";
  const name = world.draw();
  const entry = (isActive: boolean): BundleEntry => ({
    fullUrl: `urn:uuid:${world.draw()}`,
    resource: testPatient(name, { active: isActive }),
    request: { method: "POST", url: "Patient", ifNoneExist: byName(name) },
  });
  const answer = await world.send({ method: "POST", path: "", content: transaction(entry(false), entry(true)) });
  const status = statusOf(answer);
  const found = (resourceOf(answer) as Bundle | undefined)?.entry?.length;
  if (status === undefined || status >= 300 || found === undefined) {
    const what = "A transaction that names one identity twice is refused.";
    return {
      probe,
      verdict: status !== undefined && status < 500 ? "good" : "unknown",
      what,
      ...(status !== undefined && { status }),
    };
  }
  return found === 2
    ? { probe, verdict: "good", what: "Two entries of one identity have two answers.", status }
    : {
        probe,
        verdict: "warning",
        what: `Two entries of one identity are merged: the answer has ${found}, and no longer lines up with what was sent.`,
        status,
      };
}

function transaction(...entry: BundleEntry[]): Bundle {
  return { resourceType: "Bundle", type: "transaction", entry };
}
