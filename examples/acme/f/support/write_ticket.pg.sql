-- Puts what a customer said on the phone onto the board.
-- database f/support/acme_db
-- $1 order_number (integer) -- What it is about
-- $2 subject (text) -- In a few words
-- $3 message (text) = '' -- What the customer said
-- $4 priority (text) = normal -- low, normal or high
-- result_collection=last_statement_first_row
insert into tickets (order_id, customer_id, subject, message, priority)
select o.id, o.customer_id, $2, $3, $4 from orders o where o.id = $1
returning id::integer as id, subject
