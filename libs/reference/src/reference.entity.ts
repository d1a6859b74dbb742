import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

abstract class Named {
  @Column('text', { name: 'name_fi' }) nameFi!: string;
  @Column('text', { name: 'name_sv' }) nameSv!: string;
  @Column('text', { name: 'name_en' }) nameEn!: string;
}

/** A collaborative area. */
@Entity('area')
export class AreaEntity extends Named {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'area_pk' }) code!: string;
  @Column('date', { name: 'valid_from' }) validFrom!: string;
  @Column('date', { name: 'valid_to', nullable: true }) validTo!: string | null;
}

/** Where people work; counties, Helsinki and HUS are organisations too. */
@Entity('organisation')
@Unique('organisation_code', ['code'])
@Check('organisation_kind', `kind IN ('county', 'city', 'hospital_group', 'school', 'ngo', 'university', 'state', 'company')`)
export class OrganisationEntity extends Named {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'organisation_pk' }) id!: string;
  @Column('text') code!: string;
  @Column('text') kind!: 'county' | 'city' | 'hospital_group' | 'school' | 'ngo' | 'university' | 'state' | 'company';
  @Column('text', { name: 'area_code', nullable: true }) areaCode!: string | null;
  @Column('boolean', { default: false }) bilingual!: boolean;
  @Column('date', { name: 'valid_from' }) validFrom!: string;
  @Column('date', { name: 'valid_to', nullable: true }) validTo!: string | null;
}

/** An OT centre with its settings. */
@Entity('centre')
export class CentreEntity extends Named {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'centre_pk' }) id!: string;
  @Column('text', { name: 'area_code' }) areaCode!: string;
  @Column('text', { name: 'time_zone' }) timeZone!: string;
  /** Professionals may book by themselves. */
  @Column('boolean', { name: 'direct_booking', default: true }) directBooking!: boolean;
  @Column('smallint', { name: 'access_days_after_meeting', default: 14 }) accessDaysAfterMeeting!: number;
  /** ISO 8601 durations before the start. */
  @Column('text', { name: 'reminder_offsets', array: true, default: '{-P7D,-P1D,-PT15M}' }) reminderOffsets!: string[];
  /** Nobody is booked in July. */
  @Column('boolean', { name: 'closed_in_july', default: true }) closedInJuly!: boolean;
  /** How long held times wait for answers, in working days. */
  @Column('smallint', { name: 'hold_working_days', default: 5 }) holdWorkingDays!: number;
}

/** Which centre serves a county, from which day to which. */
@Entity('county_centre')
export class CountyCentreEntity {
  @PrimaryColumn('text', { name: 'county_code', primaryKeyConstraintName: 'county_centre_pk' }) countyCode!: string;
  @Column('uuid', { name: 'centre_id' }) centreId!: string;
  @PrimaryColumn('date', { name: 'valid_from', primaryKeyConstraintName: 'county_centre_pk' }) validFrom!: string;
  @Column('date', { name: 'valid_to', nullable: true }) validTo!: string | null;
}

@Entity('profession')
export class ProfessionEntity extends Named {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'profession_pk' }) code!: string;
  @Column('smallint') position!: number;
}

@Entity('theme')
export class ThemeEntity extends Named {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'theme_pk' }) code!: string;
  @Column('smallint') position!: number;
}
