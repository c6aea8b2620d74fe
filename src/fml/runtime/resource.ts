/** Whether a value is a resource of a type. */
export function isResource(value: unknown, type: string): boolean {
  return typeof value === "object" && value !== null && (value as { resourceType?: unknown }).resourceType === type;
}

/** A resource when it is of a type, else nothing: where the definition allows any, the map asks for one. */
export function resourceOf<Value>(value: Value, type: string): Value | undefined {
  return isResource(value, type) ? value : undefined;
}
