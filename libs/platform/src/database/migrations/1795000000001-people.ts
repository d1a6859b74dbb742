import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reference data (dated, never enums), people, their assignments and sessions, the expert bank. */
export class People1795000000001 implements MigrationInterface {
  public readonly name = 'People1795000000001';

  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE area (
        code text NOT NULL,
        name_fi text NOT NULL, name_sv text NOT NULL, name_en text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        CONSTRAINT area_pk PRIMARY KEY (code)
      );

      CREATE TABLE organisation (
        id uuid NOT NULL,
        code text NOT NULL,
        kind text NOT NULL,
        name_fi text NOT NULL, name_sv text NOT NULL, name_en text NOT NULL,
        area_code text,
        bilingual boolean NOT NULL DEFAULT false,
        valid_from date NOT NULL,
        valid_to date,
        CONSTRAINT organisation_pk PRIMARY KEY (id),
        CONSTRAINT organisation_code UNIQUE (code),
        CONSTRAINT organisation_area FOREIGN KEY (area_code) REFERENCES area (code),
        CONSTRAINT organisation_kind CHECK (kind IN ('county', 'city', 'hospital_group', 'school', 'ngo', 'university', 'state', 'company'))
      );

      CREATE TABLE centre (
        id uuid NOT NULL,
        area_code text NOT NULL,
        name_fi text NOT NULL, name_sv text NOT NULL, name_en text NOT NULL,
        time_zone text NOT NULL,
        direct_booking boolean NOT NULL DEFAULT true,
        access_days_after_meeting smallint NOT NULL DEFAULT 14,
        reminder_offsets text[] NOT NULL DEFAULT '{-P7D,-P1D,-PT15M}',
        CONSTRAINT centre_pk PRIMARY KEY (id),
        CONSTRAINT centre_area FOREIGN KEY (area_code) REFERENCES area (code)
      );

      CREATE TABLE county_centre (
        county_code text NOT NULL,
        centre_id uuid NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        CONSTRAINT county_centre_pk PRIMARY KEY (county_code, valid_from),
        CONSTRAINT county_centre_county FOREIGN KEY (county_code) REFERENCES organisation (code),
        CONSTRAINT county_centre_centre FOREIGN KEY (centre_id) REFERENCES centre (id)
      );

      CREATE TABLE profession (
        code text NOT NULL,
        name_fi text NOT NULL, name_sv text NOT NULL, name_en text NOT NULL,
        position smallint NOT NULL,
        CONSTRAINT profession_pk PRIMARY KEY (code)
      );

      CREATE TABLE theme (
        code text NOT NULL,
        name_fi text NOT NULL, name_sv text NOT NULL, name_en text NOT NULL,
        position smallint NOT NULL,
        CONSTRAINT theme_pk PRIMARY KEY (code)
      );

      CREATE TABLE person (
        id uuid NOT NULL,
        email text NOT NULL,
        password_hash text,
        name text NOT NULL,
        profession_code text,
        organisation_id uuid NOT NULL,
        language text NOT NULL DEFAULT 'fi',
        time_zone text NOT NULL DEFAULT 'Europe/Helsinki',
        demo boolean NOT NULL DEFAULT false,
        disabled_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT person_pk PRIMARY KEY (id),
        CONSTRAINT person_email UNIQUE (email),
        CONSTRAINT person_email_lower CHECK (email = lower(email)),
        CONSTRAINT person_language CHECK (language IN ('fi', 'sv', 'en')),
        CONSTRAINT person_profession FOREIGN KEY (profession_code) REFERENCES profession (code),
        CONSTRAINT person_organisation FOREIGN KEY (organisation_id) REFERENCES organisation (id)
      );
      CREATE INDEX person_name ON person USING gin (name gin_trgm_ops);

      CREATE TABLE assignment (
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        role text NOT NULL,
        centre_id uuid,
        valid_from date NOT NULL,
        valid_to date,
        CONSTRAINT assignment_pk PRIMARY KEY (id),
        CONSTRAINT assignment_once UNIQUE NULLS NOT DISTINCT (person_id, role, centre_id, valid_from),
        CONSTRAINT assignment_role CHECK (role IN ('professional', 'expert', 'coordinator', 'admin')),
        CONSTRAINT assignment_person FOREIGN KEY (person_id) REFERENCES person (id),
        CONSTRAINT assignment_centre FOREIGN KEY (centre_id) REFERENCES centre (id)
      );
      CREATE INDEX assignment_centre_role ON assignment (centre_id, role);

      CREATE TABLE session (
        id uuid NOT NULL,
        token_hash bytea NOT NULL,
        person_id uuid NOT NULL,
        centre_id uuid,
        created_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT session_pk PRIMARY KEY (id),
        CONSTRAINT session_token UNIQUE (token_hash),
        CONSTRAINT session_person FOREIGN KEY (person_id) REFERENCES person (id),
        CONSTRAINT session_centre FOREIGN KEY (centre_id) REFERENCES centre (id)
      );
      CREATE INDEX session_person_live ON session (person_id) WHERE ended_at IS NULL;

      CREATE TABLE sign_in_limit (
        key varchar(255) NOT NULL,
        points integer NOT NULL DEFAULT 0,
        expire bigint,
        CONSTRAINT sign_in_limit_pk PRIMARY KEY (key)
      );

      CREATE TABLE expert (
        person_id uuid NOT NULL,
        themes text[] NOT NULL DEFAULT '{}',
        languages text[] NOT NULL DEFAULT '{fi}',
        CONSTRAINT expert_pk PRIMARY KEY (person_id),
        CONSTRAINT expert_person FOREIGN KEY (person_id) REFERENCES person (id)
      );
      CREATE INDEX expert_themes ON expert USING gin (themes);
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE expert, sign_in_limit, session, assignment, person, theme, profession, county_centre, centre, organisation, area
    `);
  }
}
