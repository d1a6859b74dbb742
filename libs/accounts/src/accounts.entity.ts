import type { AssignmentRole, Language } from '@app/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** An account: somebody who signs in. */
@Entity('person')
@Unique('person_email', ['email'])
@Check('person_email_lower', 'email = lower(email)')
@Check('person_language', `language IN ('fi', 'sv', 'en')`)
@Index('person_name', { synchronize: false })
export class PersonEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'person_pk' }) id!: string;
  @Column('text') email!: string;
  @Column('text', { name: 'password_hash', nullable: true }) passwordHash!: string | null;
  @Column('text') name!: string;
  @Column('text', { name: 'profession_code', nullable: true }) professionCode!: string | null;
  @Column('uuid', { name: 'organisation_id' }) organisationId!: string;
  @Column('text', { default: 'fi' }) language!: Language;
  /** IANA zone of the person's own clock. */
  @Column('text', { name: 'time_zone', default: 'Europe/Helsinki' }) timeZone!: string;
  @Column('boolean', { default: false }) demo!: boolean;
  @Column('timestamptz', { name: 'disabled_at', nullable: true }) disabledAt!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** A role of a person in a centre, from a day to a day. */
@Entity('assignment')
@Unique('assignment_once', ['personId', 'role', 'centreId', 'validFrom'])
@Check('assignment_role', `role IN ('professional', 'expert', 'coordinator', 'admin')`)
@Index('assignment_centre_role', ['centreId', 'role'])
export class AssignmentEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'assignment_pk' }) id!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('text') role!: AssignmentRole;
  @Column('uuid', { name: 'centre_id', nullable: true }) centreId!: string | null;
  @Column('date', { name: 'valid_from' }) validFrom!: string;
  @Column('date', { name: 'valid_to', nullable: true }) validTo!: string | null;
}

/** A signed-in browser. The cookie's value is kept only as a hash. */
@Entity('session')
@Unique('session_token', ['tokenHash'])
@Index('session_person_live', ['personId'], { where: 'ended_at IS NULL' })
export class SessionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'session_pk' }) id!: string;
  @Column('bytea', { name: 'token_hash' }) tokenHash!: Buffer;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('uuid', { name: 'centre_id', nullable: true }) centreId!: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'last_seen_at' }) lastSeenAt!: Date;
  /** The absolute limit. */
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}
