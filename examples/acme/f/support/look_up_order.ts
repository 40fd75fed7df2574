import postgres from 'postgres@3.4.7';

/**
 * Finds an order by its number, or the newest orders of a customer.
 * @param order_number Such as 1042
 * @param email Of the customer; used when there is no number
 * @param database Where the orders are
 */
export async function main(order_number?: number, email?: string, database: RT.Postgresql = '$res:f/support/acme_db' as never) {
  if (order_number === undefined && !email) throw new Error('Give an order number or an e-mail address.');
  const { host, port, dbname, user, password } = database;
  const sql = postgres({ host, port, database: dbname, username: user, password, max: 1 });
  try {
    return order_number === undefined ? await ordersOf(sql, email as string) : await oneOrder(sql, order_number);
  } finally {
    await sql.end();
  }
}

/** Everything about one order. */
async function oneOrder(sql: postgres.Sql, orderNumber: number) {
  const [order] = await sql`
    select o.id::int as order_number, o.status, o.total::float8 as total, o.currency, o.placed_at, o.shipped_at, c.name as customer, c.email, c.company, c.city, c.country
    from orders o join customers c on c.id = o.customer_id where o.id = ${orderNumber}`;
  if (!order) throw new Error(`There is no order ${orderNumber}. Numbers begin at 1001.`);
  const items = await sql`select p.sku, p.name, i.quantity, i.unit_price::float8 as unit_price from order_items i join products p on p.id = i.product_id where i.order_id = ${orderNumber} order by i.line`;
  const payments = await sql`select method, status, amount::float8 as amount, created_at from payments where order_id = ${orderNumber} order by id`;
  const [refund] = await sql`select amount::float8 as amount, reason, note, refunded_by, created_at from refunds where order_id = ${orderNumber}`;
  console.log(`Order ${orderNumber}: ${order.status}, ${order.total.toFixed(2)} ${order.currency}, ${items.length} items`);
  return { order, items, payments, refund: refund ?? null };
}

/** The newest orders of a customer, as a table. */
async function ordersOf(sql: postgres.Sql, email: string) {
  const orders = await sql`
    select o.id::int as order_number, o.status, o.total::float8 as total, o.currency, o.placed_at
    from orders o join customers c on c.id = o.customer_id where lower(c.email) = lower(${email.trim()}) order by o.placed_at desc limit 50`;
  console.log(orders.length === 0 ? `Nobody with the address ${email} has ordered.` : `${orders.length} orders of ${email}`);
  return orders;
}
