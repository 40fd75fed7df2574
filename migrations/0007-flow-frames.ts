import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets a view count and page the iterations of a loop without reading what happened in them. */
export class FlowFrames1764200000000 implements MigrationInterface {
  readonly name = 'FlowFrames1764200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(frames);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup to go back.');
  }
}

// Two entries for each iteration, none for its steps. The expression stands in backend/flows/view/read-flow-rows.sql.ts too.
const frames = /* sql */ `
create index flow_step_children on flow_step (job_id, (regexp_replace(frame, '\\[\\d+\\]$', '['))) where kind in ('frame_started', 'frame_ended');
comment on index flow_step_children is 'Beginnings and ends of the iterations and branches below a step: what all their keys begin with';
`;
