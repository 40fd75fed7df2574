-- Writes down a company that wants to buy on account, and gives it a number to ask by.
-- database f/support/acme_db
-- $1 company (text)
-- $2 contact (text) -- Name of the person
-- $3 email (text)
-- $4 phone (text) = ''
-- $5 country (text) -- Two letters, such as DE
-- $6 interest (text[]) = [] -- beans, machines, cups, service
-- $7 monthly_kg (integer) = 0 -- Beans in a month, in kg
-- $8 message (text) = ''
-- $9 extract (jsonb) = null -- Extract of the commercial register, as a file of the app
-- result_collection=last_statement_first_row
insert into applications (company, contact, email, phone, country, interest, monthly_kg, message, extract)
values (left(btrim($1), 120), left(btrim($2), 120), lower(left(btrim($3), 200)), left(btrim($4), 60), upper(left($5, 2)), $6, $7, left(btrim($8), 2000), $9)
returning 'A-' || id as reference, company, email
