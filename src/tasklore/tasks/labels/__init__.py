"""Labels: names on tasks, and what somebody adds to a name: a colour and a place."""
