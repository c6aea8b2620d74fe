import { code } from "../../../codegen/index.ts";
import type { Rule } from "../emission.ts";

/** `Attachment.size` is the number of bytes of its data. */
export const attachmentRule: Rule = ({ type, value }, { use }) =>
  type === "Attachment" ? [code`${use("isCleanAttachment")}(${value})`] : [];
