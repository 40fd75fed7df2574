-- Puts a ticket into another column of the board, unless somebody moved it meanwhile.
-- database f/support/acme_db
-- $1 key (integer) -- Number of the ticket
-- $2 from (text) -- Where it was: new, in_progress, waiting or done
-- $3 to (text) -- Where it goes
-- result_collection=last_statement_first_row
update tickets set status = $3, updated_at = now() where id = $1 and status = $2 returning id::integer as id, subject, status
