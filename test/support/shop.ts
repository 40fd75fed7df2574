import pg from 'pg';
import type { Page } from 'playwright-core';
import { askAs } from './browser-people.ts';

type Connection = { host: string; port: number; dbname: string; user: string; password: string };

/** The database of the demo's shop, as a test looks into it behind the back of the product, and an order of it that can be paid back. */
export type Shop = { client: pg.Client; order: { id: string; name: string } };

/** Connects to the shop as the demo's own resource says; `page` must be signed in as somebody who may read that. The caller ends the client. */
export async function openShop(page: Page): Promise<Shop> {
  const { body } = await askAs<Connection>(page, 'GET', '/w/acme/resources_value/f/support/acme_db');
  const client = new pg.Client({ host: body.host, port: body.port, database: body.dbname, user: body.user, password: body.password });
  await client.connect();
  const { rows } = await client.query<Shop['order']>(
    `select o.id::text as id, c.name from orders o join customers c on c.id = o.customer_id join payments p on p.order_id = o.id and p.status = 'captured' where o.status = 'delivered' order by o.id limit 1`,
  );
  const order = rows[0];
  if (!order) throw new Error('The demo has no delivered and paid order.');
  return { client, order };
}
