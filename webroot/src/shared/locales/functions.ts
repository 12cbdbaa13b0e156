import type { MessageContext, MessageFunction } from 'vue-i18n';

/** Texts by their keys. */
export type Messages = { [key: string]: string | Messages };
export type MessageFunctions = { [key: string]: MessageFunction | MessageFunctions };

/** What compiled texts of the library use as well: parts become one text or, for a component with slots, nodes. */
interface Context extends MessageContext {
  interpolate: (value: unknown) => unknown;
  normalize: (parts: unknown[]) => string;
}

/** `{name}` for a value or, for a character as it is, `{'@'}`. */
const place = /(\{\w+\}|\{'[^']*'\})/;

/**
 * The functions that write texts, in that part of vue-i18n's message format which is used here: values in braces, quoted
 * characters, and plural forms between vertical bars. The library's own compiler would be 6 kB of the first page.
 */
export function functionsOf(texts: Messages): MessageFunctions {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      typeof value === 'string' ? functionOf(value) : functionsOf(value),
    ]),
  );
}

function functionOf(text: string): MessageFunction {
  const forms = text.split('|');
  return ((values: Context) =>
    forms.length > 1
      ? values.plural(forms.map((form) => write(form.trim(), values)))
      : write(text, values)) as MessageFunction;
}

function write(form: string, { interpolate, named, normalize }: Context): string {
  const parts = form.split(place).filter(Boolean);
  return normalize(
    parts.map((part) =>
      part.startsWith("{'")
        ? part.slice(2, -2)
        : part.startsWith('{')
          ? interpolate(named(part.slice(1, -1)))
          : part,
    ),
  );
}
