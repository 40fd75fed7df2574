-- Who ordered it, how good a customer that is, and what they ordered besides.
-- database f/support/acme_db
-- $1 order_number (integer) -- Such as 1042
-- result_collection=last_statement_first_row
select
  c.name, c.email, coalesce(c.company, '') as company, c.city, c.country, c.created_at::date as customer_since,
  count(o.id)::integer as orders,
  coalesce(sum(o.total) filter (where o.status not in ('cancelled', 'refunded')), 0)::float8 as revenue,
  count(o.id) filter (where o.status = 'refunded')::integer as refunds,
  (select json_agg(line order by line.placed_at desc) from (
    select x.id::integer as order_number, x.status, x.total::float8 as total, x.placed_at from orders x where x.customer_id = c.id order by x.placed_at desc limit 6
  ) as line) as latest
from customers c
join orders o on o.customer_id = c.id
where c.id = (select customer_id from orders where id = $1)
group by c.id
