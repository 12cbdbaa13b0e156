import type { MessageContext, MessageFunction } from 'vue-i18n';

/** Texts by their keys. */
export type Messages = { [key: string]: string | Messages };

/** What compiled texts of the library use as well: parts become one text or, for a component with slots, nodes. */
interface Context extends MessageContext {
  interpolate: (value: unknown) => unknown;
  normalize: (parts: unknown[]) => string;
}

/** `{name}` for a value or, for a character as it is, `{'@'}`. */
const place = /(\{\w+\}|\{'[^']*'\})/;

const functions = new Map<string, MessageFunction>();

/**
 * Finds the function that writes a text, in that part of vue-i18n's message format which is used here: values in braces,
 * quoted characters, and plural forms between vertical bars. The library's own compiler would be 6 kB of the first page,
 * and most texts are not shown.
 */
export function resolveText(texts: unknown, key: string): MessageFunction | Messages | null {
  const found = key
    .split('.')
    .reduce<unknown>((within, part) => (within as Messages | undefined)?.[part], texts);
  return typeof found === 'string' ? functionOf(found) : ((found as Messages | undefined) ?? null);
}

function functionOf(text: string): MessageFunction {
  const known = functions.get(text) ?? newFunction(text);
  functions.set(text, known);
  return known;
}

function newFunction(text: string): MessageFunction {
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
