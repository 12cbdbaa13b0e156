import { setMessages, type Messages } from '@/shared/locales';
import en from './en';
import { merge } from './merge';

const merged = async (load: Promise<{ default: Record<string, Messages> }>) => merge((await load).default);
const none = () => Promise.resolve({});

// What everybody reads in English comes with the app; the rest and the other languages are in files of their own.
setMessages(merge(en), {
  en: { everybody: none, signedIn: () => merged(import('./enSignedIn')) },
  de: { everybody: () => merged(import('./de')), signedIn: () => merged(import('./deSignedIn')) },
  es: { everybody: () => merged(import('./es')), signedIn: () => merged(import('./esSignedIn')) },
});
