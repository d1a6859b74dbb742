import type { Localised, Reference } from '@app/contracts';
import { ageBands } from '@app/contracts';
import { Clock, DomainError } from '@app/kernel';
import { Database, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { AreaEntity, CentreEntity, CountyCentreEntity, OrganisationEntity, ProfessionEntity, ThemeEntity } from './reference.entity.js';

const freshForMs = 60_000;

/** Settings of an OT centre. */
export interface Centre {
  readonly id: string;
  readonly name: Localised;
  /** IANA zone of the centre's days and weeks. */
  readonly timeZone: string;
  /** Professionals may book by themselves. */
  readonly directBooking: boolean;
  /** How long experts keep access after the meeting, in days. */
  readonly accessDaysAfterMeeting: number;
  /** When to remind: ISO 8601 durations before the start. */
  readonly reminderOffsets: readonly string[];
  /** Nobody is booked in July. */
  readonly closedInJuly: boolean;
  /** How long held times wait for answers, in working days. */
  readonly holdWorkingDays: number;
}

/** Areas, counties, organisations, professions and themes: dated data, read often, changed rarely. */
@Injectable()
export class ReferenceService {
  private cached: { at: number; value: Promise<Reference> } | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Everything that is valid today; at most a minute old. */
  get(): Promise<Reference> {
    const now = this.clock.now().getTime();
    if (!this.cached || Math.abs(now - this.cached.at) > freshForMs) {
      const value = this.database.read((tx) => this.load(tx));
      value.catch(() => (this.cached = null));
      this.cached = { at: now, value };
    }
    return this.cached.value;
  }

  /** The centre that serves a county on a day, or null for an unknown county. */
  async centreOfCounty(tx: Tx, countyCode: string, on: Date): Promise<string | null> {
    const rows = await tx.query<{ centre_id: string }>(
      `SELECT centre_id FROM county_centre WHERE county_code = $1 AND valid_from <= $2::date AND (valid_to IS NULL OR valid_to > $2::date)`,
      [countyCode, on.toISOString().slice(0, 10)],
    );
    return rows[0]?.centre_id ?? null;
  }

  /** Refuses unknown codes with `request.invalid`, naming each field. */
  async assertKnown(codes: { themes?: readonly string[]; county?: string; profession?: string }): Promise<void> {
    const known = await this.get();
    const fields: { path: string; message: string }[] = [];
    codes.themes?.forEach((code, index) => {
      if (!known.themes.some((theme) => theme.code === code)) fields.push({ path: `themes.${index}`, message: 'is not a known theme' });
    });
    if (codes.county !== undefined && !known.counties.some((county) => county.code === codes.county)) {
      fields.push({ path: 'county', message: 'is not a known county' });
    }
    if (codes.profession !== undefined && !known.professions.some((one) => one.code === codes.profession)) {
      fields.push({ path: 'profession', message: 'is not a known profession' });
    }
    if (fields.length > 0) throw new DomainError('request.invalid', { fields });
  }

  /** Name of a profession in the three languages. */
  async professionName(code: string | null): Promise<Localised | null> {
    const { professions } = await this.get();
    return professions.find((profession) => profession.code === code)?.name ?? null;
  }

  /** Settings of a centre. */
  async centre(tx: Tx, id: string): Promise<Centre> {
    const row = await tx.repo(CentreEntity).findOneByOrFail({ id });
    return {
      id: row.id,
      name: localisedName(row),
      timeZone: row.timeZone,
      directBooking: row.directBooking,
      accessDaysAfterMeeting: row.accessDaysAfterMeeting,
      reminderOffsets: row.reminderOffsets,
      closedInJuly: row.closedInJuly,
      holdWorkingDays: row.holdWorkingDays,
    };
  }

  private async load(tx: Tx): Promise<Reference> {
    const today = this.clock.now().toISOString().slice(0, 10);
    const valid = (row: { validFrom: string; validTo: string | null }) => row.validFrom <= today && (!row.validTo || row.validTo > today);
    const areas = (await tx.repo(AreaEntity).find({ order: { nameFi: 'ASC' } })).filter(valid);
    const organisations = (await tx.repo(OrganisationEntity).find({ order: { nameFi: 'ASC' } })).filter(valid);
    const counties = new Set((await tx.repo(CountyCentreEntity).find()).filter(valid).map((row) => row.countyCode));
    const centres = await tx.repo(CentreEntity).find({ order: { nameFi: 'ASC' } });
    const coded = (row: ProfessionEntity | ThemeEntity | AreaEntity) => ({ code: row.code, name: localisedName(row) });
    return {
      areas: areas.map(coded),
      centres: centres.map((row) => ({ id: row.id, areaCode: row.areaCode, name: localisedName(row), timeZone: row.timeZone })),
      counties: organisations
        .filter((row) => counties.has(row.code))
        .map((row) => ({ code: row.code, name: localisedName(row), areaCode: row.areaCode ?? '', bilingual: row.bilingual })),
      organisations: organisations.map((row) => ({ id: row.id, name: localisedName(row), areaCode: row.areaCode })),
      professions: (await tx.repo(ProfessionEntity).find({ order: { position: 'ASC' } })).map(coded),
      themes: (await tx.repo(ThemeEntity).find({ order: { position: 'ASC' } })).map(coded),
      ageBands: [...ageBands],
    };
  }
}

/** The names of a row as they travel. */
function localisedName(row: { nameFi: string; nameSv: string; nameEn: string }): Localised {
  return { fi: row.nameFi, sv: row.nameSv, en: row.nameEn };
}
