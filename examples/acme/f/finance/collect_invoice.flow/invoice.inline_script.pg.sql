-- The invoice with this number, or the one that is overdue longest.
-- database f/support/acme_db
-- result_collection=last_statement_first_row
-- $1 number (text) = null -- Such as INV-2026-3012
select i.number, i.amount::float8 as amount, c.name as customer, i.due_on
from invoices i join customers c on c.id = i.customer_id
where i.paid_on is null and ($1::text is null or i.number = $1::text)
order by i.due_on, i.id
limit 1;
