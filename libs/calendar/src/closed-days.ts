import type { Availability, Localised } from '@app/contracts';
import { Clock } from '@app/kernel';
import type { Tx } from '@app/platform';
import { ReferenceService } from '@app/reference';
import { dateRange, type TimeSpan } from '@app/scheduling';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { finnishHolidays } from './finnish-holidays.js';

/** Where nobody has told another place. */
const finland = { timeZone: 'Europe/Helsinki', closedInJuly: false };

const july: Localised = { fi: 'Heinäkuun tauko', sv: 'Uppehåll i juli', en: 'July break' };

/** How long what a centre has set is taken for granted: its zone and its July change once in years. */
const freshForMs = 60_000;

/** Days on which a centre, or with it unnamed all of Finland, books nobody. */
@Injectable()
export class ClosedDays {
  private readonly places = new Map<string, { readonly at: number; readonly place: typeof finland }>();

  constructor(
    private readonly clock: Clock,
    private readonly reference: ReferenceService,
  ) {}

  /** The closed days that touch a range (epoch milliseconds, half-open), as instants of the centre's clock; whole and in order. */
  async spans(tx: Tx, centreId: string | null, from: number, to: number): Promise<TimeSpan[]> {
    const { timeZone } = await this.place(tx, centreId);
    const days = await this.list(tx, centreId, from, to);
    return days.map((day) => dateRange(day.from, day.to, timeZone)).filter(({ start, end }) => start < to && end > from);
  }

  /** The same as dates, half-open, with what closes them. */
  async list(tx: Tx, centreId: string | null, from: number, to: number): Promise<Availability['closedDays']> {
    const { timeZone, closedInJuly } = await this.place(tx, centreId);
    const dayOf = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate();
    const [first, last] = [dayOf(from), dayOf(to - 1)];
    const years = Array.from({ length: last.year - first.year + 1 }, (_, index) => first.year + index);
    return years
      .flatMap((year) => closedIn(year, closedInJuly))
      .filter((day) => day.from <= last.toString() && day.to > first.toString())
      .sort((one, other) => (one.from < other.from ? -1 : 1));
  }

  private async place(tx: Tx, centreId: string | null): Promise<typeof finland> {
    if (centreId === null) return finland;
    const at = this.clock.now().getTime();
    const known = this.places.get(centreId);
    if (known && Math.abs(at - known.at) < freshForMs) return known.place;
    const { timeZone, closedInJuly } = await this.reference.centre(tx, centreId);
    this.places.set(centreId, { at, place: { timeZone, closedInJuly } });
    return { timeZone, closedInJuly };
  }
}

function closedIn(year: number, closedInJuly: boolean): Availability['closedDays'] {
  const holidays = finnishHolidays(year).map(({ date, name }) => ({ from: date.toString(), to: date.add({ days: 1 }).toString(), name }));
  return closedInJuly ? [...holidays, { from: `${year}-07-01`, to: `${year}-08-01`, name: july }] : holidays;
}
