-- Who reads, as told by the settings of this transaction (ifi/accounts/reader.py). Untold: the public.
CREATE OR REPLACE FUNCTION reader_may(permission text) RETURNS boolean STABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT coalesce(permission = ANY (string_to_array(current_setting('ifi.permissions', true), ',')), false)
$$;
CREATE OR REPLACE FUNCTION reader_authority() RETURNS text STABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT nullif(current_setting('ifi.authority', true), '')
$$;
CREATE OR REPLACE FUNCTION reader_organisation() RETURNS bigint STABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT nullif(current_setting('ifi.organisation', true), '')::bigint
$$;
CREATE OR REPLACE FUNCTION reader_person() RETURNS bigint STABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT nullif(current_setting('ifi.person', true), '')::bigint
$$;
