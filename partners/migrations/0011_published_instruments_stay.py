"""What was published is not changed any more, and a wave keeps its instrument: answers stay with the words they met."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION partners_published_instruments_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.content, NEW.name, NEW.key, NEW.version, NEW.is_shipped, NEW.published_at, NEW.collaboration_id)
     IS DISTINCT FROM
     ROW(OLD.content, OLD.name, OLD.key, OLD.version, OLD.is_shipped, OLD.published_at, OLD.collaboration_id) THEN
    RAISE EXCEPTION 'published_instrument_stays: publish a new version instead'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'published_instrument_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER published_instruments_stay BEFORE UPDATE ON partners_instrument
  FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION partners_published_instruments_stay();

CREATE FUNCTION partners_a_wave_keeps_its_instrument() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.instrument_id <> OLD.instrument_id THEN
    RAISE EXCEPTION 'wave_keeps_its_instrument: start another wave instead'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'wave_keeps_its_instrument';
  END IF;
  IF NOT EXISTS (SELECT FROM partners_instrument WHERE id = NEW.instrument_id AND published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'wave_asks_what_is_published: a draft may still change'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'wave_asks_what_is_published';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_wave_keeps_its_instrument BEFORE INSERT OR UPDATE OF instrument_id ON partners_survey
  FOR EACH ROW EXECUTE FUNCTION partners_a_wave_keeps_its_instrument();
"""
BACKWARD = """
DROP TRIGGER a_wave_keeps_its_instrument ON partners_survey;
DROP FUNCTION partners_a_wave_keeps_its_instrument();
DROP TRIGGER published_instruments_stay ON partners_instrument;
DROP FUNCTION partners_published_instruments_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0010_invitation_cut_at")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
