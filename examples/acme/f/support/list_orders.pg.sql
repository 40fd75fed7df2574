-- The newest orders, narrowed by what is searched for and by their status.
-- database f/support/acme_db
-- $1 search (text) = '' -- A number, or a part of the name, company or address of a customer
-- $2 status (text) = '' -- Such as paid; empty for all
-- $3 count (integer) = 250 -- How many at most
select
  o.id::integer as order_number,
  c.name as customer,
  coalesce(c.company, '') as company,
  c.email,
  o.status,
  o.total::float8 as total,
  o.currency,
  o.placed_at,
  (select sum(i.quantity)::integer from order_items i where i.order_id = o.id) as pieces
from orders o
join customers c on c.id = o.customer_id
where (btrim($1::text) = '' or o.id::text = btrim($1::text)
    or position(lower(btrim($1::text)) in lower(c.name || ' ' || coalesce(c.company, '') || ' ' || c.email)) > 0)
  and ($2::text = '' or o.status = $2::text)
order by o.placed_at desc, o.id desc
limit $3::integer;
