"""Who somebody is: sign-up, password, profile, export, deletion."""
