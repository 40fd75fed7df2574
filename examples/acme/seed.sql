-- The sample database of the demo workspace: a shop that sells coffee gear to people and to companies.
-- The same rows come out each time, but for the dates, which end today so that "yesterday" always has orders.
-- `pick(n, salt, size)` is a number from 0 to size - 1 that depends on nothing but its arguments.
create function pick(n bigint, salt text, size integer) returns integer language sql immutable
  return (('x' || substr(md5(salt || n::text), 1, 7))::bit(28)::integer) % size;

create table customers (
  id bigint primary key,
  name text not null,
  email text not null unique,
  company text,
  city text not null,
  country text not null,
  created_at timestamptz not null
);

create table products (
  id bigint primary key,
  sku text not null unique,
  name text not null,
  price numeric(10, 2) not null check (price > 0)
);

create table orders (
  id bigint primary key,
  customer_id bigint not null references customers,
  status text not null check (status in ('pending', 'paid', 'shipped', 'delivered', 'refunded', 'cancelled')),
  total numeric(10, 2) not null default 0 check (total >= 0),
  currency text not null default 'EUR',
  placed_at timestamptz not null,
  shipped_at timestamptz
);
create index orders_customer on orders (customer_id, placed_at desc);
create index orders_placed on orders (placed_at);

create table order_items (
  order_id bigint not null references orders,
  line integer not null,
  product_id bigint not null references products,
  quantity integer not null check (quantity > 0),
  unit_price numeric(10, 2) not null,
  primary key (order_id, line)
);

create table payments (
  id bigint primary key,
  order_id bigint not null references orders,
  amount numeric(10, 2) not null check (amount > 0),
  method text not null check (method in ('card', 'paypal', 'transfer')),
  status text not null check (status in ('captured', 'refunded', 'failed')),
  created_at timestamptz not null
);
create index payments_order on payments (order_id);

create table refunds (
  id bigint generated always as identity primary key,
  order_id bigint not null unique references orders,
  payment_id bigint not null references payments,
  amount numeric(10, 2) not null check (amount > 0),
  reason text not null,
  note text not null default '',
  refunded_by text not null,
  created_at timestamptz not null default now()
);

create table invoices (
  id bigint primary key,
  number text not null unique,
  customer_id bigint not null references customers,
  order_id bigint not null references orders,
  amount numeric(10, 2) not null,
  issued_on date not null,
  due_on date not null,
  paid_on date
);
create index invoices_open on invoices (due_on) where paid_on is null;

with given (names) as (values (array['Amelie', 'Ben', 'Clara', 'David', 'Elif', 'Finn', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Karla', 'Liam', 'Marta', 'Noah', 'Olga', 'Pavel', 'Rosa', 'Samir', 'Tessa', 'Victor'])),
family (names) as (values (array['Albrecht', 'Bauer', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'Garcia', 'Hansen', 'Ivanova', 'Jansen', 'Keller', 'Lindberg', 'Moreau', 'Novak', 'Ortega', 'Peeters', 'Rossi', 'Schmidt', 'Tanaka', 'Weber'])),
place (cities, countries) as (values (
  array['Berlin', 'Hamburg', 'Vienna', 'Zurich', 'Paris', 'Lyon', 'Madrid', 'Lisbon', 'Milan', 'Amsterdam', 'Brussels', 'Copenhagen', 'Stockholm', 'Prague', 'Warsaw'],
  array['DE', 'DE', 'AT', 'CH', 'FR', 'FR', 'ES', 'PT', 'IT', 'NL', 'BE', 'DK', 'SE', 'CZ', 'PL'])),
firm (names, forms) as (values (
  array['Northwind', 'Bluebird', 'Alpenglow', 'Harbour', 'Copper', 'Linden', 'Sunrise', 'Oakfield', 'Riverside', 'Paper Crane', 'Old Town', 'Lighthouse'],
  array['Coffee Bar', 'Roasters', 'Hotel', 'Catering', 'Offices', 'Bakery']))
insert into customers (id, name, email, company, city, country, created_at)
select n, first || ' ' || last,
  lower(first) || '.' || lower(last) || '.' || n || '@example.com',
  case when pick(n, 'company', 4) = 0 then firm.names[1 + pick(n, 'firm', 12)] || ' ' || firm.forms[1 + pick(n, 'form', 6)] end,
  place.cities[at], place.countries[at],
  now() - make_interval(days => 60 + pick(n, 'joined', 900))
from generate_series(1, 450) as n, given, family, place, firm,
  lateral (select given.names[1 + pick(n, 'first', 20)] as first, family.names[1 + pick(n, 'last', 20)] as last, 1 + pick(n, 'place', 15) as at) as chosen;

insert into products (id, sku, name, price) values
  (1, 'GRD-100', 'Hand grinder', 89.00), (2, 'GRD-300', 'Electric grinder', 249.00), (3, 'ESP-200', 'Espresso machine', 749.00), (4, 'ESP-500', 'Espresso machine, two groups', 2490.00),
  (5, 'POV-010', 'Pour-over set', 39.50), (6, 'FLT-040', 'Paper filters, 100 pieces', 6.90), (7, 'KTL-020', 'Gooseneck kettle', 64.00), (8, 'SCL-030', 'Scale with timer', 45.00),
  (9, 'BNS-250', 'House blend, 250 g', 9.80), (10, 'BNS-1000', 'House blend, 1 kg', 34.00), (11, 'BNS-DEC', 'Decaf, 1 kg', 36.00), (12, 'CUP-006', 'Cups, set of six', 48.00),
  (13, 'TMP-058', 'Tamper, 58 mm', 32.00), (14, 'MLK-060', 'Milk jug, 600 ml', 24.00), (15, 'SRV-012', 'Yearly service', 199.00);

-- Order numbers begin at 1001. More orders the nearer to today, and some on every one of the last days.
insert into orders (id, customer_id, status, placed_at)
select 1000 + n, 1 + pick(n, 'customer', 450),
  case when age < interval '1 day' then (array['pending', 'paid', 'paid', 'paid'])[1 + pick(n, 'status', 4)]
       when age < interval '4 days' then (array['paid', 'paid', 'shipped', 'shipped', 'cancelled'])[1 + pick(n, 'status', 5)]
       else (array['delivered', 'delivered', 'delivered', 'delivered', 'delivered', 'delivered', 'delivered', 'shipped', 'refunded', 'cancelled'])[1 + pick(n, 'status', 10)] end,
  now() - age
from generate_series(1, 2400) as n,
  lateral (select make_interval(mins => (power((2400 - n) / 2400.0, 1.25) * 365 * 1440)::integer + pick(n, 'minute', 180)) as age) as time;

insert into order_items (order_id, line, product_id, quantity, unit_price)
select o.id, line, p.id, case when p.price < 50 then 1 + pick(o.id * 10 + line, 'quantity', 4) else 1 end, p.price
from orders o
cross join lateral generate_series(1, 1 + pick(o.id, 'lines', 4)) as line
-- Cheap things are bought far more often than machines.
join products p on p.id = (array[9, 10, 6, 5, 12, 14, 13, 8, 7, 11, 1, 9, 10, 6, 2, 10, 3, 15, 9, 4])[1 + pick(o.id * 10 + line, 'product', 20)];

update orders o set total = sums.total, shipped_at = case when o.status in ('shipped', 'delivered') then least(now(), o.placed_at + make_interval(hours => 6 + pick(o.id, 'ship', 60))) end
from (select order_id, sum(quantity * unit_price) as total from order_items group by order_id) as sums where sums.order_id = o.id;

insert into payments (id, order_id, amount, method, status, created_at)
select row_number() over (order by o.id), o.id, o.total, (array['card', 'card', 'card', 'paypal', 'transfer'])[1 + pick(o.id, 'method', 5)],
  case when o.status = 'refunded' then 'refunded' when o.status = 'cancelled' then 'failed' else 'captured' end, o.placed_at + interval '2 minutes'
from orders o where o.status <> 'pending';

insert into refunds (order_id, payment_id, amount, reason, refunded_by, created_at)
select o.id, p.id, o.total, (array['damaged', 'late', 'wrong item', 'changed mind'])[1 + pick(o.id, 'reason', 4)], 'u/support', o.placed_at + interval '5 days'
from orders o join payments p on p.order_id = o.id where o.status = 'refunded' order by o.id;

-- Companies are invoiced and pay within a month, most of them.
insert into invoices (id, number, customer_id, order_id, amount, issued_on, due_on, paid_on)
select row_number() over (order by o.id), 'INV-' || to_char(o.placed_at, 'YYYY') || '-' || o.id, c.id, o.id, o.total, o.placed_at::date, o.placed_at::date + 30,
  case when pick(o.id, 'pays', 8) > 0 and o.placed_at::date + 5 + pick(o.id, 'paid', 40) < current_date then o.placed_at::date + 5 + pick(o.id, 'paid', 40) end
from orders o join customers c on c.id = o.customer_id
where c.company is not null and o.status in ('paid', 'shipped', 'delivered');

-- What customers write about, as support has it on its board.
create table tickets (
  id bigint generated always as identity (start with 501) primary key,
  order_id bigint references orders,
  customer_id bigint not null references customers,
  subject text not null,
  message text not null,
  status text not null default 'new' check (status in ('new', 'in_progress', 'waiting', 'done')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high')),
  assignee text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index tickets_open on tickets (status, created_at);

with about (subjects, messages) as (values (
  array['Where is my parcel?', 'The grinder makes a strange noise', 'Wrong item in the box', 'Invoice with our VAT number', 'Can I still change the address?', 'The cup arrived broken', 'Question about the yearly service', 'Charged twice'],
  array['It was to arrive on Monday and nobody has rung.', 'It began last week, on the finest setting only.', 'We ordered the kettle and got a tamper.', 'Our accountant needs the number on it.', 'We move at the end of the month.', 'The handle came off in the box. Pictures attached.', 'Does it include the descaling?', 'My bank shows the amount two times.']))
insert into tickets (order_id, customer_id, subject, message, status, priority, assignee, created_at, updated_at)
select o.id, o.customer_id, about.subjects[kind], about.messages[kind],
  (array['new', 'new', 'in_progress', 'in_progress', 'waiting', 'done', 'done'])[1 + pick(n, 'ticket', 7)],
  (array['normal', 'normal', 'high', 'low'])[1 + pick(n, 'priority', 4)],
  (array['Olga', 'Samir', 'Tessa', null])[1 + pick(n, 'assignee', 4)],
  now() - make_interval(mins => n * 171 + pick(n, 'written', 120)), now() - make_interval(mins => n * 90)
from generate_series(1, 22) as n, about,
  lateral (select 1 + pick(n, 'about', 8) as kind) as chosen,
  lateral (select id, customer_id from orders where id = 3400 - n * 7) as o;

-- Companies that want to buy on account.
create table applications (
  id bigint generated always as identity (start with 71) primary key,
  company text not null,
  contact text not null,
  email text not null,
  phone text not null default '',
  country text not null,
  interest text[] not null default '{}',
  monthly_kg integer not null check (monthly_kg between 0 and 100000),
  message text not null default '',
  extract jsonb,
  status text not null default 'new' check (status in ('new', 'accepted', 'declined')),
  decided_by text,
  created_at timestamptz not null default now()
);

insert into applications (company, contact, email, country, interest, monthly_kg, message, status, decided_by, created_at)
select company, contact, email, country, interest, kg, words, status, case when status <> 'new' then 'u/support' end, now() - make_interval(hours => hours)
from (values
  ('Kaffeehaus Lumen', 'Petra Lang', 'petra@lumen.example', 'AT', array['beans', 'machines'], 40, 'Two bars, a third opens in spring.', 'new', 3),
  ('Hotel Mira', 'Jorge Alves', 'jorge@hotelmira.example', 'PT', array['beans', 'service'], 25, '', 'new', 19),
  ('North Pier Offices', 'Sanne de Wit', 'sanne@northpier.example', 'NL', array['machines', 'service'], 8, 'We need a machine for 60 people.', 'new', 44),
  ('Bottega Nera', 'Elisa Conti', 'elisa@bottega.example', 'IT', array['beans'], 120, '', 'accepted', 90),
  ('Fjord Catering', 'Lars Holm', 'lars@fjord.example', 'DK', array['cups', 'beans'], 15, '', 'accepted', 160),
  ('Test Test', 'Test', 'test@test.example', 'DE', array['beans'], 0, 'asdf', 'declined', 200)
) as given (company, contact, email, country, interest, kg, words, status, hours);

drop function pick;
analyze;
