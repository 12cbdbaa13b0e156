import type { AppointmentStatus, Schemas } from './client';

/**
 * A doctor's days: `slots/{doctorId}/{day}` and `range/{doctorId}/{from}/{days}`, for a
 * type of visits `type-range/{doctorId}/{from}/{days}/{visitTypeId}`; items are ScheduleSlots by start.
 */
export interface SlotsAbout {
  doctorId: string;
  zone: string;
  days: { date: string; version: number; holiday?: string }[];
}

/** A department's day: `department/{departmentId}/{day}`; items are DayVisits by id. */
export interface DepartmentAbout {
  departmentId: string;
  day: string;
  zone: string;
  doctors: {
    id: string;
    name: string;
    /** With the family name first. */ listedName: string;
    room?: string;
  }[];
}

export interface DayVisit {
  id: string;
  doctorId: string;
  patientId: string;
  patientName: string;
  /** With the family name first. */
  patientListedName: string;
  start: string;
  end: string;
  status: AppointmentStatus;
  /** When it became what it is. */
  since: string;
  /** Whether it is extra capacity, beside regular visits. */
  lane: Schemas['AppointmentLane'];
  version: number;
  /** What it is about. */
  typeMark?: { name: string; colour: Schemas['VisitColour'] };
}

/**
 * A department's day as one of its doctors sees it: `rota/{doctorId}/{day}`; items are RotaVisits by id, in which
 * the patients of other doctors are not stated.
 */
export type RotaVisit = Omit<DayVisit, PatientPart> & Partial<Pick<DayVisit, PatientPart>>;
type PatientPart = 'patientId' | 'patientName' | 'patientListedName';

/** One's own: `me`; items are Appointments by id. */
export interface MeAbout {
  /** A patient's open entries. */
  waitlist?: Schemas['WaitlistEntry'][];
}

export const slotsTopic = (doctorId: string, day: string) => `slots/${doctorId}/${day}`;
export const rangeTopic = (doctorId: string, from: string, days: number, visitTypeId?: string) =>
  visitTypeId ? `type-range/${doctorId}/${from}/${days}/${visitTypeId}` : `range/${doctorId}/${from}/${days}`;
export const departmentTopic = (departmentId: string, day: string) => `department/${departmentId}/${day}`;
export const rotaTopic = (doctorId: string, day: string) => `rota/${doctorId}/${day}`;
export const meTopic = 'me';
/** Whom the patient represents and who represents the patient: `family`; items are Representations by id. */
export interface FamilyAbout {
  rules: Schemas['FamilyRules'];
}
export const familyTopic = 'family';
/** The patients who wait today; items are QueueEntries by appointment id. */
export interface QueueAbout {
  day: string;
  zone: string;
}
export const queueTopic = 'queue';
/** What a screen in a waiting room shows: `about` is the WallView. */
export const wallTopic = (wallId: string) => `wall/${wallId}`;
/** The clinic's totals, for administrators; `about` is the Overview. */
export const clinicTopic = 'clinic';
/** What waits for a member of staff; `about` is the ToDo. */
export const toDoTopic = 'to-do';
/** The documents of a patient; items are DocumentStateItems by id. */
export const documentsTopic = (patientId: string) => `documents/${patientId}`;
/** The signed prescriptions of a patient; items are PrescriptionVersions by id, without what they say. */
export const prescriptionsTopic = (patientId: string) => `prescriptions/${patientId}`;
