import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rights of the runtime role `neuvo_app`, for the tables there are and those later migrations make: data only, no DDL,
 * and nothing but adding and reading in the logs that must stay as they were written.
 */
export class RuntimeRole1795000000009 implements MigrationInterface {
  public readonly name = 'RuntimeRole1795000000009';

  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'neuvo_app') THEN CREATE ROLE neuvo_app NOLOGIN; END IF;
      END $$;
      GRANT USAGE ON SCHEMA public TO neuvo_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO neuvo_app;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO neuvo_app;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO neuvo_app;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO neuvo_app;
      REVOKE UPDATE, DELETE, TRUNCATE ON audit_event, case_section_history FROM neuvo_app;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP OWNED BY neuvo_app`);
  }
}
