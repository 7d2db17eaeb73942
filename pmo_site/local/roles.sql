-- The four roles and what each may do. Run by psql as superuser; run again, it changes nothing.
-- The embedded server and docker-compose both run this file; the passwords come from the environment.
\set ON_ERROR_STOP on
\getenv owner_password RASHINBAN_OWNER_PASSWORD
\getenv app_password RASHINBAN_APP_PASSWORD
\getenv backup_password RASHINBAN_BACKUP_PASSWORD
\getenv platform_password RASHINBAN_PLATFORM_PASSWORD

SELECT format('CREATE ROLE %I', name)
  FROM unnest(ARRAY['rashinban_owner', 'rashinban_app', 'rashinban_backup', 'rashinban_platform']) AS name
 WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) \gexec

-- The owner migrates. It makes databases for the tests; row-level security binds it too (FORCE).
ALTER ROLE rashinban_owner LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'owner_password';
-- The app is what web, worker, beat, relay and the tests connect as.
ALTER ROLE rashinban_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'app_password';
-- The backup reads every tenant's rows and writes nothing.
ALTER ROLE rashinban_backup LOGIN NOSUPERUSER BYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'backup_password';
-- The platform's operators found, suspend and resume organizations. A migration grants this role the list of
-- organizations and the writing of what they did there; of what a tenant keeps it can read nothing.
ALTER ROLE rashinban_platform LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'platform_password';
ALTER ROLE rashinban_owner SET search_path = public, pg_temp;
ALTER ROLE rashinban_app SET search_path = public, pg_temp;
ALTER ROLE rashinban_backup SET search_path = public, pg_temp;
ALTER ROLE rashinban_platform SET search_path = public, pg_temp;
ALTER ROLE rashinban_backup SET default_transaction_read_only = on;

SELECT 'CREATE DATABASE rashinban OWNER rashinban_owner'
 WHERE NOT EXISTS (SELECT 1 FROM pg_database WHERE datname = 'rashinban') \gexec
\connect rashinban
SET ROLE rashinban_owner;

-- every database: what follows is plain SQL and holds for one database, run by its owner.

DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO rashinban_app, rashinban_backup, rashinban_platform', current_database());
END
$$;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
ALTER SCHEMA public OWNER TO rashinban_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO rashinban_app, rashinban_backup, rashinban_platform;
ALTER DEFAULT PRIVILEGES FOR ROLE rashinban_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO rashinban_app;
ALTER DEFAULT PRIVILEGES FOR ROLE rashinban_owner GRANT USAGE, SELECT ON SEQUENCES TO rashinban_app;
ALTER DEFAULT PRIVILEGES FOR ROLE rashinban_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE rashinban_owner GRANT EXECUTE ON FUNCTIONS TO rashinban_app;
ALTER DEFAULT PRIVILEGES FOR ROLE rashinban_owner GRANT SELECT ON TABLES TO rashinban_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE rashinban_owner GRANT SELECT ON SEQUENCES TO rashinban_backup;
