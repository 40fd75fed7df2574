-- How the shop does: the last days against as many days before them, and the revenue of each day.
-- database f/support/acme_db
-- $1 days (integer) = 30 -- How many days are one period
with period as (
  select o.*, o.placed_at > now() - make_interval(days => $1::integer) as is_now
  from orders o where o.placed_at > now() - make_interval(days => 2 * $1::integer)
), totals as (
  select is_now, count(*)::integer as orders,
    coalesce(sum(total) filter (where status not in ('cancelled', 'refunded')), 0)::float8 as revenue,
    (count(*) filter (where status = 'refunded'))::float8 / nullif(count(*), 0) as refunded
  from period group by is_now
), days as (
  select day::date as day, coalesce((select sum(total) from orders where placed_at::date = day::date and status not in ('cancelled', 'refunded')), 0)::float8 as revenue
  from generate_series(current_date - $1::integer + 1, current_date, interval '1 day') as day
)
select
  latest.revenue, latest.orders, latest.refunded,
  latest.revenue / nullif(earlier.revenue, 0) - 1 as revenue_change,
  latest.orders / nullif(earlier.orders, 0)::float8 - 1 as orders_change,
  latest.refunded - earlier.refunded as refunded_change,
  (select count(*)::integer from orders where status in ('pending', 'paid')) as to_ship,
  (select count(*)::integer from orders where status in ('pending', 'paid') and placed_at < now() - interval '2 days') as to_ship_late,
  (select json_agg(json_build_object('day', day, 'revenue', revenue) order by day) from days) as by_day,
  (select json_agg(each order by each.orders desc) from (select status, count(*)::integer as orders from period where is_now group by status) as each) as by_status
from totals latest, totals earlier where latest.is_now and not earlier.is_now;
