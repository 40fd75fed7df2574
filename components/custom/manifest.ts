import { z } from 'zod';

const schemas = z.record(
  z
    .string()
    .max(60)
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
  z.record(z.string(), z.unknown()),
);

/** A server that a frame may reach: its origin over the encrypted web, and nothing after it. */
export const origin = z
  .string()
  .max(200)
  .regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'an origin such as https://api.example.org');

/** What a component of an author takes and gives, as JSON Schema by name, and whom it may reach. */
export const manifest = z
  .object({
    props: schemas.default({}),
    state: schemas.default({}),
    events: schemas.default({}),
    origins: z.array(origin).max(20).default([]),
  })
  .strict();
export type Manifest = z.infer<typeof manifest>;
