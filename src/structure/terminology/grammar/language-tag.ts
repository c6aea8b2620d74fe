/** RFC 5646 section 2.1, part by part; case does not matter. */
const LANGUAGE = "(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})";
const SCRIPT = "(?:-[a-z]{4})?";
const REGION = "(?:-(?:[a-z]{2}|\\d{3}))?";
const VARIANTS = "(?:-(?:[a-z\\d]{5,8}|\\d[a-z\\d]{3}))*";
const EXTENSIONS = "(?:-[a-wy-z\\d](?:-[a-z\\d]{2,8})+)*";
const PRIVATE_USE = "x(?:-[a-z\\d]{1,8})+";
const TAG = new RegExp(
  `^(?:${LANGUAGE}${SCRIPT}${REGION}${VARIANTS}${EXTENSIONS}(?:-${PRIVATE_USE})?|${PRIVATE_USE})$`,
  "i",
);

/** RFC 5646 section 2.1: registered before the grammar and kept. */
const GRANDFATHERED: ReadonlySet<string> = new Set(
  (
    "en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu " +
    "sgn-be-fr sgn-be-nl sgn-ch-de art-lojban cel-gaulish no-bok no-nyn zh-guoyu zh-hakka zh-min zh-min-nan zh-xiang"
  ).split(" "),
);

/** Whether a code is a well-formed language tag (BCP 47); registration of its parts is not looked up. */
export function isLanguageTag(code: string): boolean {
  return code.length <= 128 && (TAG.test(code) || GRANDFATHERED.has(code.toLowerCase()));
}
