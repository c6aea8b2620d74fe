/** Why no token was had: the server's answer refuses us, grants too little, or cannot be had or trusted. */
export type AuthorizationFaultCode =
  "authorization/unreachable" | "authorization/discovery" | "authorization/refused" | "authorization/scope";

/** A destination that gives us no token we may use. Nothing is sent to it without one. */
export class AuthorizationFault extends Error {
  readonly code: AuthorizationFaultCode;
  /** Whether waiting alone may cure it; the other codes need someone to change a setting. */
  readonly retryable: boolean;

  constructor(code: AuthorizationFaultCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "AuthorizationFault";
    this.code = code;
    this.retryable = code === "authorization/unreachable";
  }
}
