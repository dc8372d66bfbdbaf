"""Ratios measured side by side in one run: `./dev bench [name]`. A file bench_<name>.py here is a bench."""
