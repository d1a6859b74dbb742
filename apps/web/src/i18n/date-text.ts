import type { Language } from '@app/contracts';
import { localeOf } from './language.js';

type Instant = string | Date;

interface Parts {
  weekday: string;
  day: string;
  month: string;
  monthName: string;
  year: string;
  hour: string;
  minute: string;
}

const homeZone = 'Europe/Helsinki';

/**
 * Dates and times as people here write them, in one language and one time zone:
 * `ke 18.3.2026 klo 9.00–10.00`, `ons 18.3.2026 kl. 9.00–10.00`, `Wed 18 Mar 2026, 9:00–10:00`.
 */
export class DateText {
  private readonly parts: Intl.DateTimeFormat;

  /** `timeZone` is an IANA name. */
  constructor(
    readonly language: Language,
    readonly timeZone: string,
  ) {
    this.parts = new Intl.DateTimeFormat(localeOf[language], {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'numeric',
      year: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  }

  /** `ke 18.3.2026` */
  date(at: Instant): string {
    const { weekday, day, month, monthName, year } = this.read(at);
    return this.language === 'en' ? `${weekday} ${day} ${monthName} ${year}` : `${weekday} ${day}.${month}.${year}`;
  }

  /** `ke 18.3.`, for lists where the year is plain. */
  dayInList(at: Instant): string {
    const { weekday, day, month, monthName } = this.read(at);
    return this.language === 'en' ? `${weekday} ${day} ${monthName}` : `${weekday} ${day}.${month}.`;
  }

  /** `18.3.`, below a dot of the track. */
  shortDay(at: Instant): string {
    const { day, month, monthName } = this.read(at);
    return this.language === 'en' ? `${day} ${monthName}` : `${day}.${month}.`;
  }

  /** `9.00` */
  time(at: Instant): string {
    const { hour, minute } = this.read(at);
    return this.language === 'en' ? `${hour}:${minute}` : `${hour}.${minute}`;
  }

  /** `klo 9.00`, inside a sentence. */
  clock(at: Instant): string {
    return `${{ fi: 'klo', sv: 'kl.', en: 'at' }[this.language]} ${this.time(at)}`;
  }

  /** `09:00` in the zone, for comparing and for time fields. */
  hourMinute(at: Instant): string {
    const { hour, minute } = this.read(at);
    return `${hour.padStart(2, '0')}:${minute}`;
  }

  /** `9.00–10.00` */
  times(from: Instant, to: Instant): string {
    return `${this.time(from)}–${this.time(to)}`;
  }

  /** `ke 18.3.2026 klo 9.00` */
  dateTime(at: Instant): string {
    return `${this.date(at)}${this.at}${this.time(at)}${this.zoneNote(at)}`;
  }

  /** `ke 18.3.2026 klo 9.00–10.00`; both days when the end is on another one. */
  range(from: Instant, to: Instant): string {
    const end = this.sameDay(from, to) ? this.time(to) : `${this.date(to)}${this.at}${this.time(to)}`;
    return `${this.date(from)}${this.at}${this.time(from)}–${end}${this.zoneNote(from)}`;
  }

  /** Whether two instants are on the same day in this zone. */
  sameDay(one: Instant, other: Instant): boolean {
    return this.isoDay(one) === this.isoDay(other);
  }

  /** The day in this zone as `2026-03-18`. */
  isoDay(at: Instant): string {
    const { year, month, day } = this.read(at);
    return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  }

  /** `20 min`, `1 t 40 min` */
  duration(minutes: number): string {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    const hour = this.language === 'fi' ? 't' : 'h';
    if (hours === 0) return `${rest} min`;
    return rest === 0 ? `${hours} ${hour}` : `${hours} ${hour} ${rest} min`;
  }

  /** ` (UTC+1)` when the clock of this zone differs from that of Finland at the instant, else nothing. */
  zoneNote(at: Instant): string {
    const own = offsetName(this.timeZone, at);
    return own === offsetName(homeZone, at) ? '' : ` (${own})`;
  }

  private get at(): string {
    return { fi: ' klo ', sv: ' kl. ', en: ', ' }[this.language];
  }

  private read(at: Instant): Parts {
    const found = Object.fromEntries(this.parts.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
    const month = found['month'] ?? '';
    return {
      weekday: (found['weekday'] ?? '').replace(/\.$/, ''),
      day: String(Number(found['day'])),
      month: String(Number(month)),
      monthName: englishMonths[Number(month) - 1] ?? '',
      year: found['year'] ?? '',
      hour: String(Number(found['hour'])),
      minute: (found['minute'] ?? '').padStart(2, '0'),
    };
  }
}

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `UTC+2` */
function offsetName(timeZone: string, at: Instant): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(new Date(at));
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC');
}
