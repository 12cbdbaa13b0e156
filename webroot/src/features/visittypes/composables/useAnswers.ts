import { computed, ref, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useSession } from '@/shared/stores/session';
import type { VisitType } from '../queries';

/** Answers to the questions of a type of visits. Patients answer what is required; staff may leave it open. */
export function useAnswers(
  type: () => Pick<VisitType, 'questions'> | undefined,
  /** By question. */
  answers: Ref<Record<string, string>> = ref({}),
) {
  const { t } = useI18n();
  const session = useSession();
  const questions = computed(() => type()?.questions ?? []);
  const answerTo = (id: string | undefined) => answers.value[id!]?.trim();

  /** As they are sent; nothing where nothing is answered. */
  const given = computed(() => {
    const all = questions.value.flatMap(({ id }) => {
      const answer = answerTo(id);
      return answer ? [{ questionId: id!, answer }] : [];
    });
    return all.length ? all : undefined;
  });

  /** Marks the questions that are still to be answered. */
  function markMissing(errors: Record<string, string>) {
    if (session.user?.patientId) {
      questions.value
        .filter(({ id, required }) => required && !answerTo(id))
        .forEach(({ id }) => (errors[id!] = t('form.required')));
    }
  }

  return { answers, given, markMissing };
}
