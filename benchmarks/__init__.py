"""How fast an audit is, as ratios within one run: `python3 -m benchmarks`."""
