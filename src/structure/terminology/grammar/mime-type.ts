/** RFC 6838 section 4.2: how the two names of a media type are spelled. */
const NAME = "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}";
/** RFC 9110 section 5.6.6; a quoted value may hold anything but quotes. */
const PARAMETER = '[ \\t]*;[ \\t]*[A-Za-z0-9!#$%&\'*+.^_`|~-]+=(?:[A-Za-z0-9!#$%&\'*+.^_`|~-]+|"[^"]*")';
const MEDIA_TYPE = new RegExp(`^${NAME}/${NAME}(?:${PARAMETER})*$`);

/** R4 http.html#parameters lists these for _format, and CapabilityStatement.format uses them. */
const SHORT_FORMS: ReadonlySet<string> = new Set(["xml", "json", "ttl", "html"]);

/** Whether a code has the form of a media type (BCP 13); registration is not looked up. */
export function isMediaType(code: string): boolean {
  return code.length <= 512 && (MEDIA_TYPE.test(code) || SHORT_FORMS.has(code));
}
