"""What is claimed about speed and crashes, as programs: `python -m benchmarks`, `python -m benchmarks crash`."""
