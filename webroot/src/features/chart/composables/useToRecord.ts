import { useRouter } from 'vue-router';
import { handWords, takeWords } from '../lib/handedWords';
import { searchPlace } from './useSoughtPlace';

/** Leads to a place in a patient's record, also to one to which the address has led before. */
export function useToRecord() {
  const router = useRouter();

  function goTo(patientId: string, place: string) {
    const to = { name: 'record' as const, params: { patientId }, hash: `#${place}` };
    const replace = router.resolve(to).fullPath === router.currentRoute.value.fullPath;
    return router.push({ ...to, force: true, replace });
  }

  return {
    toItem: goTo,
    async toSearch(patientId: string, words = '') {
      handWords(patientId, words);
      if (await goTo(patientId, searchPlace)) {
        takeWords(patientId); // they are not kept where the page is not left
      }
    },
  };
}
