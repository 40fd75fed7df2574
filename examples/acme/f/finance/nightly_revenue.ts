import postgres from 'postgres@3.4.7';

/**
 * Sums up the revenue of a day against the same weekday of the four weeks before, with the best sellers.
 * @param day Yesterday when it is left out
 * @param database Where the orders are
 */
export async function main(day?: Date, database: RT.Postgresql = '$res:f/support/acme_db' as never) {
  const { host, port, dbname, user, password } = database;
  const sql = postgres({ host, port, database: dbname, username: user, password, max: 1 });
  try {
    const date = (day ?? new Date(Date.now() - 86_400_000)).toISOString().slice(0, 10);
    console.log(`Summing up ${date} …`);
    return { markdown: report(date, await totals(sql, date), await bestSellers(sql, date)) };
  } finally {
    await sql.end();
  }
}

type Totals = { orders: number; revenue: number; refunded: number; usual: number };

async function totals(sql: postgres.Sql, date: string): Promise<Totals> {
  const [row] = await sql<Totals[]>`
    with days as (
      select placed_at::date as day, count(*)::int as orders, coalesce(sum(total) filter (where status not in ('cancelled', 'refunded')), 0)::float8 as revenue
      from orders where placed_at::date in (select ${date}::date - 7 * week from generate_series(0, 4) as week) group by 1
    )
    select coalesce(sum(orders) filter (where day = ${date}::date), 0)::int as orders, coalesce(sum(revenue) filter (where day = ${date}::date), 0) as revenue,
      coalesce(sum(revenue) filter (where day < ${date}::date), 0) / 4 as usual,
      (select coalesce(sum(amount), 0)::float8 from refunds where created_at::date = ${date}::date) as refunded
    from days`;
  return row;
}

async function bestSellers(sql: postgres.Sql, date: string) {
  return sql<{ name: string; pieces: number; revenue: number }[]>`
    select p.name, sum(i.quantity)::int as pieces, sum(i.quantity * i.unit_price)::float8 as revenue
    from orders o join order_items i on i.order_id = o.id join products p on p.id = i.product_id
    where o.placed_at::date = ${date}::date and o.status not in ('cancelled', 'refunded') group by p.name order by revenue desc limit 5`;
}

function report(date: string, { orders, revenue, refunded, usual }: Totals, sellers: readonly { name: string; pieces: number; revenue: number }[]): string {
  const euro = (amount: number) => `${amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} EUR`;
  const change = usual === 0 ? '' : ` (${revenue >= usual ? '+' : ''}${(((revenue - usual) / usual) * 100).toFixed(0)} % against the usual ${euro(usual)})`;
  console.log(`${orders} orders, ${euro(revenue)}`);
  const rows = sellers.map((seller) => `| ${seller.name} | ${seller.pieces} | ${euro(seller.revenue)} |`);
  return [`## Revenue of ${date}`, '', `**${euro(revenue)}** from ${orders} orders${change}. Refunded: ${euro(refunded)}.`, '', '| Best sellers | Pieces | Revenue |', '| --- | ---: | ---: |', ...rows].join('\n');
}
