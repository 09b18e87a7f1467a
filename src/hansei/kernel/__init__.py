"""What every room shares: acts, events, records, people, rights, followers, jobs, errors."""
