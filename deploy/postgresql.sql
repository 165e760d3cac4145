-- A database for a desk. Run once as a superuser:  psql -v ON_ERROR_STOP=1 -f postgresql.sql
-- Then set a password with  \password desk  and give it to the desk in POSTORDERS_DESK_DATABASE_PASSWORD_FILE.
--
-- The desk's role owns its tables, and is held by the walls between departments all the same: each has FORCE ROW LEVEL
-- SECURITY. A role with SUPERUSER or BYPASSRLS would look past them; 'postorders desk doctor' says so.

CREATE ROLE desk LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
CREATE DATABASE desk OWNER desk ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE desk FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE desk TO desk;
ALTER ROLE desk IN DATABASE desk SET statement_timeout = '60s';
ALTER ROLE desk IN DATABASE desk SET lock_timeout = '20s';
ALTER ROLE desk IN DATABASE desk SET idle_in_transaction_session_timeout = '300s';
