-- What one customer ordered, got back and still owes.
-- database f/support/acme_db
-- result_collection=last_statement_first_row
-- $1 customer (integer)
-- $2 month (text) = null
select c.name, count(o.id)::int as orders, coalesce(sum(o.total) filter (where o.status not in ('cancelled', 'refunded')), 0)::float8 as total,
  coalesce(sum(o.total) filter (where o.status = 'refunded'), 0)::float8 as refunded,
  (select coalesce(sum(i.amount), 0)::float8 from invoices i where i.customer_id = c.id and i.paid_on is null) as open
from customers c join orders o on o.customer_id = c.id
where c.id = $1::integer and date_trunc('month', o.placed_at) = date_trunc('month', coalesce($2::text::timestamptz, now() - interval '1 month'))
group by c.id;
