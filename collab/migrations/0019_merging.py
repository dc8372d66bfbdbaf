"""Merging: rows that named the merged name the survivor, each change is noted, and clearing `merged_into` undoes it.

Decision 0074. Later tables join by themselves: references are read from the catalogue of PostgreSQL. A table that is
new calls `collab_follow_merged()` in its migration, so that what is written late finds the survivor as well.
"""

from django.db import migrations

# What was shown, frozen or erased stays as it was; what is computed is computed anew.
REFERRING = """
CREATE FUNCTION collab_referring(target regclass) RETURNS TABLE (of_table text, of_column text, of_type text)
LANGUAGE sql STABLE AS $$
  SELECT c.conrelid::regclass::text, a.attname::text, format_type(a.atttypid, a.atttypmod)
  FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
  WHERE c.contype = 'f' AND c.confrelid = target AND cardinality(c.conkey) = 1
    AND c.conrelid::regclass::text NOT IN
      ('collab_partnerscore', 'collab_publishedfigure', 'collab_movedrow', 'government_erasure')
    AND a.attname NOT IN ('merged_into_id', 'survivor_id')
  ORDER BY c.conrelid::regclass::text = 'partners_investment', 1, 2  -- money after the review that allowed it
$$;
CREATE FUNCTION collab_differing(before jsonb, after jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_object_agg(k, before -> k) FROM jsonb_object_keys(before) k WHERE before -> k IS DISTINCT FROM after -> k
$$;
CREATE FUNCTION collab_written(at_table text, row_of jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT row_of - ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = at_table::regclass AND attgenerated <> '')
$$;  -- without what PostgreSQL computes
CREATE FUNCTION collab_note_moved(one collab_movedrow, at_table text, at_row text, before jsonb, after jsonb)
RETURNS void LANGUAGE sql AS $$
  INSERT INTO collab_movedrow (collaboration_id, organization_id, person_id, of_table, of_row, was, became)
  VALUES (one.collaboration_id, one.organization_id, one.person_id, at_table, at_row,
    CASE WHEN after IS NULL THEN collab_written(at_table, before)
      ELSE collab_differing(collab_written(at_table, before), after) END,
    collab_differing(collab_written(at_table, after), before))
$$;
"""

# A row that the survivor has already: what hangs on it goes to the survivor's row, and it is put away itself.
MOVE = """
CREATE FUNCTION collab_twin_of(at_table text, wanted jsonb, rule text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE keys text; only_where text; found text;
BEGIN
  SELECT string_agg(format('t.%1$I IS NOT DISTINCT FROM w.%1$I', a.attname), ' AND '),
    max(pg_get_expr(i.indpred, i.indrelid)) INTO keys, only_where
  FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
  WHERE i.indexrelid = to_regclass(quote_ident(rule)) AND i.indisunique AND i.indexprs IS NULL;
  IF keys IS NOT NULL THEN
    EXECUTE format('SELECT t.id::text FROM (SELECT * FROM %1$I WHERE %2$s) t, jsonb_populate_record(NULL::%1$I, $1) w'
      ' WHERE t.id <> w.id AND %3$s LIMIT 1', at_table, coalesce(only_where, 'true'), keys) INTO found USING wanted;
  END IF;
  RETURN found;
END $$;

CREATE FUNCTION collab_put_away(one collab_movedrow, at_table text, at_row text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE ref record; child text; before jsonb;
BEGIN
  FOR ref IN SELECT * FROM collab_referring(at_table::regclass) LOOP
    FOR child IN EXECUTE format('SELECT id::text FROM %I WHERE %I = %L ORDER BY id', ref.of_table, ref.of_column, at_row)
    LOOP
      PERFORM collab_put_away(one, ref.of_table, child);
    END LOOP;
  END LOOP;
  EXECUTE format('DELETE FROM %1$I t WHERE id = %2$L RETURNING to_jsonb(t)', at_table, at_row) INTO before;
  IF before IS NOT NULL THEN
    PERFORM collab_note_moved(one, at_table, at_row, before, NULL);
  END IF;
END $$;

CREATE FUNCTION collab_change_row(one collab_movedrow, at_table text, at_row text, at_column text, becomes text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE before jsonb; after jsonb;
BEGIN
  EXECUTE format('UPDATE %1$I t SET %2$I = %3$L FROM (SELECT * FROM %1$I WHERE id = %4$L) o WHERE t.id = o.id'
    ' RETURNING to_jsonb(o), to_jsonb(t)', at_table, at_column, becomes, at_row) INTO before, after;
  PERFORM collab_note_moved(one, at_table, at_row, before, after);
END $$;

CREATE FUNCTION collab_move_row(one collab_movedrow, at_table text, at_row text, at_column text, becomes text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE rule text; wanted jsonb; twin text;
BEGIN
  BEGIN
    PERFORM collab_change_row(one, at_table, at_row, at_column, becomes);
    RETURN;
  EXCEPTION WHEN unique_violation OR check_violation THEN
    GET STACKED DIAGNOSTICS rule = CONSTRAINT_NAME;
    IF rule = 'relationships_before_money' THEN RAISE; END IF;
  END;
  IF at_table = 'collab_organization' THEN  -- the survivor is no part of itself
    PERFORM collab_change_row(one, at_table, at_row, at_column, NULL);
    RETURN;
  END IF;
  IF at_table = 'collab_attendance' AND at_column = 'person_id' THEN  -- came for two: the second is still present
    BEGIN
      PERFORM collab_change_row(one, at_table, at_row, at_column, NULL);
      RETURN;
    EXCEPTION WHEN unique_violation THEN NULL;
    END;
  END IF;
  EXECUTE format('SELECT to_jsonb(t) || jsonb_build_object(%2$L, %3$L::text) FROM %1$I t WHERE id = %4$L',
    at_table, at_column, becomes, at_row) INTO wanted;
  twin := collab_twin_of(at_table, wanted, rule);
  IF twin IS NOT NULL THEN
    PERFORM collab_move_rows(one, at_table::regclass, at_row, twin);
  END IF;
  PERFORM collab_put_away(one, at_table, at_row);
END $$;

CREATE FUNCTION collab_move_rows(one collab_movedrow, target regclass, names text, becomes text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE ref record; at_row text;
BEGIN
  FOR ref IN SELECT * FROM collab_referring(target) LOOP
    BEGIN
      EXECUTE format('WITH moved AS (UPDATE %1$I t SET %2$I = %3$L FROM (SELECT * FROM %1$I WHERE %2$I = %4$L'
        ' FOR UPDATE) o WHERE t.id = o.id RETURNING t.id::text AS at_row, to_jsonb(o) AS before, to_jsonb(t) AS after)'
        ' SELECT count(collab_note_moved($1, %1$L, at_row, before, after)::text) FROM moved',
        ref.of_table, ref.of_column, becomes, names) USING one;
    EXCEPTION WHEN unique_violation OR check_violation THEN  -- something clashes: one after the other
      FOR at_row IN EXECUTE format('SELECT id::text FROM %I WHERE %I = %L ORDER BY id', ref.of_table, ref.of_column,
        names)
      LOOP
        PERFORM collab_move_row(one, ref.of_table, at_row, ref.of_column, becomes);
      END LOOP;
    END;
  END LOOP;
END $$;
"""

# A whole merge, and its undoing. What was changed again since stays as it is; what hangs on nothing any more stays away.
WHOLE = """
CREATE FUNCTION collab_apply_merge(one collab_movedrow, merged bigint, becomes bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  of_table text := CASE WHEN one.person_id IS NULL THEN 'collab_organization' ELSE 'collab_person' END;
  filled text[] := CASE WHEN one.person_id IS NULL THEN ARRAY['short_label', 'place', 'website']
    ELSE ARRAY['job_title', 'email', 'phone', 'language'] END;
  col text; had jsonb; has jsonb;
BEGIN
  EXECUTE format('SELECT to_jsonb(a), to_jsonb(b) FROM %1$I a, %1$I b WHERE a.id = $1 AND b.id = $2', of_table)
    INTO had, has USING merged, becomes;
  FOREACH col IN ARRAY filled LOOP
    IF has ->> col = '' AND had ->> col <> '' THEN
      PERFORM collab_change_row(one, of_table, becomes::text, col, had ->> col);
    END IF;
  END LOOP;
  PERFORM collab_move_rows(one, of_table::regclass, merged::text, becomes::text);
  IF one.person_id IS NULL AND EXISTS (
    WITH RECURSIVE above AS (
      SELECT parent_id AS id FROM collab_organization WHERE id = becomes
      UNION SELECT o.parent_id FROM above JOIN collab_organization o ON o.id = above.id)
    SELECT FROM above WHERE id = becomes)
  THEN  -- nothing is part of itself in a circle
    PERFORM collab_change_row(one, of_table, becomes::text, 'parent_id', NULL);
  END IF;
END $$;

CREATE FUNCTION collab_take_back_merge(one collab_movedrow) RETURNS void LANGUAGE plpgsql AS $$
DECLARE moved collab_movedrow; cols text; sets text; ref record; hangs boolean;
BEGIN
  FOR moved IN SELECT * FROM collab_movedrow WHERE organization_id IS NOT DISTINCT FROM one.organization_id
    AND person_id IS NOT DISTINCT FROM one.person_id ORDER BY id DESC
  LOOP
    BEGIN
      IF moved.became IS NOT NULL THEN
        SELECT string_agg(format('%1$I = p.%1$I', k), ', ') INTO sets FROM jsonb_object_keys(moved.was) k;
        EXECUTE format('UPDATE %1$I t SET %2$s FROM jsonb_populate_record(NULL::%1$I, $1) p'
          ' WHERE t.id = %3$L AND to_jsonb(t) @> $2', moved.of_table, sets, moved.of_row)
          USING moved.was, moved.became;
      ELSE
        hangs := false;
        FOR ref IN SELECT a.attname AS col, c.confrelid::regclass::text AS above FROM pg_constraint c
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
          WHERE c.contype = 'f' AND c.conrelid = moved.of_table::regclass AND cardinality(c.conkey) = 1
        LOOP
          IF NOT hangs AND moved.was ->> ref.col IS NOT NULL THEN
            EXECUTE format('SELECT NOT EXISTS (SELECT FROM %I WHERE id = %L)', ref.above, moved.was ->> ref.col)
              INTO hangs;
          END IF;
        END LOOP;
        CONTINUE WHEN hangs;
        SELECT string_agg(quote_ident(attname), ', ') INTO cols FROM pg_attribute
          WHERE attrelid = moved.of_table::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
        EXECUTE format('INSERT INTO %1$I (%2$s) SELECT %2$s FROM jsonb_populate_record(NULL::%1$I, $1)',
          moved.of_table, cols) USING moved.was;
      END IF;
    EXCEPTION WHEN unique_violation OR check_violation OR not_null_violation THEN NULL;
    END;
  END LOOP;
  DELETE FROM collab_movedrow WHERE organization_id IS NOT DISTINCT FROM one.organization_id
    AND person_id IS NOT DISTINCT FROM one.person_id;
END $$;

CREATE FUNCTION collab_merges(here bigint, since timestamptz)
RETURNS TABLE (organization_id bigint, person_id bigint, merged bigint, becomes bigint, merged_at timestamptz)
LANGUAGE sql VOLATILE AS $$
  SELECT id, NULL::bigint, id, merged_into_id, merged_at FROM collab_organization
    WHERE collaboration_id = here AND merged_at > since
  UNION ALL
  SELECT NULL, id, id, merged_into_id, merged_at FROM collab_person WHERE collaboration_id = here AND merged_at > since
$$;

CREATE FUNCTION collab_merge_named(place bigint, organization bigint, person bigint) RETURNS collab_movedrow
LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_populate_record(NULL::collab_movedrow, jsonb_build_object(
    'collaboration_id', place, 'organization_id', organization, 'person_id', person))
$$;
"""

TRIGGERS = """
CREATE FUNCTION collab_guard_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE taken bigint; address text;
BEGIN
  IF NEW.merged_into_id IS NOT DISTINCT FROM OLD.merged_into_id THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock(7002, (NEW.collaboration_id % 2147483647)::int);  -- one at a time
  -- whoever writes a row that names it right now is waited for, and waits for us
  EXECUTE format('SELECT FROM %I WHERE id IN ($1, $2, $3) ORDER BY id FOR UPDATE', TG_TABLE_NAME)
    USING NEW.id, NEW.merged_into_id, OLD.merged_into_id;
  IF NEW.merged_into_id IS NULL THEN
    NEW.merged_at := NULL;
    NEW.survivor_id := NULL;
    RETURN NEW;
  END IF;
  EXECUTE format('SELECT merged_into_id FROM %I WHERE id = $1', TG_TABLE_NAME) INTO taken USING NEW.merged_into_id;
  IF taken IS NOT NULL OR OLD.merged_into_id IS NOT NULL THEN
    RAISE EXCEPTION 'merge_is_into_one_that_stands: one of the two is merged already'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_is_into_one_that_stands';
  END IF;
  IF TG_TABLE_NAME = 'collab_person' THEN
    SELECT email INTO address FROM collab_person WHERE id = NEW.merged_into_id;
    IF NEW.email <> '' AND address <> '' AND lower(NEW.email) <> lower(address)
      AND EXISTS (SELECT FROM collab_user WHERE lower(email) IN (lower(NEW.email), lower(address))) THEN
      RAISE EXCEPTION 'merge_gives_no_rights_away: one of the two signs in with an address of their own'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_gives_no_rights_away';
    END IF;
  END IF;
  NEW.merged_at := clock_timestamp();
  NEW.survivor_id := NEW.merged_into_id;
  RETURN NEW;
END $$;

-- as the owner: a signed review, which nobody may change, follows its partner as well
CREATE FUNCTION collab_merge() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE one collab_movedrow; later record;
BEGIN
  IF NEW.merged_into_id IS NOT DISTINCT FROM OLD.merged_into_id THEN RETURN NULL; END IF;
  one := collab_merge_named(NEW.collaboration_id, CASE WHEN TG_TABLE_NAME = 'collab_organization' THEN NEW.id END,
    CASE WHEN TG_TABLE_NAME = 'collab_person' THEN NEW.id END);
  PERFORM set_config('groundwork.merging', 'on', true);
  IF NEW.merged_into_id IS NOT NULL THEN
    PERFORM collab_apply_merge(one, NEW.id, NEW.merged_into_id);
  ELSE  -- as if it had never been: what came later is taken back as well, and done again
    FOR later IN SELECT * FROM collab_merges(NEW.collaboration_id, OLD.merged_at) ORDER BY merged_at DESC LOOP
      PERFORM collab_take_back_merge(collab_merge_named(NEW.collaboration_id, later.organization_id, later.person_id));
    END LOOP;
    PERFORM collab_take_back_merge(one);
    FOR later IN SELECT * FROM collab_merges(NEW.collaboration_id, OLD.merged_at) ORDER BY merged_at LOOP
      PERFORM collab_apply_merge(collab_merge_named(NEW.collaboration_id, later.organization_id, later.person_id),
        later.merged, later.becomes);
    END LOOP;
  END IF;
  EXECUTE format('WITH RECURSIVE up AS (
      SELECT id, merged_into_id AS last FROM %1$I WHERE collaboration_id = $1 AND merged_into_id IS NOT NULL
      UNION ALL SELECT up.id, t.merged_into_id FROM up JOIN %1$I t ON t.id = up.last WHERE t.merged_into_id IS NOT NULL)
    UPDATE %1$I t SET survivor_id = up.last FROM up JOIN %1$I e ON e.id = up.last AND e.merged_into_id IS NULL
    WHERE t.id = up.id AND t.survivor_id IS DISTINCT FROM up.last', TG_TABLE_NAME) USING NEW.collaboration_id;
  PERFORM set_config('groundwork.merging', '', true);
  RETURN NULL;
END $$;
"""

FOLLOW = """
CREATE FUNCTION collab_follow_merged() RETURNS void LANGUAGE plpgsql AS $make$
DECLARE t record;
BEGIN
  FOR t IN
    SELECT of_table, string_agg(format($part$
  IF NEW.%1$I IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.%1$I IS DISTINCT FROM OLD.%1$I) THEN
    SELECT survivor_id INTO found FROM %2$s WHERE id = NEW.%1$I FOR KEY SHARE;
    IF found IS NOT NULL THEN NEW.%1$I := found; END IF;
  END IF;$part$, of_column, target), '' ORDER BY of_column) AS parts,
      string_agg(quote_ident(of_column), ', ' ORDER BY of_column) AS columns
    FROM (SELECT 'collab_organization' AS target, r.* FROM collab_referring('collab_organization') r
          UNION ALL SELECT 'collab_person', r.* FROM collab_referring('collab_person') r) refs
    GROUP BY of_table
  LOOP
    EXECUTE format('CREATE OR REPLACE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $body$ DECLARE found bigint; BEGIN
  IF current_setting(''groundwork.merging'', true) = ''on'' THEN RETURN NEW; END IF; %s
  RETURN NEW; END $body$', t.of_table || '_follows_merged', t.parts);
    EXECUTE format('CREATE OR REPLACE TRIGGER a_row_follows_merged BEFORE INSERT OR UPDATE OF %s ON %I'
      ' FOR EACH ROW EXECUTE FUNCTION %I()', t.columns, t.of_table, t.of_table || '_follows_merged');
  END LOOP;
END $make$;
"""
TABLES = ("organization", "person")
KEYS = [
    (
        f"ALTER TABLE collab_{table} ADD CONSTRAINT {table}_{column}_of_same_collaboration"
        f" FOREIGN KEY (collaboration_id, {column}_id) REFERENCES collab_{of} (collaboration_id, id)"
        " DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE collab_{table} DROP CONSTRAINT {table}_{column}_of_same_collaboration",
    )
    for table, column, of in (
        *((one, column, one) for one in TABLES for column in ("merged_into", "survivor")),
        ("movedrow", "organization", "organization"), ("movedrow", "person", "person"),
    )
]  # fmt: skip
GUARDS = [
    (
        f"CREATE TRIGGER a_merge_is_guarded BEFORE UPDATE OF merged_into_id ON collab_{table}"
        " FOR EACH ROW EXECUTE FUNCTION collab_guard_merge();"
        f"CREATE TRIGGER merge_moves_rows AFTER UPDATE OF merged_into_id ON collab_{table}"
        " FOR EACH ROW EXECUTE FUNCTION collab_merge();",
        f"DROP TRIGGER merge_moves_rows ON collab_{table}; DROP TRIGGER a_merge_is_guarded ON collab_{table};",
    )
    for table in TABLES
]
NOTHING_FOLLOWS = """
DO $$ DECLARE t text; BEGIN
  FOR t IN SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'a_row_follows_merged' LOOP
    EXECUTE format('DROP TRIGGER a_row_follows_merged ON %I; DROP FUNCTION %I()', t, t || '_follows_merged');
  END LOOP;
END $$;
DROP FUNCTION collab_follow_merged();
"""
DROPS = (
    "DROP FUNCTION collab_differing; DROP FUNCTION collab_referring;",
    "DROP FUNCTION collab_move_rows; DROP FUNCTION collab_move_row; DROP FUNCTION collab_change_row;"
    "DROP FUNCTION collab_put_away; DROP FUNCTION collab_twin_of; DROP FUNCTION collab_note_moved; DROP FUNCTION collab_written;",
    "DROP FUNCTION collab_merge_named; DROP FUNCTION collab_merges; DROP FUNCTION collab_take_back_merge;"
    "DROP FUNCTION collab_apply_merge;",
    "DROP FUNCTION collab_merge; DROP FUNCTION collab_guard_merge;",
    NOTHING_FOLLOWS,
)


class Migration(migrations.Migration):
    dependencies = [("collab", "0018_merged_into")]
    operations = [
        *(migrations.RunSQL(*one) for one in KEYS),
        *(migrations.RunSQL(*one) for one in zip((REFERRING, MOVE, WHOLE, TRIGGERS, FOLLOW), DROPS, strict=True)),
        *(migrations.RunSQL(*one) for one in GUARDS),
    ]
