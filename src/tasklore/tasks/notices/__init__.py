"""Notices: what somebody should know, such as a reminder that rang."""
