-- Marks the invoice as paid today.
-- database f/support/acme_db
-- result_collection=last_statement_first_row
-- $1 number (text)
update invoices set paid_on = current_date where number = $1::text and paid_on is null returning number, amount::float8 as amount, paid_on;
