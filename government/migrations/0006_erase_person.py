"""`erase_person`: the one path that rewrites history. It belongs to the owner of the tables and writes itself down."""

from django.db import migrations

# p_pattern finds the person in free text; p_replace: [{table, row, column}] where it is replaced, also in history;
# p_notes: [{row, event, sealed}] private notes as they are sealed anew; p_left: what is left for somebody to redact.
FORWARD = r"""
CREATE FUNCTION erase_person(p_person bigint, p_by bigint, p_pattern text, p_replace jsonb, p_notes jsonb, p_left jsonb)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
  place bigint;
  known text[];
  cleared jsonb := '{}';
  n bigint;
  one jsonb;
  cast_to text;
  made bigint;
BEGIN
  SELECT collaboration_id INTO place FROM collab_person WHERE id = p_person FOR UPDATE;
  IF place IS NULL THEN
    RAISE EXCEPTION 'there is no person %', p_person USING ERRCODE = 'no_data_found';
  END IF;
  IF EXISTS (SELECT FROM government_erasure WHERE person_id = p_person) THEN
    RAISE EXCEPTION 'person % is erased already', p_person USING ERRCODE = 'unique_violation';
  END IF;
  SELECT array_agg(DISTINCT lower(email)) INTO known FROM (
    SELECT email FROM collab_person WHERE id = p_person
    UNION SELECT email FROM collab_personevent WHERE pgh_obj_id = p_person) AS addresses WHERE email <> '';

  UPDATE collab_person SET name = 'Erased person ' || id, job_title = '', email = '', phone = '', language = '',
    version = version + 1 WHERE id = p_person;
  UPDATE collab_personevent SET name = 'Erased person ' || id, job_title = '', email = '', phone = '', language = ''
    WHERE pgh_obj_id = p_person;
  GET DIAGNOSTICS n = ROW_COUNT;
  cleared := cleared || jsonb_build_object('collab_personevent', n);

  UPDATE government_liaisonrating SET ability_evidence = '', willingness_evidence = '', authority_evidence = '',
    bandwidth_evidence = '', trust_evidence = '', version = version + 1
    WHERE liaison_id IN (SELECT id FROM government_liaison WHERE person_id = p_person);
  GET DIAGNOSTICS n = ROW_COUNT;
  cleared := cleared || jsonb_build_object('government_liaisonrating', n);
  UPDATE government_liaisonratingevent SET ability_evidence = '', willingness_evidence = '', authority_evidence = '',
    bandwidth_evidence = '', trust_evidence = ''
    WHERE liaison_id IN (SELECT pgh_obj_id FROM government_liaisonevent WHERE person_id = p_person);
  GET DIAGNOSTICS n = ROW_COUNT;
  cleared := cleared || jsonb_build_object('government_liaisonratingevent', n);

  UPDATE government_stance s SET evidence = '' FROM government_official o WHERE o.person_id = p_person
    AND o.mandate_id = s.mandate_id AND s.seen_on >= o.from_on AND (o.to_on IS NULL OR s.seen_on <= o.to_on);
  GET DIAGNOSTICS n = ROW_COUNT;
  cleared := cleared || jsonb_build_object('government_stance', n);
  UPDATE government_stanceevent s SET evidence = '' FROM government_officialevent o WHERE o.person_id = p_person
    AND o.mandate_id = s.mandate_id AND s.seen_on >= o.from_on AND (o.to_on IS NULL OR s.seen_on <= o.to_on);
  GET DIAGNOSTICS n = ROW_COUNT;
  cleared := cleared || jsonb_build_object('government_stanceevent', n);

  UPDATE government_ownstatement SET text = CASE kind WHEN 'bandwidth' THEN '' ELSE '[…]' END, answer = ''
    WHERE liaison_id IN (SELECT id FROM government_liaison WHERE person_id = p_person);
  GET DIAGNOSTICS n = ROW_COUNT;
  cleared := cleared || jsonb_build_object('government_ownstatement', n);
  UPDATE government_ownstatementevent SET text = CASE kind WHEN 'bandwidth' THEN '' ELSE '[…]' END, answer = ''
    WHERE liaison_id IN (SELECT pgh_obj_id FROM government_liaisonevent WHERE person_id = p_person);
  GET DIAGNOSTICS n = ROW_COUNT;
  cleared := cleared || jsonb_build_object('government_ownstatementevent', n);

  UPDATE government_entryreview SET reason = '' WHERE person_id = p_person;
  UPDATE government_entryreviewevent SET reason = '' WHERE person_id = p_person;
  GET DIAGNOSTICS n = ROW_COUNT;
  cleared := cleared || jsonb_build_object('government_entryreviewevent', n);

  UPDATE government_ownentrylink SET revoked_at = coalesce(revoked_at, now())
    WHERE liaison_id IN (SELECT id FROM government_liaison WHERE person_id = p_person);
  -- attempts: what has not gone out yet never will
  UPDATE collab_outboxmail SET "to" = '', subject = '', body = '', last_error = '', attempts = 32767
    WHERE collaboration_id = place AND lower("to") = ANY (known);
  GET DIAGNOSTICS n = ROW_COUNT;
  cleared := cleared || jsonb_build_object('collab_outboxmail', n);

  FOR one IN SELECT * FROM jsonb_array_elements(p_replace) LOOP
    SELECT CASE WHEN data_type = 'jsonb' THEN '::jsonb' ELSE '' END INTO cast_to FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = one->>'table' AND column_name = one->>'column'
      AND data_type IN ('text', 'character varying', 'jsonb') AND EXISTS (
        SELECT FROM information_schema.columns WHERE table_schema = 'public' AND table_name = one->>'table'
        AND column_name = 'collaboration_id');
    IF NOT FOUND THEN
      RAISE EXCEPTION 'no free text of a collaboration: %', one USING ERRCODE = 'invalid_parameter_value';
    END IF;
    EXECUTE format('UPDATE %1$I SET %2$I = regexp_replace(%2$I::text, $1, ''[…]'', ''gi'')%3$s'
      ' WHERE id::text = $2 AND collaboration_id = $3', one->>'table', one->>'column', cast_to)
      USING p_pattern, one->>'row', place;
    IF to_regclass(one->>'table' || 'event') IS NOT NULL THEN
      EXECUTE format('UPDATE %1$I SET %2$I = regexp_replace(%2$I::text, $1, ''[…]'', ''gi'')%3$s'
        ' WHERE pgh_obj_id::text = $2 AND collaboration_id = $3', one->>'table' || 'event', one->>'column', cast_to)
        USING p_pattern, one->>'row', place;
    END IF;
  END LOOP;

  FOR one IN SELECT * FROM jsonb_array_elements(p_notes) LOOP
    IF one->>'event' IS NULL THEN
      UPDATE collab_meeting SET private_note_sealed = decode(one->>'sealed', 'hex')
        WHERE id = (one->>'row')::uuid AND collaboration_id = place;
    ELSE
      UPDATE collab_meetingevent SET private_note_sealed = decode(one->>'sealed', 'hex')
        WHERE pgh_id = (one->>'event')::bigint AND collaboration_id = place;
    END IF;
  END LOOP;

  INSERT INTO government_erasure (collaboration_id, person_id, erased_by_id, cleared, "left")
    VALUES (place, p_person, p_by, cleared, p_left) RETURNING id INTO made;
  RETURN made;
END $body$;
REVOKE ALL ON FUNCTION erase_person(bigint, bigint, text, jsonb, jsonb, jsonb) FROM PUBLIC;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork') THEN
  GRANT EXECUTE ON FUNCTION erase_person(bigint, bigint, text, jsonb, jsonb, jsonb) TO groundwork;
END IF; END $$;
"""
BACKWARD = "DROP FUNCTION erase_person(bigint, bigint, text, jsonb, jsonb, jsonb)"


class Migration(migrations.Migration):
    dependencies = [("government", "0005_same_collaboration_of_privacy"), ("collab", "0004_cache_table")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
