import { useMutation } from '@tanstack/vue-query';
import {
  api,
  body,
  etag,
  type Department,
  type Doctor,
  type DoctorSummary,
  type Schemas,
} from '@/shared/api/client';
import type { Locale } from '@/shared/locales';
import { directoryKeys } from '@/shared/queries/directory';
import { queryClient } from '@/shared/query/client';
import { pagesOf } from '@/shared/query/pages';

export const departmentPagesQuery = () =>
  pagesOf<Department>([...directoryKeys.departments, 'pages'], (cursor, signal) =>
    body(api.GET('/api/departments', { params: { query: { limit: 50, cursor } }, signal })),
  );

export const doctorPagesQuery = (q: string, departmentId: string) => {
  const filter = { q: q.trim() || undefined, departmentId: departmentId || undefined };
  return pagesOf<DoctorSummary>([...directoryKeys.doctors, 'pages', filter], (cursor, signal) =>
    body(api.GET('/api/doctors', { params: { query: { ...filter, limit: 30, cursor } }, signal })),
  );
};

export const fetchDepartment = (departmentId: string) =>
  body(api.GET('/api/departments/{departmentId}', { params: { path: { departmentId } } }));

/** The texts of a kind, or all of them. */
export const clinicTextPagesQuery = (kind?: Schemas['ClinicTextKind']) =>
  pagesOf<Schemas['ClinicText']>([...directoryKeys.translations, 'texts', kind], (cursor, signal) =>
    body(api.GET('/api/translations/texts', { params: { query: { kind, limit: 50, cursor } }, signal })),
  );

interface SetTranslation {
  textId: string;
  language: Locale;
  /** Blank to remove it. */
  translation: string;
}

export const useSetTranslation = () =>
  useMutation({
    mutationFn: ({ textId, language, translation }: SetTranslation) =>
      api.PUT('/api/translations/texts/{textId}/{language}', {
        params: { path: { textId, language } },
        body: { translation },
      }),
    onSuccess: (_, { language }) =>
      queryClient.invalidateQueries({ queryKey: directoryKeys.translationsTo(language) }),
  });

/** A department counts its doctors and a doctor names the department: both are read again. */
function invalidate() {
  return Promise.all([
    queryClient.invalidateQueries({ queryKey: directoryKeys.departments }),
    queryClient.invalidateQueries({ queryKey: directoryKeys.doctors }),
  ]);
}

interface Saving<Details, Stored> {
  details: Details;
  /** What is stored, if it is not new. */
  stored?: Stored;
}

/** Changes a department that is stored, or adds a new one. */
export const useSaveDepartment = () =>
  useMutation({
    mutationFn: ({ details, stored }: Saving<Schemas['DepartmentDetails'], Department>) => {
      if (!stored) {
        return body(api.POST('/api/departments', { body: details }));
      }
      const params = { path: { departmentId: stored.id }, header: { 'If-Match': etag(stored.version) } };
      return body(api.PUT('/api/departments/{departmentId}', { params, body: details }));
    },
    onSuccess: () => void invalidate(),
  });

export const useRemoveDepartment = () =>
  useMutation({
    mutationFn: (departmentId: string) =>
      api.DELETE('/api/departments/{departmentId}', { params: { path: { departmentId } } }),
    onSuccess: invalidate,
  });

/** Changes a doctor who is stored, or adds a new one. */
export const useSaveDoctor = () =>
  useMutation({
    mutationFn: ({ details, stored }: Saving<Schemas['DoctorDetails'], Doctor>) => {
      if (!stored) {
        return body(api.POST('/api/doctors', { body: details }));
      }
      const params = { path: { doctorId: stored.id }, header: { 'If-Match': etag(stored.version) } };
      return body(api.PUT('/api/doctors/{doctorId}', { params, body: details }));
    },
    onSuccess: (doctor) => {
      void invalidate();
      queryClient.setQueryData(directoryKeys.doctor(doctor.id), doctor);
    },
  });

export const useRemoveDoctor = () =>
  useMutation({
    mutationFn: (doctorId: string) =>
      api.DELETE('/api/doctors/{doctorId}', { params: { path: { doctorId } } }),
    onSuccess: invalidate,
  });
