-- The customers who bought the most, refunds and cancelled orders left out.
-- database f/support/acme_db
-- $1 days (integer) = 90 -- How far back to look
-- $2 count (integer) = 20 -- How many to list
-- $3 companies_only (boolean) = false -- Leave out private customers
select
  c.name,
  c.company,
  c.email,
  c.country,
  count(*) as orders,
  sum(o.total) as revenue,
  max(o.placed_at)::date as last_order
from customers c
join orders o on o.customer_id = c.id
where o.status not in ('cancelled', 'refunded')
  and o.placed_at > now() - make_interval(days => $1::integer)
  and (not $3::boolean or c.company is not null)
group by c.id
order by revenue desc
limit $2::integer;
