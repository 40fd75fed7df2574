-- Customers with an order in the month of a day, or in last month.
-- database f/support/acme_db
-- $1 month (text) = null
select c.id::int, c.name, c.email
from customers c
where exists (
  select from orders o
  where o.customer_id = c.id and date_trunc('month', o.placed_at) = date_trunc('month', coalesce($1::text::timestamptz, now() - interval '1 month'))
)
order by c.id;
