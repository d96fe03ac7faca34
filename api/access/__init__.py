"""Who may do what: off on the machine itself, on everywhere else."""
