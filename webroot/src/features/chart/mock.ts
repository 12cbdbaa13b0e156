import type { Clinic } from '@dev/mock/clinic';
import type { Schemas } from '@/shared/api/client';
import { parts } from './lib/entryForm';
import type { ChartVisit, Entry, EntryDetails, EntryKind } from './queries';

/** Records of patients: all share one. */
export default class ChartMock {
  entries: Entry[] = [];
  visits: ChartVisit[] = [];
  vitals: Schemas['VitalsTaken'][] = [];
  restrictions: Schemas['Restriction'][] = [];
  opened = false;
  /** Names of codes by the language that a patient asks for; what was written where there is none. */
  names: Record<string, Record<string, string>> = {};
  /** The count that the live topic of a record has; tests count. */
  changes = 0;

  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/patients/:id/chart', ([patientId], _, url) => ({
      body: {
        ...{ patientId: patientId!, opened: this.opened, entries: this.entries, vitals: this.vitals },
        ...{ visits: this.visits.map((visit) => this.named(visit, url)), moreVisits: false },
        changes: this.changes,
        unreadable:
          [...this.entries, ...this.visits].filter(({ unreadable }) => unreadable).length || undefined,
      },
    }));
    clinic.on('GET', '/api/patients/:id/timeline', (_, __, url) => {
      const kinds = url.searchParams.getAll('kind');
      return {
        body: {
          items: this.items(url).filter(({ kind }) => !kinds.length || kinds.includes(kind)),
          changes: this.changes,
        },
      };
    });
    clinic.on('POST', '/api/patients/:id/record-search', async (_, request) => {
      const { text } = await request.json();
      const items = this.items()
        .map((item) => ({ item, excerpt: item.visit?.reason ?? JSON.stringify(item.entry!.details) }))
        .filter(({ excerpt }) => excerpt.toLowerCase().includes(text.toLowerCase()));
      return { body: { items, more: false } };
    });
    clinic.on('POST', '/api/patients/:id/entries', async ([patientId], request) => ({
      status: 201,
      body: this.record(patientId!, await request.json()),
    }));
    clinic.on('PUT', '/api/patients/:id/entries/:entry', async ([, entryId], request) => {
      const details = await request.json();
      return { body: this.change(request, entryId!, { details }) };
    });
    clinic.on('POST', '/api/patients/:id/entries/:entry/error', async ([, entryId], request) => {
      const { reason } = await request.json();
      return { body: this.change(request, entryId!, { reason, status: 'ENTERED_IN_ERROR' }) };
    });
    clinic.on('GET', '/api/patients/:id/entries/:entry/history', ([, entryId]) => ({
      body: { items: this.entries.filter(({ id }) => id === entryId) },
    }));
    this.serveRestrictions();
  }

  private serveRestrictions() {
    const { clinic } = this;
    clinic.on('GET', '/api/patients/:id/restrictions', () => ({
      body: { items: [...this.restrictions], changes: this.changes },
    }));
    clinic.on('POST', '/api/patients/:id/restrictions', async ([patientId], request) => {
      const restriction = {
        ...{ id: crypto.randomUUID(), patientId: patientId!, createdAt: clinic.now().toISOString() },
        ...(await request.json()),
      };
      this.restrictions.unshift(restriction);
      return { status: 201, body: restriction };
    });
    clinic.on('DELETE', '/api/patients/:id/restrictions/:restriction', ([, id]) => {
      this.restrictions = this.restrictions.filter((one) => one.id !== id);
      return { status: 204 };
    });
  }

  /** Records an entry. */
  record(patientId: string, details: EntryDetails): Entry {
    const at = this.clinic.now().toISOString();
    const kind = (Object.keys(parts) as EntryKind[]).find((one) => details[parts[one]])!;
    const entry: Entry = {
      ...{ id: crypto.randomUUID(), patientId, kind, status: 'CURRENT', details, version: 1 },
      ...{ recordedAt: at, firstRecordedAt: at },
      ...{ authorDoctorId: crypto.randomUUID(), authorName: 'Dr. Chiara Ricci' },
    };
    this.entries.unshift(entry);
    return entry;
  }

  private change(request: Request, entryId: string, change: Partial<Entry>): Entry {
    const entry = this.entries.find(({ id }) => id === entryId)!;
    this.clinic.match(request, entry.version);
    return Object.assign(entry, change, { version: entry.version + 1 });
  }

  private named(visit: ChartVisit, url?: URL): ChartVisit {
    const names = this.names[url?.searchParams.get('language') ?? ''];
    return {
      ...visit,
      diagnoses: visit.diagnoses.map((one) => ({ ...one, text: names?.[one.code ?? ''] ?? one.text })),
    };
  }

  private items(url?: URL): Schemas['TimelineItem'][] {
    return [
      ...this.visits.map((visit) => ({
        ...{ id: visit.id, kind: 'ENCOUNTER' as const, at: visit.start, visit: this.named(visit, url) },
      })),
      ...this.entries.map((entry) => ({ id: entry.id, kind: entry.kind, at: entry.recordedAt, entry })),
    ].sort((a, b) => b.at.localeCompare(a.at));
  }
}
