import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Availability rules and the calendar with its one constraint: nobody is in two places at once. */
export class Calendar1795000000002 implements MigrationInterface {
  public readonly name = 'Calendar1795000000002';

  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE resource (
        id uuid NOT NULL,
        kind text NOT NULL,
        person_id uuid,
        busy_version bigint NOT NULL DEFAULT 1,
        CONSTRAINT resource_pk PRIMARY KEY (id),
        CONSTRAINT resource_person_once UNIQUE (person_id),
        CONSTRAINT resource_kind CHECK (kind IN ('person', 'room')),
        CONSTRAINT resource_person FOREIGN KEY (person_id) REFERENCES person (id)
      );

      CREATE TABLE availability (
        resource_id uuid NOT NULL,
        time_zone text NOT NULL,
        weekly jsonb NOT NULL,
        minimum_notice_minutes integer NOT NULL,
        buffer_before_minutes smallint NOT NULL,
        buffer_after_minutes smallint NOT NULL,
        version bigint NOT NULL DEFAULT 1,
        CONSTRAINT availability_pk PRIMARY KEY (resource_id),
        CONSTRAINT availability_resource FOREIGN KEY (resource_id) REFERENCES resource (id)
      );

      CREATE TABLE calendar_entry (
        id uuid NOT NULL,
        resource_id uuid NOT NULL,
        group_id uuid NOT NULL,
        during tstzrange NOT NULL,
        status text NOT NULL,
        expires_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT calendar_entry_pk PRIMARY KEY (id),
        CONSTRAINT calendar_entry_status CHECK (status IN ('held', 'confirmed', 'released')),
        CONSTRAINT calendar_entry_range CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)),
        CONSTRAINT calendar_entry_resource FOREIGN KEY (resource_id) REFERENCES resource (id),
        CONSTRAINT calendar_entry_no_overlap EXCLUDE USING gist (resource_id WITH =, group_id WITH <>, during WITH &&)
          WHERE (status IN ('held', 'confirmed'))
      );
      CREATE UNIQUE INDEX calendar_entry_one_confirmed ON calendar_entry (resource_id, group_id) WHERE status = 'confirmed';
      CREATE INDEX calendar_entry_group ON calendar_entry (group_id);
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE calendar_entry, availability, resource`);
  }
}
