import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cases: the header apart from the content, sections with an append-only history, grants with a window. */
export class Cases1795000000003 implements MigrationInterface {
  public readonly name = 'Cases1795000000003';

  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE case_number (
        year smallint NOT NULL,
        last integer NOT NULL,
        CONSTRAINT case_number_pk PRIMARY KEY (year)
      );

      CREATE TABLE case_header (
        id uuid NOT NULL,
        number text NOT NULL,
        centre_id uuid NOT NULL,
        county_code text NOT NULL,
        themes text[] NOT NULL,
        age_band text NOT NULL,
        language text NOT NULL,
        state text NOT NULL,
        version integer NOT NULL DEFAULT 1,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT case_header_pk PRIMARY KEY (id),
        CONSTRAINT case_header_number UNIQUE (number),
        CONSTRAINT case_header_state CHECK (state IN ('submitted', 'booked', 'in_session', 'closed')),
        CONSTRAINT case_header_centre FOREIGN KEY (centre_id) REFERENCES centre (id),
        CONSTRAINT case_header_creator FOREIGN KEY (created_by) REFERENCES person (id)
      );
      CREATE INDEX case_header_centre_created ON case_header (centre_id, created_at DESC);

      CREATE TABLE case_content (
        case_id uuid NOT NULL,
        title text NOT NULL,
        CONSTRAINT case_content_pk PRIMARY KEY (case_id),
        CONSTRAINT case_content_case FOREIGN KEY (case_id) REFERENCES case_header (id)
      );

      CREATE TABLE case_section (
        case_id uuid NOT NULL,
        section text NOT NULL,
        version integer NOT NULL,
        text text NOT NULL,
        updated_by uuid NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT case_section_pk PRIMARY KEY (case_id, section),
        CONSTRAINT case_section_name CHECK (section IN ('question', 'background', 'tried', 'childView', 'hopes')),
        CONSTRAINT case_section_case FOREIGN KEY (case_id) REFERENCES case_header (id),
        CONSTRAINT case_section_writer FOREIGN KEY (updated_by) REFERENCES person (id)
      );

      CREATE TABLE case_section_history (
        case_id uuid NOT NULL,
        section text NOT NULL,
        version integer NOT NULL,
        text text NOT NULL,
        written_by uuid NOT NULL,
        written_at timestamptz NOT NULL,
        CONSTRAINT case_section_history_pk PRIMARY KEY (case_id, section, version),
        CONSTRAINT case_section_history_case FOREIGN KEY (case_id) REFERENCES case_header (id)
      );

      CREATE TABLE case_grant (
        id uuid NOT NULL,
        case_id uuid NOT NULL,
        person_id uuid NOT NULL,
        relation text NOT NULL,
        scopes text[] NOT NULL,
        source text NOT NULL,
        source_id uuid,
        valid_from timestamptz NOT NULL,
        valid_until timestamptz,
        ended_at timestamptz,
        ended_reason text,
        CONSTRAINT case_grant_pk PRIMARY KEY (id),
        CONSTRAINT case_grant_relation CHECK (relation IN ('owner', 'coordinator', 'invited', 'expert')),
        CONSTRAINT case_grant_source CHECK (source IN ('ownership', 'invitation', 'assignment')),
        CONSTRAINT case_grant_case FOREIGN KEY (case_id) REFERENCES case_header (id),
        CONSTRAINT case_grant_person FOREIGN KEY (person_id) REFERENCES person (id)
      );
      CREATE INDEX case_grant_person_live ON case_grant (person_id, case_id) WHERE ended_at IS NULL;
      CREATE INDEX case_grant_case_live ON case_grant (case_id) WHERE ended_at IS NULL;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE case_grant, case_section_history, case_section, case_content, case_header, case_number`);
  }
}
