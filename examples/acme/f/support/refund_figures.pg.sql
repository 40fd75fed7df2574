-- What was paid back: this month and the one before, and why.
-- database f/support/acme_db
-- result_collection=last_statement_first_row
select
  count(*) filter (where created_at > now() - interval '30 days')::integer as refunds,
  coalesce(sum(amount) filter (where created_at > now() - interval '30 days'), 0)::float8 as amount,
  coalesce(sum(amount) filter (where created_at > now() - interval '30 days'), 0)::float8
    / nullif(sum(amount) filter (where created_at between now() - interval '60 days' and now() - interval '30 days'), 0)::float8 - 1 as change,
  (select json_agg(each order by each.amount desc) from (
    select reason, sum(amount)::float8 as amount from refunds where created_at > now() - interval '90 days' group by reason
  ) as each) as by_reason
from refunds
