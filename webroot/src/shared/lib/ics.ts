import type { Appointment } from '@/shared/api/client';

export interface CalendarText {
  summary: string;
  location: string;
  description: string;
}

/**
 * An appointment as an iCalendar file (RFC 5545). Instants are in UTC, so that every calendar shows
 * them right without a zone definition; the appointment's version is the SEQUENCE, so that a later
 * file replaces an earlier one. The UID is that of the mails' calendar files (Invitation.java), so that
 * one visit is one entry whichever file came first.
 */
export function calendarFile(appointment: Appointment, text: CalendarText, now = new Date()): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Clinibus//Appointments//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${appointment.id}`,
    `SEQUENCE:${appointment.version}`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(new Date(appointment.start))}`,
    `DTEND:${utc(new Date(appointment.end))}`,
    `SUMMARY:${escape(text.summary)}`,
    `LOCATION:${escape(text.location)}`,
    `DESCRIPTION:${escape(text.description)}`,
    `STATUS:${appointment.status === 'CANCELLED' ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map(fold).join('\r\n') + '\r\n';
}

function utc(instant: Date): string {
  return instant.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function escape(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}

/** Lines of at most 75 octets, never cut inside a character. */
function fold(line: string): string {
  const encoder = new TextEncoder();
  let folded = '';
  let length = 0;
  for (const character of line) {
    const octets = encoder.encode(character).length;
    if (length + octets > 75) {
      folded += '\r\n ';
      length = 1;
    }
    folded += character;
    length += octets;
  }
  return folded;
}

/** Hands a file to the browser's downloads. */
export function download(name: string, content: string, type: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
