import { setMessages, type Messages } from '@/shared/locales';
import en from './en';
import { merge } from './merge';

const merged = async (load: Promise<{ default: Record<string, Messages> }>) => merge((await load).default);

// English comes with the app, what only staff reads of it and every other language in a file of its own when it is needed.
setMessages(
  merge(en),
  {
    de: () => merged(import('./de')),
    es: () => merged(import('./es')),
  },
  () => merged(import('./enStaff')),
);
