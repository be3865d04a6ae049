"""The simulated delegate: it carries tasks out exactly, then makes known mistakes at known places."""
