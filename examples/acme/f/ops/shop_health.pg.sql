-- What somebody should look at today: what waits, what is late, and how large the database is.
-- database f/support/acme_db
-- result_collection=last_statement_first_row
select
  (select count(*)::integer from orders where status in ('pending', 'paid') and placed_at < now() - interval '2 days') as late_orders,
  (select count(*)::integer from orders where status in ('pending', 'paid')) as to_ship,
  (select count(*)::integer from invoices where paid_on is null and due_on < current_date) as overdue_invoices,
  (select coalesce(sum(amount), 0)::float8 from invoices where paid_on is null and due_on < current_date) as overdue_amount,
  (select count(*)::integer from tickets where status = 'new') as new_tickets,
  (select count(*)::integer from tickets where status <> 'done' and priority = 'high') as urgent_tickets,
  pg_database_size(current_database())::float8 as bytes,
  (select json_agg(json_build_object('hour', to_char(hour, 'Dy HH24:00'), 'orders', (select count(*) from orders where date_trunc('hour', placed_at) = hour)) order by hour)
    from generate_series(date_trunc('hour', now()) - interval '47 hours', date_trunc('hour', now()), interval '1 hour') as hour) as by_hour
