import type { Schemas } from '@/shared/api/client';
import { familyTopic, type FamilyAbout } from '@/shared/api/topics';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { familyQuery } from '../queries';

type Representation = Schemas['Representation'];

const timeOf = (at: string) => new Date(at).getTime();

/** What lasts first, then what has ended last; among these the oldest first, as the server orders them. */
function inOrder(a: Representation, b: Representation): number {
  if (a.endedAt && b.endedAt) {
    return timeOf(b.endedAt) - timeOf(a.endedAt);
  }
  return a.endedAt || b.endedAt
    ? Number(Boolean(a.endedAt)) - Number(Boolean(b.endedAt))
    : timeOf(a.createdAt) - timeOf(b.createdAt) || a.id.localeCompare(b.id);
}

/** Keeps current whom the signed-in patient represents, and who represents them. */
export function useLiveFamily(patientId: () => string | undefined) {
  useLiveQuery<FamilyAbout, Representation, Schemas['Family']>(
    () => (patientId() ? familyTopic : null),
    () => familyQuery(patientId()).queryKey,
    ({ about, items }) => {
      if (!about) {
        return undefined;
      }
      const all = [...items.values()].sort(inOrder);
      const isRelative = ({ representativeId }: Representation) => representativeId === patientId();
      return {
        relatives: all.filter(isRelative),
        representatives: all.filter((one) => !isRelative(one)),
        rules: about.rules,
      };
    },
  );
}
