-- Accepts or declines a company that wants to buy on account.
-- database f/support/acme_db
-- $1 application (integer) -- Its number
-- $2 decision (text) -- accepted or declined
-- $3 by (text) = '' -- Who decided
-- result_collection=last_statement_first_row
update applications set status = $2, decided_by = $3 where id = $1 returning id::integer as id, company, status
