import type { Schemas } from '@/shared/api/client';
import type { Locale } from '@/shared/locales';
import type { Clinic } from '@dev/mock/clinic';
import { doctors } from '@dev/mock/people';
import { Refusal, type Answer } from '@dev/mock/server';

/** Departments and doctors. */
export default class DirectoryMock {
  texts: Schemas['ClinicText'][] = [
    {
      id: crypto.randomUUID(),
      kind: 'DEPARTMENT',
      text: 'Cardiology',
      translations: [{ language: 'de', text: 'Kardiologie' }],
    },
  ];

  constructor(clinic: Clinic) {
    clinic.on('GET', '/api/departments', () => ({ body: { items: clinic.departments } }));
    clinic.on('GET', '/api/translations', (_, __, url) => ({
      body: {
        items: this.texts.flatMap(({ text, translations }) =>
          translations
            .filter(({ language }) => language === url.searchParams.get('language'))
            .map((one) => ({ text, translation: one.text })),
        ),
      },
    }));
    clinic.on('GET', '/api/translations/texts', (_, __, url) => {
      const wanted = url.searchParams.get('kind');
      return { body: { items: this.texts.filter(({ kind }) => !wanted || kind === wanted) } };
    });
    clinic.on('PUT', '/api/translations/texts/:id/:language', async ([id, language], request) => {
      const { translation } = (await request.json()) as { translation: string };
      const text = this.texts.find((one) => one.id === id)!;
      text.translations = text.translations.filter((one) => one.language !== language);
      if (translation) {
        text.translations.push({ language: language as Locale, text: translation });
      }
      return { status: 204 };
    });
    clinic.on('GET', '/api/doctors', (_, __, url) => this.listDoctors(url));
    clinic.on('GET', '/api/doctors/:id', ([id]) => ({
      body: {
        ...clinic.doctor(id!),
        availability: { doctorId: id, visitMinutes: 30, bufferMinutes: 0, windows: [], version: 1 },
      },
    }));
    clinic.on('GET', '/api/doctors/:id/contact', ([id]) => ({
      body: { email: `${clinic.doctor(id!).givenName.toLowerCase()}@example.org`, phone: '+49 30 901820' },
    }));
    clinic.on('POST', '/api/departments', async (_, request) => {
      const department = { doctors: 0, version: 1, ...(await request.json()), id: crypto.randomUUID() };
      clinic.departments.push(department);
      return { status: 201, body: department };
    });
    clinic.on('DELETE', '/api/departments/:id', ([id]) => {
      const found = clinic.departments.findIndex((one) => one.id === id);
      if (clinic.departments[found]?.doctors) {
        throw new Refusal(409, 'in-use');
      }
      clinic.departments.splice(found, 1);
      return { status: 204 };
    });
  }

  private listDoctors(url: URL): Answer {
    const q = url.searchParams.get('q')?.toLowerCase();
    const department = url.searchParams.get('departmentId');
    const limit = Number(url.searchParams.get('limit') ?? 50);
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const found = doctors.filter(
      (one) =>
        (!department || one.departmentId === department) &&
        (!q || `${one.givenName} ${one.familyName} ${one.specialization}`.toLowerCase().includes(q)),
    );
    return {
      body: {
        items: found.slice(from, from + limit),
        next: from + limit < found.length ? String(from + limit) : undefined,
      },
    };
  }
}
