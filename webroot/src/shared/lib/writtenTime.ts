const written = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(?:(am|pm)|h|uhr)?$/i;

/** A time of the day as somebody writes it, as "08:30"; midnight at the end of a day is "24:00". */
export function writtenTime(text: string): string | undefined {
  const parts = written.exec(text.trim().replaceAll('.m.', 'm'));
  if (!parts) {
    return undefined;
  }
  const [, hour, minute = '00', half] = parts;
  const hours = half ? (Number(hour) % 12) + (/pm/i.test(half) ? 12 : 0) : Number(hour);
  const exists = half ? Number(hour) >= 1 && Number(hour) <= 12 : hours < 24 || minute === '00';
  return exists && hours <= 24 && Number(minute) < 60
    ? `${String(hours).padStart(2, '0')}:${minute}`
    : undefined;
}
