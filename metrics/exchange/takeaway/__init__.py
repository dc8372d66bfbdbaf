"""All that a coordinator sees, as one ZIP of tables with a read-me."""
