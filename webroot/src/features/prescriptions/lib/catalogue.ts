import type { Schemas } from '@/shared/api/client';

type Details = Schemas['MedicationDetails'];

export const forms: Details['form'][] = [
  'TABLET',
  'MODIFIED_RELEASE_TABLET',
  'ORODISPERSIBLE_TABLET',
  'CAPSULE',
  'ORAL_SOLUTION',
  'ORAL_SUSPENSION',
  'ORAL_DROPS',
  'POWDER',
  'LOZENGE',
  'INHALER',
  'NASAL_SPRAY',
  'EYE_DROPS',
  'EAR_DROPS',
  'CREAM',
  'OINTMENT',
  'GEL',
  'PATCH',
  'SUPPOSITORY',
  'PESSARY',
  'INJECTION',
];

export const units: Details['unit'][] = [
  'TABLET',
  'CAPSULE',
  'LOZENGE',
  'SACHET',
  'SUPPOSITORY',
  'PATCH',
  'AMPOULE',
  'PUFF',
  'SPRAY',
  'APPLICATION',
  'DROP',
  'MILLILITRE',
  'MILLIGRAM',
  'MICROGRAM',
  'GRAM',
  'INTERNATIONAL_UNIT',
];

export const routes: Details['route'][] = [
  'ORAL',
  'SUBLINGUAL',
  'INHALED',
  'NASAL',
  'ON_SKIN',
  'TRANSDERMAL',
  'IN_EYE',
  'IN_EAR',
  'RECTAL',
  'VAGINAL',
  'SUBCUTANEOUS',
  'INTRAMUSCULAR',
  'INTRAVENOUS',
];
