import type { Clinic } from '@dev/mock/clinic';
import { doctors } from '@dev/mock/people';
import type { Answer } from '@dev/mock/server';
import type { Schemas } from '@/shared/api/client';
import { isRedFlag } from '@/shared/redFlags';

/** Proposals of doctors and times. */
export default class BookingMock {
  constructor(private readonly clinic: Clinic) {
    clinic.on('POST', '/api/appointments/auto-assign', async (_, request) =>
      this.assign(await request.json()),
    );
  }

  private assign(wish: Schemas['AssignmentWish']): Answer {
    const { reason = '', departmentId, notAnEmergency } = wish;
    const type = this.clinic.visitTypes.find(({ id }) => id === wish.visitTypeId);
    const emergency = isRedFlag(reason);
    if (emergency && !notAnEmergency) {
      return { body: { emergency, understood: [], proposals: [] } };
    }
    const fits = doctors.filter((doctor) =>
      type
        ? type.departmentIds.includes(doctor.departmentId)
        : departmentId === doctor.departmentId ||
          /heart|chest/i.test(reason) === (doctor.specialization === 'Cardiology'),
    );
    const proposals = fits.slice(0, 3).map((doctor, index): Schemas['Proposal'] => ({
      doctorName: `${doctor.title} ${doctor.givenName} ${doctor.familyName}`,
      specialization: doctor.specialization,
      departmentName: doctor.departmentName,
      ...this.clinic.freeOf(doctor.id, 1)[0]!,
      reasons: [
        ...(emergency
          ? []
          : [{ kind: 'SPECIALTY_FITS', text: 'It fits.', value: doctor.specialization } as const]),
        index === 0
          ? { kind: 'KNOWS_YOU', text: 'You have met.', value: '2026-10-05' }
          : { kind: 'SHORT_WAIT', text: 'Soon.', value: '1' },
      ],
    }));
    const understood = emergency ? [] : fits.slice(0, 1).map(({ specialization }) => specialization);
    return { body: { emergency, understood, proposals } };
  }
}
