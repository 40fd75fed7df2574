-- Orders, page by page: sorted, filtered and searched by the database. For tables of apps.
-- database f/support/acme_db
-- table_query
-- $1 status (text) = '' -- Such as paid; empty for all
-- $2 first_day (date) = null -- Placed on this day or later
-- $3 last_day (date) = null -- Placed on this day or before
select
  o.id::integer as order_number,
  c.name as customer,
  coalesce(c.company, '') as company,
  c.email,
  o.status,
  o.total::float8 as total,
  o.placed_at,
  (select sum(i.quantity)::integer from order_items i where i.order_id = o.id) as pieces
from orders o
join customers c on c.id = o.customer_id
where ($1 = '' or o.status = $1)
  and ($2 is null or o.placed_at >= $2)
  and ($3 is null or o.placed_at < $3 + 1)
order by o.placed_at desc, o.id desc
