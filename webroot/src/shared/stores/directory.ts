import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { api, body, type Department, type Doctor, type FreeSlot } from '@/shared/api/client';

/** How long the next free times of a department are shown without asking again. */
const freshMs = 20_000;

/** The departments, the doctors seen so far, and the next free times of each department. */
export const useDirectory = defineStore('directory', () => {
  const departments = shallowRef<Department[] | null>(null);
  const free = ref<Record<string, FreeSlot[]>>({});
  const doctors = new Map<string, Promise<Doctor>>();
  const asked = new Map<string, { at: number; answer: Promise<void> }>();

  async function loadDepartments(): Promise<Department[]> {
    const page = await body(api.GET('/api/departments', { params: { query: { limit: 200 } } }));
    departments.value = page.items;
    return page.items;
  }

  /** A doctor's profile, asked for once. A refusal is not remembered. */
  function doctor(doctorId: string): Promise<Doctor> {
    let found = doctors.get(doctorId);
    if (!found) {
      found = body(api.GET('/api/doctors/{doctorId}', { params: { path: { doctorId } } }));
      doctors.set(doctorId, found);
      found.catch(() => doctors.delete(doctorId));
    }
    return found;
  }

  /** A profile that was changed is read again. */
  function forget(doctorId: string) {
    doctors.delete(doctorId);
  }

  /** Learns the next free times of a department's doctors, three of each. */
  function loadFree(departmentId: string, always = false): Promise<void> {
    const before = asked.get(departmentId);
    if (before && !always && Date.now() - before.at < freshMs) {
      return before.answer;
    }
    const query = { departmentId, perDoctor: 3, limit: 100 };
    const answer = body(api.GET('/api/appointments/first-free', { params: { query } })).then((found) => {
      free.value = { ...free.value, [departmentId]: found.slots };
    });
    asked.set(departmentId, { at: Date.now(), answer });
    answer.catch(() => asked.delete(departmentId));
    return answer;
  }

  /** Reads again the next free times that were asked for, where they are no longer fresh. */
  async function refreshFree(): Promise<void> {
    await Promise.all([...asked.keys()].map((departmentId) => loadFree(departmentId)));
  }

  /** The cached values have changed: the next use reads them again. */
  function forgetFree() {
    asked.clear();
  }

  /** The department's next free slot; null when it has none, undefined while that is not known. */
  function nextOf(departmentId: string): FreeSlot | null | undefined {
    const slots = free.value[departmentId];
    return slots && (slots[0] ?? null);
  }

  /** A doctor's next free slots; undefined while they are not known. */
  function nextOfDoctor(departmentId: string, doctorId: string): FreeSlot[] | undefined {
    return free.value[departmentId]?.filter((slot) => slot.doctorId === doctorId).slice(0, 3);
  }

  return {
    departments,
    free,
    loadDepartments,
    doctor,
    forget,
    loadFree,
    refreshFree,
    forgetFree,
    nextOf,
    nextOfDoctor,
  };
});
