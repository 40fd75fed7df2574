-- What customers wrote and is not done for more than a week.
-- database f/support/acme_db
-- $1 assignee (text) = '' -- Whose; empty for everybody's
-- $2 search (text) = '' -- A part of the subject, the message or the name
select
  t.id::integer as id, t.subject, t.message, t.status, t.priority, coalesce(t.assignee, '') as assignee, t.created_at, t.updated_at,
  t.order_id::integer as order_number, c.name as customer, c.email
from tickets t
join customers c on c.id = t.customer_id
where (t.status <> 'done' or t.updated_at > now() - interval '7 days')
  and ($1 = '' or t.assignee = $1)
  and (btrim($2) = '' or position(lower(btrim($2)) in lower(t.subject || ' ' || t.message || ' ' || c.name)) > 0)
order by array_position(array['high', 'normal', 'low'], t.priority), t.created_at
