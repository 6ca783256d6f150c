"""How fast partyspeak is and how much memory it takes, beside other matchers; ``python -m benchmarks`` runs it all."""
