import { Refusal } from "./refusal.ts";
import { resolveReferences } from "./resolve-references.ts";
import type { ResourceStore, Stored } from "./resource-store.ts";
import { isUnchanged, planWrite } from "./write-plan.ts";
import type { WritePlan, WriteRequest } from "./write-plan.ts";

/** What a write did: the HTTP status it earns and the resource as it is stored now. */
export interface WriteAnswer {
  readonly status: 200 | 201 | 204;
  /** Set where content equal to what is stored made no new version. */
  readonly isUnchanged?: true;
  readonly resource?: Stored;
}

/**
 * Carries out writes all or nothing: everything that can be refused is refused before the first
 * write, and a write that was planned cannot fail.
 *
 * The caller makes sure that no other write runs meanwhile.
 *
 * @returns one answer a request, in the order of the requests
 * @throws Refusal whose issue names the entry, for the first request that cannot be done
 */
export async function writeAll(
  store: ResourceStore,
  requests: readonly WriteRequest[],
  newId: () => string,
): Promise<readonly WriteAnswer[]> {
  const plans: WritePlan[] = [];
  for (const [index, request] of requests.entries()) {
    plans.push(await atEntry(index, requests, () => planWrite(store, request, newId)));
  }
  assertNoOverlap(requests, plans);
  const ready = await resolvePlans(store, requests, plans);
  assertDeletable(store, ready);
  const answers = new Map<WritePlan, WriteAnswer>();
  // R4 http.html#trules: deletions come first, so that a criterion of a later request cannot meet them.
  for (const plan of ready.filter(({ effect }) => effect === "delete")) answers.set(plan, await carryOut(store, plan));
  for (const plan of ready) if (!answers.has(plan)) answers.set(plan, await carryOut(store, plan));
  return ready.map((plan) => answers.get(plan) ?? { status: 204 });
}

async function resolvePlans(
  store: ResourceStore,
  requests: readonly WriteRequest[],
  plans: readonly WritePlan[],
): Promise<readonly WritePlan[]> {
  const byFullUrl = new Map<string, string>();
  const written = new Set<string>();
  const removed = new Set<string>();
  plans.forEach((plan, index) => {
    const key = `${plan.type}/${plan.id}`;
    const fullUrl = requests[index]?.fullUrl;
    if (plan.effect === "delete") removed.add(key);
    else if (plan.effect !== "nothing") written.add(key);
    if (fullUrl !== undefined && written.has(key)) byFullUrl.set(fullUrl, key);
  });
  const ready: WritePlan[] = [];
  for (const [index, plan] of plans.entries()) {
    if (plan.effect !== "create" && plan.effect !== "update") ready.push(plan);
    else {
      const around = { store, byFullUrl, written, removed };
      const content = await atEntry(index, requests, () => resolveReferences(plan.content, around));
      ready.push({ ...plan, content });
    }
  }
  return ready;
}

async function carryOut(store: ResourceStore, plan: WritePlan): Promise<WriteAnswer> {
  const current = store.current(plan.type, plan.id);
  switch (plan.effect) {
    case "delete":
      await store.remove(plan.type, plan.id);
      return { status: 204 };
    case "nothing":
      return { status: 204 };
    case "keep":
      return { status: 200, isUnchanged: true, ...(current && { resource: current }) };
    case "create":
    case "update":
      if (current && isUnchanged({ ...plan.content, id: plan.id }, current)) {
        return { status: 200, resource: current, isUnchanged: true };
      }
      return {
        status: plan.effect === "create" ? 201 : 200,
        resource: await store.put({ ...plan.content, id: plan.id }),
      };
  }
}

/** R4 http.html#trules: a transaction whose identities overlap, resolved ones too, shall fail. */
function assertNoOverlap(requests: readonly WriteRequest[], plans: readonly WritePlan[]): void {
  const seen = new Set<string>();
  plans.forEach((plan, index) => {
    const condition = requests[index]?.ifNoneExist ?? /\?(.*)$/.exec(requests[index]?.url ?? "")?.[1];
    const keys = [
      plan.effect === "nothing" ? undefined : `${plan.type}/${plan.id}`,
      condition && `${plan.type}?${condition}`,
    ];
    for (const key of keys) {
      if (!key) continue;
      if (seen.has(key)) throw overlap(index);
      seen.add(key);
    }
  });
}

function overlap(index: number): Refusal {
  const message = "Each identity was expected once in a transaction, found it twice.";
  return new Refusal(400, "duplicate", "identity-overlap", message, `Bundle.entry[${String(index)}]`);
}

function assertDeletable(store: ResourceStore, plans: readonly WritePlan[]): void {
  const replaced = new Set(plans.filter(({ effect }) => effect !== "keep").map(({ type, id }) => `${type}/${id}`));
  for (const { type, id, effect } of plans) {
    if (effect !== "delete") continue;
    const referrers = store.referrersOf(`${type}/${id}`).filter((key) => !replaced.has(key));
    if (referrers.length > 0) {
      const count = String(referrers.length);
      throw new Refusal(
        409,
        "conflict",
        "still-referenced",
        `A resource that nothing refers to was expected, found ${count} that do.`,
      );
    }
  }
}

/** Names the entry in what is refused; a write that stands alone keeps the path as it is. */
async function atEntry<T>(index: number, requests: readonly WriteRequest[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || requests.length === 1) throw error;
    const { code, rule, message, path } = error.issue;
    const place = `Bundle.entry[${String(index)}].resource`;
    const below = path === undefined ? place : path.replace(/^[A-Za-z]+/, place);
    throw new Refusal(error.status, code, rule.replace("embedded/", ""), message, below);
  }
}
