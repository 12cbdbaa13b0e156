import { useI18n } from 'vue-i18n';

/** The rules that the periods have at first. One that the clinic has written itself is shown as it is. */
const known = new Map([
  ['§ 630f (3) BGB: ten years after the end of the treatment', 'privacy.rule.treatment'],
  ['Art. 5 (1) (e) GDPR: no longer than its purpose asks for', 'privacy.rule.purpose'],
]);

export function useRuleWords() {
  const { t } = useI18n();
  return (source: string) => {
    const key = known.get(source);
    return key ? t(key) : source;
  };
}
