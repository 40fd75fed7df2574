import { job } from 'millrace';
import postgres from 'postgres@3.4.7';

/**
 * Pays an order back: books the refund, marks the payment and the order. Refuses what was refunded before and what was never paid.
 * @param order_number Such as 1042
 * @param reason Why the customer gets the money back
 * @param note For colleagues; the customer does not see it
 * @param database Where the orders are
 */
export async function main(order_number: number, reason: 'damaged' | 'late' | 'wrong item' | 'changed mind', note = '', database: RT.Postgresql = '$res:f/support/acme_db' as never) {
  const { host, port, dbname, user, password } = database;
  const sql = postgres({ host, port, database: dbname, username: user, password, max: 1 });
  try {
    // All of it or nothing: two people who refund the same order at once take turns at the lock.
    return await sql.begin((transaction) => refund(transaction, order_number, { reason, note, refundedBy: job.runAs }));
  } finally {
    await sql.end();
  }
}

type Details = { reason: string; note: string; refundedBy: string };

async function refund(sql: postgres.TransactionSql, orderNumber: number, { reason, note, refundedBy }: Details) {
  console.log(`Looking up order ${orderNumber} …`);
  const [order] = await sql`select o.id, o.status, o.currency, c.name from orders o join customers c on c.id = o.customer_id where o.id = ${orderNumber} for update of o`;
  if (!order) throw new Error(`There is no order ${orderNumber}. Numbers begin at 1001.`);
  if (order.status === 'refunded') throw new Error(`Order ${orderNumber} was refunded already.`);
  const [payment] = await sql`select id, amount::float8 as amount, method from payments where order_id = ${orderNumber} and status = 'captured' order by id desc limit 1`;
  if (!payment) throw new Error(`Order ${orderNumber} is ${order.status} and was never paid, so there is nothing to pay back.`);
  const amount = `${payment.amount.toFixed(2)} ${order.currency}`;
  console.log(`${order.name} paid ${amount} by ${payment.method}.`);
  const [booked] = await sql`
    insert into refunds (order_id, payment_id, amount, reason, note, refunded_by)
    values (${orderNumber}, ${payment.id}, ${payment.amount}, ${reason}, ${note}, ${refundedBy}) returning id::int, created_at`;
  await sql`update payments set status = 'refunded' where id = ${payment.id}`;
  await sql`update orders set status = 'refunded' where id = ${orderNumber}`;
  console.log(`Refunded ${amount}.`);
  return { refund: booked.id, order_number: orderNumber, customer: order.name, amount: payment.amount, currency: order.currency, reason, refunded_by: refundedBy, at: booked.created_at };
}
