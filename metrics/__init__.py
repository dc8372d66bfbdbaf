"""The top floor: scores, their reasons, the 24-month frame, figures and reports."""
