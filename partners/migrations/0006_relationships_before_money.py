"""Money for local capacity needs gate G1 passed on its day, or a waiver of it by then; the database itself refuses."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION partners_relationships_before_money() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.purpose <> 'capacity' THEN
    RETURN NEW;
  END IF;
  IF (SELECT state FROM collab_gatestate
      WHERE collaboration_id = NEW.collaboration_id AND gate = 'G1' AND as_of <= NEW."on"
      ORDER BY month DESC LIMIT 1) = 'pass' THEN
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT FROM partners_readinessreview
      WHERE collaboration_id = NEW.collaboration_id AND gate = 'G1' AND decision = 'waive'
      AND decided_on <= NEW."on" AND (partner_id IS NULL OR partner_id = NEW.partner_id)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'relationships_before_money: gate G1 is not passed on this day and not waived'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'relationships_before_money';
END $$;
CREATE TRIGGER relationships_before_money
  BEFORE INSERT OR UPDATE OF purpose, state, amount, "on", partner_id ON partners_investment
  FOR EACH ROW EXECUTE FUNCTION partners_relationships_before_money();
"""
BACKWARD = """
DROP TRIGGER relationships_before_money ON partners_investment;
DROP FUNCTION partners_relationships_before_money();
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0005_readiness_in_its_collaboration")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
