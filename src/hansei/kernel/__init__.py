"""What every room shares: acts, events, records, people, rights, calendars, followers, jobs, errors."""
