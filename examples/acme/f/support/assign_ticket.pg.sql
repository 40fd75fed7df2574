-- Says who takes care of a ticket, and how urgent it is.
-- database f/support/acme_db
-- $1 ticket (integer) -- Number of the ticket
-- $2 assignee (text) = '' -- Who takes care of it; empty for nobody yet
-- $3 priority (text) = normal -- low, normal or high
-- result_collection=last_statement_first_row
update tickets set assignee = nullif(btrim($2), ''), priority = $3, updated_at = now() where id = $1 returning id::integer as id, subject
