-- Companies that want to buy on account, page by page.
-- database f/support/acme_db
-- table_query
-- $1 status (text) = '' -- new, accepted or declined; empty for all
select id::integer as id, company, contact, email, phone, country, array_to_string(interest, ', ') as interest, monthly_kg, message, extract, status, created_at
from applications
where $1 = '' or status = $1
order by created_at desc
