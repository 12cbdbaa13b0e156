import { setMessages, type Messages } from '@/shared/locales';
import en from './en';
import { merge } from './merge';

const merged = async (load: Promise<{ default: Record<string, Messages> }>) => merge((await load).default);

// English comes with the app, every other language in one file of its own when it is chosen.
setMessages(merge(en), {
  de: () => merged(import('./de')),
  es: () => merged(import('./es')),
});
